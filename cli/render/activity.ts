/** Activity entries as one line each. */
import type { Activity } from '#engine';
import type { Paint } from './paint.js';
import { cleanLine } from './sanitise.js';
import { formatAge, textTime } from './time.js';

/** `2026-11-23T03:00:00Z ab3fk2m1qx codex-2 edited priority=1 +label:bug`. */
export function activityLine(entry: Activity, paint: Paint, ageFromMs: number | null): string {
  const when =
    ageFromMs === null ? textTime(entry.atMs) : formatAge(entry.atMs, ageFromMs).padStart(4);
  const via =
    entry.via === 'cli' || entry.via === 'api' ? '' : paint('quiet', `via ${cleanLine(entry.via)}`);
  const changes = entry.changes.map((change) => changeText(change)).filter((text) => text !== '');
  return [
    paint('quiet', when),
    paint('id', entry.issue),
    paint('name', cleanLine(entry.agent)),
    cleanLine(entry.verb),
    ...changes,
    via,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

type Change = Activity['changes'][number];

const SINGULAR = { labels: 'label', assignees: 'assignee', dependencies: 'dependency' } as const;

function changeText(change: Change): string {
  switch (change.kind) {
    case 'set':
      // The verb says it.
      if (change.field === 'closedMs') return '';
      return `${cleanLine(change.field)}=${valueText(change.to)}`;
    case 'add':
      return `+${SINGULAR[change.set]}:${valueText(change.element)}`;
    case 'remove':
      return `-${SINGULAR[change.set]}:${valueText(change.element)}`;
    case 'body':
      return `body(${change.chars} characters)`;
    case 'comment':
      return `comment-${change.op}:${cleanLine(change.id)}`;
    case 'checkpoint':
      return `checkpoint=${valueText(change.name)}`;
    case 'claim':
      return change.reason === null ? '' : `reason=${valueText(change.reason)}`;
    case 'link':
      return `link:${cleanLine(`${change.source}#${change.ref}`)}`;
  }
}

/** Quoted only where it would not read as one word. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return cleanLine(/^[^\s"]+$/.test(text) ? text : JSON.stringify(text));
}
