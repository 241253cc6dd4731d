/** The activity of a finished world: complete, in order, and enough to tell the state. */
import { replay } from './replay.js';
import { isSame, type CheckOptions, type Report } from './world-compare.js';
import { inOrder, isContested, isPresent, orderOf, type IssueModel } from './world-model.js';
import {
  currentField,
  hlcMs,
  type Change,
  type Hlc,
  type Mutation,
  type Projected,
} from './world-rooms.js';

/** Every operation's entry is there once and in clock order; replayed, they give registers and sets. [ACT1–ACT3] */
export function checkHistory(
  view: Projected,
  model: IssueModel,
  { ordered, report }: Pick<CheckOptions, 'ordered'> & { readonly report: Report },
): void {
  const entries = view.activity();
  const expected = inOrder(model).flatMap((op) => {
    const changes = op.mutations.flatMap(changeOf);
    const isTold = changes.length > 0 || op.mutations.some((mutation) => mutation.op === 'found');
    const { agent, agentType, via, verb, hlc } = op.stamp;
    const at = { id: orderOf(op), issue: view.id, atMs: hlcMs(hlc as Hlc) };
    return isTold ? { ...at, agent, agentType, via, verb, changes } : [];
  });
  if (!isSame(entries, expected)) {
    const found = new Set(entries.map(({ id }) => id));
    const missing = expected.filter(({ id }) => !found.has(id)).map(({ id }) => id);
    report(
      `activity has ${entries.length} entries of ${expected.length}; missing: ${missing.join(' ')}`,
    );
  }
  if (view.revision !== String(expected.length))
    report(`the revision is ${view.revision} after ${expected.length} operations`);
  const latestMs = Math.max(0, ...expected.map(({ atMs }) => atMs));
  if (view.updatedMs !== latestMs)
    report(`updated at ${view.updatedMs}, last written at ${latestMs}`);
  if (ordered) checkReplay(view, model, report);
}

/** What entries tell is what the issue reads; a contested element is told by who wrote last, and kept by who added. */
function checkReplay(view: Projected, model: IssueModel, report: Report): void {
  const { fields, sets } = replay(view.activity());
  for (const [field, value] of fields) {
    const isShown = field !== 'closedMs' || (view.state === 'closed' && value !== null);
    const shown = currentField(view, field);
    if (isShown && !isSame(shown, value))
      report(
        `${field} reads ${JSON.stringify(shown)}, the activity tells ${JSON.stringify(value)}`,
      );
  }
  for (const life of model.elements.values())
    if (!isContested(life) && sets[life.set].has(life.element) !== isPresent(life))
      report(`the activity tells otherwise about ${life.element} in ${life.set}`);
}

/** What one step leaves in the activity. A renewal leaves nothing. */
function changeOf(mutation: Mutation): Change[] {
  switch (mutation.op) {
    case 'found':
      return [];
    case 'set':
      return [{ kind: 'set', field: mutation.field, to: mutation.value }];
    case 'add':
    case 'remove':
      return [{ kind: mutation.op, set: mutation.set, element: mutation.element }];
    case 'body':
      return [{ kind: 'body', chars: mutation.text.length, crc: checksum(mutation.text) }];
    case 'comment.add':
    case 'comment.edit':
      return [
        {
          kind: 'comment',
          op: mutation.op === 'comment.add' ? 'add' : 'edit',
          id: mutation.id,
          chars: mutation.body.length,
        },
      ];
    case 'comment.delete':
      return [{ kind: 'comment', op: 'delete', id: mutation.id, chars: 0 }];
    case 'checkpoint':
      return [{ kind: 'checkpoint', name: mutation.name, note: mutation.note }];
    case 'link':
      return [{ kind: 'link', source: mutation.source, ref: mutation.ref }];
    case 'claim': {
      const { act, claimId, entry, reason } = mutation;
      if (act === 'renew') return [];
      return [
        { kind: 'claim', op: act, claimId, agent: entry.agent, c: entry.c, t: entry.t, reason },
      ];
    }
  }
}

/** FNV-1a, as the entries tell texts. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
