/** First look at an update, before any document meets it: bounds that hold for every sound one. [L6, ING1] */
import * as Y from 'yjs';
import { LIMITS } from '../kernel/limits.js';
import { attempt, refused } from './refusal.js';

/** @throws invalid_input */
export function checkEnvelope(bytes: Uint8Array): void {
  if (bytes.length > LIMITS.updateBytesMax)
    throw refused(`it has ${bytes.length} bytes; at most ${LIMITS.updateBytesMax} are read`);
  const { structs, ds } = attempt(() => Y.decodeUpdate(bytes));
  if (structs.length > LIMITS.updateStructsMax) throw refused('it has too many parts');
  checkRuns(structs);
  const writers = new Set([...structs.map(({ id }) => id.client), ...ds.clients.keys()]);
  if (writers.size > LIMITS.updateClientsMax) throw refused(`it names ${writers.size} writers`);
  for (const deletions of ds.clients.values())
    for (const { clock, len } of deletions)
      if (!Number.isSafeInteger(clock + len)) throw refused('it deletes beyond the last clock');
}

/** Each writer's parts form one run without a gap: one block a writer, no skips, nothing empty, clocks that count. */
function checkRuns(structs: ReturnType<typeof Y.decodeUpdate>['structs']): void {
  const ends = new Map<number, number>();
  let last: number | null = null;
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const isNewBlock = client !== last;
    if (isNewBlock && ends.has(client)) throw refused('a writer comes twice');
    const end = ends.get(client) ?? clock;
    if (struct instanceof Y.Skip || end !== clock) throw refused('it has gaps');
    if (!(struct.length > 0)) throw refused('a part of it is empty');
    if (!Number.isSafeInteger(clock + struct.length)) throw refused('a clock is beyond counting');
    ends.set(client, clock + struct.length);
    last = client;
  }
}
