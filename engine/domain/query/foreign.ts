/** Words that users of other trackers bring along, and what to write instead. They are answered, never guessed. [QRY21] */

/** Field of another language → field here. */
export const FOREIGN_FIELDS: ReadonlyMap<string, string> = new Map([
  ['reporter', 'author'],
  ['creator', 'author'],
  ['owner', 'assignee'],
  ['assigned', 'assignee'],
  ['assignees', 'assignee'],
  ['user', 'involves'],
  ['participant', 'involves'],
  ['tag', 'label'],
  ['tags', 'label'],
  ['labels', 'label'],
  ['component', 'label'],
  ['kind', 'type'],
  ['issuetype', 'type'],
  ['prio', 'priority'],
  ['severity', 'priority'],
  ['resolution', 'reason'],
  ['epic', 'parent'],
  ['sprint', 'milestone'],
  ['iteration', 'milestone'],
  ['fixversion', 'milestone'],
  ['summary', 'title'],
  ['subject', 'title'],
  ['description', 'body'],
  ['text', 'body'],
  ['resolved', 'closed'],
  ['modified', 'updated'],
  ['edited', 'updated'],
  ['duedate', 'due'],
  ['deadline', 'due'],
  ['depends', 'blocked-by'],
  ['claimed', 'claimed-by'],
  ['order', 'sort'],
  ['orderby', 'sort'],
  ['max', 'limit'],
  ['key', 'id'],
]);

/** State of another tracker (blanks and underscores as hyphens) → state word. */
export const FOREIGN_STATES: ReadonlyMap<string, string> = new Map([
  ['inprogress', 'in-progress'],
  ['in-progress', 'in-progress'],
  ['started', 'in-progress'],
  ['doing', 'in-progress'],
  ['wip', 'in-progress'],
  ['active', 'in-progress'],
  ['in-review', 'in-progress'],
  ['opened', 'open'],
  ['todo', 'open'],
  ['to-do', 'open'],
  ['new', 'open'],
  ['backlog', 'open'],
  ['unresolved', 'open'],
  ['reopened', 'open'],
  ['done', 'closed'],
  ['resolved', 'closed'],
  ['completed', 'closed'],
  ['finished', 'closed'],
  ['locked', 'claimed'],
  ['all', 'open,closed'],
  ['any', 'open,closed'],
]);

export const FOREIGN_SORTS: ReadonlyMap<string, string> = new Map([
  ['edit', 'updated'],
  ['edited', 'updated'],
  ['modified', 'updated'],
  ['newest', 'created-desc'],
  ['oldest', 'created-asc'],
  ['creation', 'created'],
  ['date', 'created'],
  ['best-match', 'relevance'],
  ['score', 'relevance'],
  ['urgency', 'priority'],
]);

export const FOREIGN_PRIORITIES: ReadonlyMap<string, string> = new Map([
  ['0', 'p0'],
  ['1', 'p1'],
  ['2', 'p2'],
  ['3', 'p3'],
  ['4', 'p4'],
  ['urgent', 'critical'],
  ['highest', 'critical'],
  ['blocker', 'critical'],
  ['major', 'high'],
  ['normal', 'medium'],
  ['minor', 'low'],
  ['trivial', 'backlog'],
  ['lowest', 'backlog'],
]);

export const FOREIGN_PRESENCE: ReadonlyMap<string, string> = new Map([
  ['description', 'body'],
  ['children', 'child'],
  ['subtask', 'child'],
  ['blocked-by', 'blocker'],
  ['dependency', 'blocker'],
  ['tag', 'label'],
  ['owner', 'assignee'],
  ['link', 'remote'],
]);

/** The foreign spelling reduced to how the maps above write it. */
export function foreignKey(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}
