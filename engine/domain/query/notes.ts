/** Remarks on names that no issue has: such a query is right, and finds nothing. [QRY6] */
import { closest } from '../../kernel/suggest.js';
import type { QueryContext } from '../query-context.js';
import { visitTerms, type Query } from './ast.js';
import { foldName } from './fold-name.js';

/** Names in use, in any case. */
export interface KnownValues {
  readonly labels: ReadonlySet<string>;
  readonly assignees: ReadonlySet<string>;
  readonly milestones: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

/** One remark per unknown name, e.g. `no label "bgu"; close: "bug"`, in the order of the query. */
export function notesOf(query: Query, known: KnownValues, ctx: QueryContext): string[] {
  const notes = new Set<string>();
  const folded = new Map<ReadonlySet<string>, ReadonlySet<string>>();
  const check = (noun: string, name: string, names: ReadonlySet<string>): void => {
    const all = folded.get(names) ?? new Set([...names].map(foldName));
    folded.set(names, all);
    if (!all.has(foldName(name))) notes.add(noteOn(noun, name, names));
  };
  visitTerms(query.where, (term) => {
    if (term.kind === 'person' && term.field === 'assignee') {
      for (const value of term.values) {
        if (value.kind === 'name') check('assignee', value.name, known.assignees);
      }
    } else if (term.kind === 'name') {
      const names = namesFor(term.field, known);
      for (const value of term.values) {
        if (value.kind === 'name' && names !== null) check(term.field, value.name, names);
      }
    } else if (term.kind === 'issue') {
      for (const text of term.values) {
        if (ctx.resolve(text).length === 0) notes.add(`no issue "${text}"`);
      }
    }
  });
  return [...notes];
}

function namesFor(field: string, known: KnownValues): ReadonlySet<string> | null {
  if (field === 'label') return known.labels;
  if (field === 'milestone') return known.milestones;
  return field === 'type' ? known.types : null;
}

function noteOn(noun: string, name: string, names: ReadonlySet<string>): string {
  const near = closest(name, names);
  if (near !== null) return `no ${noun} "${name}"; close: "${near}"`;
  const isAbsence = name.toLowerCase() === 'none' && (noun === 'label' || noun === 'milestone');
  return isAbsence ? `no ${noun} "${name}"; use no:${noun}` : `no ${noun} "${name}"`;
}
