/** The real issues of another tracker, when they are at hand: ISSUE_FACADE_DATA names the directory of the file. */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openScratchReplica } from '../platform/scratch-replica.js';
import { scratchOptions } from '../testing/scratch-options.js';
import { exportIssues, importIssues } from './transfer.js';
import type { Work } from './work.js';

const data = process.env['ISSUE_FACADE_DATA'] ?? '';
const path = join(data, 'beads-issues.jsonl');
const isHere = data !== '' && existsSync(path);
if (!isHere) console.warn('skipped: set ISSUE_FACADE_DATA to the directory of beads-issues.jsonl');

async function exported(work: Work): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportIssues(work, { deleted: true })) lines.push(line);
  return lines;
}

test.skipIf(!isHere)(
  '[IMP1, L7, TRF1] the real issues arrive whole, once, and come back byte for byte',
  async () => {
    const first = await openScratchReplica(scratchOptions());
    const second = await openScratchReplica(scratchOptions());
    try {
      const read = (): AsyncIterable<string> => createReadStream(path, 'utf8');
      const report = await importIssues(first.work, read(), { format: 'auto' });
      expect(report).toMatchObject({
        created: 2_731,
        updated: 0,
        tombstones: 346,
        dependencies: 1_452,
        comments: 16,
        rejected: [],
        notes: [],
      });
      const seq = await first.work.read((store) => store.meta.seq);
      const counts = await first.work.read((store) => store.meta.counts);
      expect(counts).toMatchObject({
        rows: 3_077,
        deleted: 346,
        closed: 2_350,
        inProgress: 37,
        open: 344,
      });
      const again = await importIssues(first.work, read(), { format: 'beads' });
      expect(again).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: 2_731,
        tombstones: 346,
        dependencies: 0,
        comments: 0,
      });
      expect(await first.work.read((store) => store.meta.seq)).toBe(seq);
      const lines = await exported(first.work);
      expect(await importIssues(second.work, lines, { format: 'auto' })).toMatchObject({
        created: 2_731,
        tombstones: 346,
        dependencies: 1_452,
        comments: 16,
        rejected: [],
        notes: [],
      });
      expect((await exported(second.work)).join('\n') === lines.join('\n')).toBe(true);
    } finally {
      await first.remove();
      await second.remove();
    }
  },
);
