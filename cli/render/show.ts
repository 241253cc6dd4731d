/** One issue as text. Off a terminal, foreign prose stands between random markers that name it as data. [CLI21] */
import type { Issue } from '#engine';
import { formatClaim } from './claim.js';
import { formatPriority } from './compact.js';
import { commentLines, proseLines, type ProseOptions } from './prose.js';
import { cleanLine } from './sanitise.js';
import { formatAge, formatMinutes, textTime } from './time.js';

/** How to show an issue. */
export interface ShowOptions extends ProseOptions {
  /** Another issue as a short phrase, e.g. `cd4e open Title`. */
  readonly nameOf: (id: string) => string;
}

/** The issue, field by field, then body and comments. */
export function formatIssue(issue: Issue, options: ShowOptions): string {
  const { paint } = options;
  const head = [paint('id', issue.id), formatPriority(issue.priority), issue.state];
  if (issue.type !== null) head.push(cleanLine(issue.type));
  head.push(paint('strong', cleanLine(issue.title)));
  return [
    head.join(' '),
    ...fieldLines(issue, options),
    ...proseLines('body', issue.author, issue.body, options),
    ...commentLines(issue.comments, options),
  ].join('\n');
}

function fieldLines(issue: Issue, options: ShowOptions): string[] {
  const { paint, nowMs } = options;
  const when = (ms: number): string =>
    options.fence === null ? `${formatAge(ms, nowMs)} ago` : textTime(ms);
  const fields: readonly (readonly [name: string, value: string])[] = [
    ['reason', cleanLine(issue.reason ?? '')],
    ['labels', issue.labels.map(cleanLine).join(', ')],
    ['assignees', issue.assignees.map(cleanLine).join(', ')],
    ['milestone', cleanLine(issue.milestone ?? '')],
    ['due', cleanLine(issue.due ?? '')],
    ['deferred until', cleanLine(issue.defer ?? '')],
    ['estimate', issue.estimateMinutes === null ? '' : formatMinutes(issue.estimateMinutes)],
    ['claim', issue.claim === null ? '' : formatClaim(issue.claim)],
    ...workFields(issue),
    ...issue.dependencies.map(
      ({ kind, target }) => [cleanLine(kind), options.nameOf(target)] as const,
    ),
    ...issue.links.map(
      ({ source, ref, url }) =>
        ['link', cleanLine(`${source}#${ref}${url === null ? '' : ` ${url}`}`)] as const,
    ),
    ...issue.conflicts.map(
      ({ field, losers }) =>
        [
          `conflict in ${cleanLine(field)}`,
          `also written: ${cleanLine(JSON.stringify(losers.map((l) => l.value)))}`,
        ] as const,
    ),
    ['author', cleanLine(issue.author)],
    ['created', when(issue.createdMs)],
    ['updated', issue.updatedMs === issue.createdMs ? '' : when(issue.updatedMs)],
    ['closed', issue.closedMs === null ? '' : when(issue.closedMs)],
    ['revision', options.fence === null ? '' : cleanLine(issue.revision)],
  ];
  return fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${paint('quiet', `${name}:`)} ${value}`);
}

function workFields({ work }: Issue): readonly (readonly [string, string])[] {
  const progress = work.progress === null ? '' : `${Math.round(work.progress * 100)}%`;
  return [
    ['agent', cleanLine(work.agent ?? '')],
    ['progress', [progress, cleanLine(work.status ?? '')].filter((text) => text !== '').join(' ')],
    ['stage', cleanLine(work.stage ?? '')],
    ['next', cleanLine(work.next ?? '')],
    ['checkpoints', work.checkpoints.map(({ name }) => cleanLine(name)).join(', ')],
    [
      'metadata',
      [...work.metadata]
        .map(([key, value]) => cleanLine(`${key}=${formatValue(value)}`))
        .join(', '),
    ],
  ];
}

/** A metadata value: text as it is, anything else as JSON. */
export function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
