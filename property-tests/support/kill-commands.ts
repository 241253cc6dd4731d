/** Every command that writes, with something to do in the world of `cli-world.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './cli-world.js';

export interface SweptCommand {
  readonly name: string;
  readonly argv: (world: World) => readonly string[];
  /** Puts what the command reads into the project's directory. */
  readonly prepare?: (directory: string) => void;
  /** It founds the project: there is none before. */
  readonly founds?: true;
}

const IMPORTED = Array.from({ length: 5 }, (_, index) => ({
  id: `bd-${index}`,
  title: `Imported ${index}`,
  description: `Body ${index}`,
  status: index % 2 === 0 ? 'open' : 'closed',
  priority: index % 4,
  issue_type: 'task',
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
  dependencies:
    index === 0
      ? []
      : [
          {
            issue_id: `bd-${index}`,
            depends_on_id: 'bd-0',
            type: 'blocks',
            created_at: '2026-01-02T03:04:05Z',
          },
        ],
}));

function prepareImport(directory: string): void {
  const lines = IMPORTED.map((issue) => JSON.stringify(issue));
  writeFileSync(join(directory, 'beads.jsonl'), `${lines.join('\n')}\n`);
}

const writing = (name: string, argv: SweptCommand['argv']): SweptCommand => ({ name, argv });

export const SWEPT_COMMANDS: readonly SweptCommand[] = [
  { name: 'init', argv: () => ['init'], founds: true },
  writing('create', ({ ids }) => [
    ...['create', 'New issue', '--label', 'bug,ui', '--assignee', 'anna', '--priority', 'high'],
    ...['--body', 'Text of it', '--blocked-by', ids.other, '--parent', ids.plain],
  ]),
  writing('create --blocks', ({ ids }) => [
    'create',
    'Comes first',
    '--blocks',
    `${ids.plain},${ids.other}`,
  ]),
  writing('create --key', () => ['create', 'Once only', '--key', 'nightly']),
  writing('edit', ({ ids }) => [
    ...['edit', ids.plain, ids.other, '--priority', '4', '--milestone', '2.0'],
    ...['--add-label', 'seen', '--append', 'More.', '--meta', 'branch=x'],
  ]),
  writing('edit --blocked-by', ({ ids }) => [
    'edit',
    ids.plain,
    '--title',
    'Renamed',
    '--blocked-by',
    ids.other,
  ]),
  writing('close', ({ ids }) => ['close', ids.mine, ids.other, '--comment', 'Done.']),
  writing('reopen', ({ ids }) => ['reopen', ids.closed]),
  writing('delete', ({ ids }) => ['delete', ids.plain, ids.talked, '--yes']),
  writing('comment add', ({ ids }) => ['comment', ids.plain, 'A comment']),
  writing('comment edit', ({ ids, comment }) => [
    'comment',
    'edit',
    ids.talked,
    comment,
    'Better words',
  ]),
  writing('comment delete', ({ ids, comment }) => [
    'comment',
    'delete',
    ids.talked,
    comment,
    '--yes',
  ]),
  writing('label add', ({ ids }) => ['label', 'add', ids.plain, 'one', 'two']),
  writing('label remove', ({ ids }) => ['label', 'remove', ids.plain, 'old']),
  writing('assign', ({ ids }) => ['assign', ids.plain, 'anna', 'berta']),
  writing('milestone set', ({ ids }) => ['milestone', 'set', ids.plain, '1.0']),
  writing('depends add', ({ ids }) => ['depends', 'add', ids.plain, ids.other, ids.talked]),
  writing('depends remove', ({ ids }) => ['depends', 'remove', ids.waiting, ids.other]),
  writing('claim', ({ ids }) => ['claim', ids.plain]),
  writing('claim --steal', ({ ids }) => ['claim', ids.foreign, '--steal', '--reason', 'gone']),
  writing('claim extend', ({ ids }) => ['claim', 'extend', ids.mine]),
  writing('claim release', ({ ids }) => ['claim', 'release', ids.mine]),
  writing('claim --next', () => ['claim', '--next']),
  writing('claim cleanup', () => ['claim', 'cleanup']),
  writing('progress', ({ ids }) => ['progress', ids.plain, '40%', '--status', 'on it']),
  writing('checkpoint', ({ ids }) => ['checkpoint', ids.plain, 'half-way', '--note', 'so far']),
  writing('state set', ({ ids }) => ['state', ids.plain, '--stage', 'testing', '--next', 'ship']),
  writing('config set', () => ['config', 'set', 'agent.claim_timeout', '45m']),
  writing('query save', () => ['query', 'save', 'mine', 'assignee:me']),
  { ...writing('import', () => ['import', 'beads.jsonl']), prepare: prepareImport },
  writing('doctor --fix', () => ['doctor', '--fix']),
  writing('doctor --compact', () => ['doctor', '--compact']),
];
