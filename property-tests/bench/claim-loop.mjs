/** One of many processes: claims whatever is ready until time is up, then says how often it did. Needs dist/. */
import { openEngine } from '../../dist/engine/index.js';

const [directory, agent, ms] = process.argv.slice(2);
const engine = await openEngine({ directory, agent: { id: agent }, lockWaitMs: 60_000 });
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const untilMs = performance.now() + Number(ms);
let commands = 0;
const won = [];
while (performance.now() < untilMs) {
  const claimed = await engine.claims.claimNext();
  commands += 1;
  if (claimed === null) break;
  won.push(claimed.issue);
}
await engine.destroy();
process.stdout.write(`${JSON.stringify({ commands, won })}\n`);
process.exit(0);
