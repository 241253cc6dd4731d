/**
 * One of many processes: claims whatever is ready and gives it back until time is up, then says how many commands that
 * were and when it held what. The first commands of a program are slow (V8 compiles as it goes), so those of the
 * warm-up are made and not counted. Needs dist/.
 */
import { openEngine } from '../../dist/engine/index.js';

const [directory, agent, warmUpMs, ms] = process.argv.slice(2).map(String);
const engine = await openEngine({ directory, agent: { id: agent }, lockWaitMs: 60_000 });
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));

/** One clock for all processes of the machine. */
const now = () => performance.timeOrigin + performance.now();
const fromMs = now() + Number(warmUpMs);
const untilMs = fromMs + Number(ms);
let commands = 0;
const held = [];
while (now() < untilMs) {
  const claimed = await engine.claims.claimNext();
  if (now() >= fromMs) commands += 1;
  if (claimed === null) continue;
  const sinceMs = now();
  held.push([claimed.issue, sinceMs, now()]);
  await engine.claims.releaseIssue(claimed.issue);
  if (now() >= fromMs) commands += 1;
}
await engine.destroy();
process.stdout.write(`${JSON.stringify({ commands, held })}\n`);
process.exit(0);
