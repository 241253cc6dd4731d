import { processIo } from './process-io.js';
import { VERSION } from './version.js';

// Asked most often and by the least patient: nothing else is loaded for it.
async function main(argv: readonly string[]): Promise<number> {
  const io = processIo();
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    await io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const { run } = await import('./run.js');
  return run(argv, io);
}

// Exits by itself rather than waiting for handles: whatever was written is out, and every write is durable.
void main(process.argv.slice(2)).then((code) => process.exit(code));
