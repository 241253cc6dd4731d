/** A record of another system → mutations: all of a new issue, or what the source has changed since it last told. Pure. */
import { fnv1a } from '../../kernel/hash.js';
import { LIMITS } from '../../kernel/limits.js';
import type { SetName } from '../activity.js';
import type { ImportRecord } from '../change.js';
import { checkField, checkName, checkText, META_PREFIX } from '../fields.js';
import { canonical } from '../interchange/canonical-json.js';
import type { IssueView } from '../issue-view.js';
import type { Link } from '../issue.js';
import type { Mutation } from '../mutation.js';
import type { ImportBase } from './import-base.js';
import { setUnlessSame } from './plan-fields.js';
import { planComments, planLinks, type IdentifiedComment } from './plan-import-parts.js';
import { pickFields } from './plan-issue.js';
import { planSet } from './plan-sets.js';

/** What of a record needs more than the record to be known. */
export interface Resolved {
  /** Elements `kind:target` with targets that are ids here. */
  readonly dependencies: readonly string[];
  readonly comments: readonly IdentifiedComment[];
  /** The identity the record is known by, and its further ones. */
  readonly links: readonly Link[];
}

/**
 * Mutations that bring `view` (null: a new issue) to what the record says; empty when nothing is new. An issue that
 * is deleted stays so. [TRF2, TRF3] @throws invalid_input
 */
export function planImport(
  view: IssueView | null,
  base: ImportBase,
  record: ImportRecord,
  resolved: Resolved,
): Mutation[] {
  const { labels, assignees } = record;
  return [
    ...planFields(view, base, wantedFields(base, record)),
    ...planElements(
      'labels',
      view?.labels,
      base,
      labels?.map((one) => checkName('label', one)),
    ),
    ...planElements(
      'assignees',
      view?.assignees,
      base,
      assignees?.map((one) => checkName('assignee', one)),
    ),
    ...planElements('dependencies', dependenciesOf(view), base, resolved.dependencies),
    ...planBody(view, base, record.body),
    ...planComments(view, base, resolved.comments),
    ...planLinks(view, resolved.links),
  ];
}

/** What fields read before anybody set them. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['state', 'open'],
  ['deleted', false],
]);

function wantedFields(base: ImportBase, record: ImportRecord): Map<string, unknown> {
  const wanted = new Map<string, unknown>(Object.entries(pickFields(record)));
  if (record.state === 'closed') {
    const closedMs = record.closedMs ?? record.updatedMs ?? record.createdMs;
    const isNews = typeof record.closedMs === 'number' || base.fields.get('state') !== 'closed';
    if (isNews && closedMs !== undefined) wanted.set('closedMs', Math.floor(closedMs));
  } else if (record.state !== undefined) wanted.set('closedMs', null);
  if (record.deleted === true) wanted.set('deleted', true);
  if (record.metadata !== undefined) {
    // A key that the source no longer tells is gone there.
    for (const field of base.fields.keys())
      if (field.startsWith(META_PREFIX)) wanted.set(field, null);
    for (const [key, value] of Object.entries(record.metadata))
      wanted.set(META_PREFIX + key, value);
  }
  return wanted;
}

function planFields(
  view: IssueView | null,
  base: ImportBase,
  wanted: ReadonlyMap<string, unknown>,
): Mutation[] {
  return [...wanted].flatMap(([field, value]) => {
    const checked = checkField(field, value ?? null);
    const told = base.fields.get(field) ?? DEFAULTS.get(field) ?? null;
    if (!base.isTwoWay && isSame(told, checked)) return [];
    return setUnlessSame(view, field, checked) ?? [];
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** Added is what the source has and had not; removed, what it had and has no longer. */
function planElements(
  set: SetName,
  current: readonly string[] | undefined,
  base: ImportBase,
  wanted: readonly string[] | undefined,
): Mutation[] {
  if (wanted === undefined) return [];
  const told = base.sets[set];
  const keeps = new Set(wanted);
  return planSet(set, current ?? [], {
    add: wanted.filter((element) => !told.has(element)),
    remove: [...told].filter((element) => !keeps.has(element)),
  });
}

function dependenciesOf(view: IssueView | null): readonly string[] | undefined {
  return view?.dependencies.map(({ kind, target }) => `${kind}:${target}`);
}

function planBody(view: IssueView | null, base: ImportBase, body: string | undefined): Mutation[] {
  if (body === undefined) return [];
  const text = checkText('body', body, LIMITS.bodyBytesMax);
  const told = base.body ?? { chars: 0, crc: fnv1a('') };
  if (!base.isTwoWay && told.chars === text.length && told.crc === fnv1a(text)) return [];
  return text === (view?.body ?? '') ? [] : [{ op: 'body', text }];
}
