/** Values that come from a closed set: a state, a presence, a sort key, a priority. Unknown ones are errors. [QRY6] */
import { closest } from '../../kernel/suggest.js';
import { PRIORITY_NAMES, type Priority } from '../issue.js';
import type { SortKey } from './ast.js';
import { fault, type QueryFault } from './fault.js';
import {
  PRESENCE_WORDS,
  SORT_WORDS,
  STATE_WORDS,
  type PresenceWord,
  type SortWord,
  type StateWord,
} from './fields.js';
import {
  FOREIGN_PRESENCE,
  FOREIGN_PRIORITIES,
  FOREIGN_SORTS,
  FOREIGN_STATES,
  foreignKey,
} from './foreign.js';
import type { PairToken, RawValue } from './token.js';

interface ClosedSet {
  /** How a message calls a value. */
  readonly noun: string;
  readonly words: readonly string[];
  readonly foreign: ReadonlyMap<string, string>;
}

const STATES: ClosedSet = { noun: 'state', words: STATE_WORDS, foreign: FOREIGN_STATES };
const PRESENCES: ClosedSet = { noun: 'property', words: PRESENCE_WORDS, foreign: FOREIGN_PRESENCE };
const SORTS: ClosedSet = { noun: 'sort key', words: SORT_WORDS, foreign: FOREIGN_SORTS };
const PRIORITIES: ClosedSet = {
  noun: 'priority',
  words: PRIORITY_NAMES,
  foreign: FOREIGN_PRIORITIES,
};
const PULL_REQUEST = /^(?:pr|prs|pull|pull-?requests?|mr|merge-?requests?|draft|merged|unmerged)$/;

/** The state word of a value of `is:`. */
export function readState(value: RawValue, pair: PairToken): StateWord {
  const found = findWord(STATE_WORDS, value.text);
  if (found !== null) return found;
  if (PULL_REQUEST.test(foreignKey(value.text))) {
    throw fault({
      code: 'unknown_value',
      message: 'no pull requests here',
      start: value.start,
      end: value.end,
      hint: 'every entry is an issue: leave it out',
      expected: STATE_WORDS,
    });
  }
  const problem = unknownValue(value, value.text, STATES).problem;
  const foreign = FOREIGN_STATES.get(foreignKey(value.text));
  // The whole pair is rewritten, so that `status:"In Progress"` becomes `is:in-progress`.
  if (foreign === undefined || pair.values.length > 1) throw fault(problem);
  const fix = { start: pair.start, end: value.end, text: `is:${foreign}` };
  throw fault({ ...problem, hint: `write ${fix.text}`, fix });
}

/** The word of a value of `has:` or `no:`. */
export function readPresence(value: RawValue): PresenceWord {
  const found = findWord(PRESENCE_WORDS, value.text);
  if (found === null) throw unknownValue(value, value.text, PRESENCES);
  return found;
}

/** `created`, `priority-asc` …; the direction left out is newest, most, most urgent, and for ids ascending. [QRY8] */
export function readSort(value: RawValue): SortKey {
  const match = /^(.*?)(?:-(asc|desc))?$/s.exec(value.text.toLowerCase());
  const found = findWord(SORT_WORDS, match?.[1] ?? '');
  if (found === null) throw unknownValue(value, match?.[1] ?? '', SORTS);
  const typed = match?.[2];
  const direction = typed === 'asc' || typed === 'desc' ? typed : defaultDirection(found);
  return { word: found, direction };
}

/** The direction of a sort key that names none. */
export function defaultDirection(word: SortWord): 'asc' | 'desc' {
  return word === 'id' ? 'asc' : 'desc';
}

/** A priority by name or as `p0` … `p4`; `at` is where `text` begins. */
export function readPriority(text: string, at: number): Priority {
  const folded = text.toLowerCase();
  const digit = /^p([0-4])$/.exec(folded);
  const index =
    digit === null ? PRIORITY_NAMES.findIndex((name) => name === folded) : Number(digit[1]);
  const found = ([0, 1, 2, 3, 4] as const).find((priority) => priority === index);
  if (found !== undefined) return found;
  throw unknownValue({ start: at, end: at + text.length }, text, PRIORITIES);
}

function findWord<Word extends string>(words: readonly Word[], text: string): Word | null {
  const folded = text.toLowerCase();
  return words.find((word) => word === folded) ?? null;
}

function unknownValue(
  place: { readonly start: number; readonly end: number },
  text: string,
  set: ClosedSet,
): QueryFault {
  const key = foreignKey(text);
  const instead = set.foreign.get(key) ?? closest(key, set.words);
  const whole = { start: place.start, end: place.end };
  return fault({
    code: 'unknown_value',
    message: `unknown ${set.noun} "${text}"`,
    ...whole,
    hint: instead === null ? `use one of ${set.words.join(', ')}` : `did you mean "${instead}"?`,
    expected: set.words,
    fix: instead === null ? null : { ...whole, text: instead },
  });
}
