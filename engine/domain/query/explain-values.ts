/** Values of closed sets and people, in words. */
import { PRIORITY_NAMES, type Priority } from '../issue.js';
import type { OrderedTest, PersonValue } from './ast.js';
import type { PersonField, PresenceWord, StateWord } from './fields.js';

const STATES: Readonly<Record<StateWord, string>> = {
  open: 'is open (not closed)',
  closed: 'is closed',
  'in-progress': 'is in progress',
  claimed: 'is claimed',
  ready: 'is ready (open, not blocked, not claimed, not in progress, not deferred)',
  blocked: 'is blocked (waits for an open issue)',
  blocking: 'is blocking (an open issue waits for it)',
  assigned: 'is assigned',
  unassigned: 'is not assigned',
  unsynced: 'has changes that no remote has yet',
  conflicted: 'has a conflict to look at',
  issue: 'is an issue (always)',
};

export function explainState(word: StateWord): string {
  return STATES[word];
}

export function explainPresence(word: PresenceWord, field: 'has' | 'no'): string {
  return field === 'has' ? `has ${/^[ai]/.test(word) ? 'an' : 'a'} ${word}` : `has no ${word}`;
}

export function explainPerson(field: PersonField, value: PersonValue): string {
  const noun = field === 'claimed-by' ? 'claimed by' : `${field} is`;
  const verb = field === 'mentions' || field === 'involves' ? field : noun;
  switch (value.kind) {
    case 'any':
      return `${verb} anybody`;
    case 'none':
      return `${verb} nobody`;
    case 'me':
      return `${verb} you`;
    case 'name':
      return `${verb} "${value.name}"`;
  }
}

export function explainPriority(test: OrderedTest<Priority>): string {
  const name = (priority: Priority): string => PRIORITY_NAMES[priority];
  switch (test.kind) {
    case 'any':
      return 'any';
    case 'is':
      return name(test.point);
    case 'compare': {
      const side = test.op.startsWith('>') ? 'more' : 'less';
      const isOpen = test.op.endsWith('=');
      return isOpen
        ? `${name(test.point)} or ${side} urgent`
        : `${side} urgent than ${name(test.point)}`;
    }
    case 'range': {
      const [from, to] = [test.from, test.to];
      if (from === null) return to === null ? 'any' : `${name(to)} or less urgent`;
      return to === null ? `${name(from)} or more urgent` : `between ${name(from)} and ${name(to)}`;
    }
  }
}
