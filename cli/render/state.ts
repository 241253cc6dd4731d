/** Where the work on an issue stands, as text. */
import type { Issue, ListedIssue } from '#engine';
import { formatClaim } from './claim.js';
import { compactLine, issueLine } from './compact.js';
import type { Paint } from './paint.js';
import { cleanLine } from './sanitise.js';
import { formatValue } from './show.js';
import { textTime } from './time.js';

/** What the state is told with. */
export interface StateOptions {
  readonly listed: ListedIssue | null;
  readonly blockers: readonly ListedIssue[];
  readonly paint: Paint;
}

/** Every line is there, so that a missing value is seen to be missing. */
export function formatState(issue: Issue, { listed, blockers, paint }: StateOptions): string {
  const { work } = issue;
  const progress = work.progress === null ? '-' : `${Math.round(work.progress * 100)}%`;
  const line = (name: string, value: string): string => `${paint('quiet', `${name}:`)} ${value}`;
  return [
    issueLine(issue, paint),
    line('agent', cleanLine(work.agent ?? '-')),
    line('claim', issue.claim === null ? 'free' : formatClaim(issue.claim)),
    line('stage', cleanLine(work.stage ?? '-')),
    line('progress', cleanLine([progress, work.status ?? ''].join(' ').trim())),
    line('next', cleanLine(work.next ?? '-')),
    ...work.checkpoints.map(({ name, note, agent, atMs }) =>
      line(
        'checkpoint',
        cleanLine(`${name}${note === null ? '' : `: ${note}`} (${agent}, ${textTime(atMs)})`),
      ),
    ),
    ...[...work.metadata].map(([key, value]) =>
      line('meta', cleanLine(`${key}=${formatValue(value)}`)),
    ),
    line('ready', listed?.ready === true ? 'yes' : 'no'),
    ...blockers.map((blocker) => line('waits for', compactLine(blocker, paint))),
  ].join('\n');
}
