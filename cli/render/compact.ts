/** Issues as one line each: the cheapest form to read for an agent. [CLI12] */
import type { Issue, ListedIssue } from '#engine';
import { plain, type Paint } from './paint.js';
import { cleanLine } from './sanitise.js';

/** `P1`, or `P-` when none is set. */
export function formatPriority(priority: number | null): string {
  return priority === null ? 'P-' : `P${priority}`;
}

/** `ab3f P1 open Title [bug,cli] @anna claimed:codex-2 blocked-by:cd4e`. */
export function compactLine(listed: ListedIssue, paint: Paint = plain): string {
  const { openBlockers } = listed;
  const blockers = openBlockers.length === 0 ? '' : `blocked-by:${formatIds(openBlockers)}`;
  return [lineWithoutBlockers(listed, paint), paint('bad', blockers)].join(' ').trimEnd();
}

/** As `compactLine`, where something else tells what it waits for. */
export function lineWithoutBlockers(listed: ListedIssue, paint: Paint): string {
  const { row, claim, shortId } = listed;
  const parts = [
    paint('id', shortId),
    formatPriority(row.priority),
    row.state,
    cleanLine(row.title),
    paint('label', formatLabels(row.labels)),
    ...row.assignees.map((name) => paint('name', `@${cleanLine(name)}`)),
    claim === null ? '' : paint('warn', `claimed:${cleanLine(claim.agent)}`),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** As `compactLine`, from a whole issue. */
export function issueLine(issue: Issue, paint: Paint = plain): string {
  const parts = [
    paint('id', issue.id),
    formatPriority(issue.priority),
    issue.state,
    cleanLine(issue.title),
    paint('label', formatLabels(issue.labels)),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** `[bug,cli]`, or nothing. */
export function formatLabels(labels: readonly string[]): string {
  return labels.length === 0 ? '' : `[${labels.map(cleanLine).join(',')}]`;
}

/** First three ids, then how many more. */
function formatIds(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).join(',');
  return ids.length > 3 ? `${shown},+${ids.length - 3}` : shown;
}

/** `12 issues`, or `30 of 112 issues (more: --limit 60)`. */
export function listHeader(shown: number, total: number, limit: number, noun = 'issue'): string {
  const things = `${noun}${total === 1 ? '' : 's'}`;
  if (shown >= total) return `${total} ${things}`;
  return `${shown} of ${total} ${things} (more: --limit ${Math.min(limit * 2, Math.max(total, limit), 1_000)})`;
}
