/** Intent → mutations for one issue. Pure: time and ids come in, nothing is read or written. */
import { LIMITS } from '../../kernel/limits.js';
import type { FieldValues, IssueChange, NewIssue } from '../change.js';
import { ISSUE_FIELDS, WORK_FIELDS } from '../field-names.js';
import { checkText } from '../fields.js';
import type { IssueView } from '../issue-view.js';
import { dependencyElement, type Mutation } from '../mutation.js';
import { planFields, planMetadata } from './plan-fields.js';
import { planSet } from './plan-sets.js';

const FIELD_NAMES = [...ISSUE_FIELDS, ...WORK_FIELDS] satisfies readonly (keyof FieldValues)[];

/** The register fields of a change, without those it does not mention. */
export function pickFields(change: FieldValues): FieldValues {
  const picked: Record<string, unknown> = {};
  for (const name of FIELD_NAMES) if (change[name] !== undefined) picked[name] = change[name];
  return picked as FieldValues;
}

/** All of a new issue. Dependencies come with resolved targets. @throws invalid_input */
export function planCreate(
  issue: NewIssue,
  founding: { readonly author: string; readonly createdMs: number },
): Mutation[] {
  const dependencies = (issue.dependencies ?? []).map(({ kind, target }) =>
    dependencyElement(kind, target),
  );
  const body = issue.body === undefined ? '' : checkText('body', issue.body, LIMITS.bodyBytesMax);
  return [
    { op: 'found', ...founding },
    ...planFields(null, { ...pickFields(issue), title: issue.title }, founding.createdMs),
    ...planSet('labels', [], { add: issue.labels }),
    ...planSet('assignees', [], { add: issue.assignees }),
    ...planSet('dependencies', [], { add: dependencies }),
    ...planMetadata(null, issue.metadata ?? {}),
    ...(body === '' ? [] : [{ op: 'body', text: body } as const]),
  ];
}

/** What differs from the issue as it is; empty when nothing does. @throws invalid_input */
export function planEdit(view: IssueView, change: IssueChange, nowMs: number): Mutation[] {
  return [
    ...planFields(view, pickFields(change), nowMs),
    ...planSet('labels', view.labels, {
      set: change.setLabels,
      add: change.addLabels,
      remove: change.removeLabels,
    }),
    ...planSet('assignees', view.assignees, {
      set: change.setAssignees,
      add: change.addAssignees,
      remove: change.removeAssignees,
    }),
    ...planMetadata(view, change.metadata ?? {}),
    ...planBody(view, change),
    ...(change.links ?? [])
      .filter(({ source, ref }) => !view.links.some((l) => l.source === source && l.ref === ref))
      .map(({ source, ref, url }) => ({ op: 'link', source, ref, url }) as const),
  ];
}

function planBody(view: IssueView, change: IssueChange): Mutation[] {
  let text = change.body ?? view.body;
  if (change.appendBody !== undefined)
    text = text === '' ? change.appendBody : `${text}\n\n${change.appendBody}`;
  const checked = checkText('body', text, LIMITS.bodyBytesMax);
  return checked === view.body ? [] : [{ op: 'body', text: checked }];
}

/** The word the activity uses for a set of mutations. */
export function verbOf(mutations: readonly Mutation[]): string {
  for (const mutation of mutations) {
    if (mutation.op === 'found') return 'created';
    if (mutation.op === 'set' && mutation.field === 'deleted') return 'deleted';
    if (mutation.op === 'set' && mutation.field === 'state') {
      if (mutation.value === 'closed') return 'closed';
      if (mutation.value === 'in-progress') return 'started';
    }
    if (mutation.op === 'set' && mutation.field === 'closedMs' && mutation.value === null)
      return 'reopened';
  }
  const [first] = mutations;
  if (first?.op === 'set' && first.field === 'progress') return 'progressed';
  if (first?.op === 'add' && first.set === 'dependencies') return 'linked';
  if (first?.op === 'remove' && first.set === 'dependencies') return 'unlinked';
  return 'edited';
}
