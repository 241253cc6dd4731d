/** One line on standard error that tells how far a long job is: for a person, and only when it takes a while. */
import type { Progress } from '#engine';
import type { Io } from './io.js';
import { cleanLine } from './render/sanitise.js';
import { truncate } from './render/width.js';

const DELAY_MS = 300;
const INTERVAL_MS = 100;

/** Receives progress; `end` wipes the line. */
export function progressLine(io: Io): { readonly tell: Progress; end(): Promise<void> } {
  const startMs = io.nowMs();
  let shownMs: number | null = null;
  return {
    tell(done, total, what) {
      const nowMs = io.nowMs();
      if (!io.stderr.tty || nowMs - startMs < DELAY_MS) return;
      if (shownMs !== null && nowMs - shownMs < INTERVAL_MS) return;
      shownMs = nowMs;
      const count = total === null ? `${done}` : `${done}/${total}`;
      void io.stderr.write(
        `\r\x1b[K${truncate(cleanLine(`${what} ${count}`), io.stderr.columns - 1)}`,
      );
    },
    async end() {
      if (shownMs !== null) await io.stderr.write('\r\x1b[K');
    },
  };
}
