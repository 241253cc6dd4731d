import type { Activity, Change, SetName } from '../activity.js';
import type { IssueId } from '../ids.js';
import type { StrictReader } from './strict-reader.js';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };
const SETS: readonly SetName[] = ['labels', 'assignees', 'dependencies'];
const CHANGE_KINDS = [
  'set',
  'add',
  'remove',
  'body',
  'comment',
  'checkpoint',
  'claim',
  'link',
] as const satisfies readonly Change['kind'][];

/** One activity entry of our own format; what it cannot hold is a problem of the reader. [IMP12] */
export function decodeActivity(reader: StrictReader, issue: IssueId): Activity {
  return {
    id: reader.text('id'),
    issue,
    atMs: reader.timeMs('at'),
    agent: reader.text('agent'),
    agentType: reader.textOrNull('agentType'),
    via: reader.text('via'),
    verb: reader.text('verb'),
    changes: reader.list('changes', decodeChange),
  };
}

function decodeChange(reader: StrictReader): Change {
  const kind = reader.oneOf('kind', CHANGE_KINDS);
  switch (kind) {
    case 'set': {
      const change = { kind, field: reader.text('field'), to: reader.value('to') };
      return reader.has('from') ? { ...change, from: reader.value('from') } : change;
    }
    case 'add':
    case 'remove':
      return { kind, set: reader.oneOf('set', SETS), element: reader.text('element') };
    case 'body':
      return { kind, chars: reader.number('chars', COUNT), crc: reader.number('crc', COUNT) };
    case 'comment':
      return {
        kind,
        op: reader.oneOf('op', ['add', 'edit', 'delete']),
        id: reader.text('id'),
        chars: reader.number('chars', COUNT),
      };
    case 'checkpoint':
      return { kind, name: reader.text('name'), note: reader.textOrNull('note') };
    case 'claim':
      return {
        kind,
        op: reader.oneOf('op', ['claim', 'release', 'steal', 'expire', 'lost']),
        claimId: reader.text('claimId'),
        agent: reader.text('agent'),
        c: reader.number('c', COUNT),
        t: reader.number('t', COUNT),
        reason: reader.textOrNull('reason'),
      };
    case 'link':
      return { kind, source: reader.text('source'), ref: reader.text('ref') };
    default:
      // Only an unknown kind gets here; it is a problem already, so this stands for nothing.
      return { kind: 'body', chars: 0, crc: 0 };
  }
}
