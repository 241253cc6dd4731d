import { usage } from '../failure.js';

const SPELLINGS: Readonly<Record<string, 'open' | 'in-progress' | 'closed'>> = {
  open: 'open',
  todo: 'open',
  'in-progress': 'in-progress',
  in_progress: 'in-progress',
  started: 'in-progress',
  doing: 'in-progress',
  closed: 'closed',
  done: 'closed',
};

/** A state as people spell it. */
export function readState(text: string): 'open' | 'in-progress' | 'closed' {
  const state = Object.hasOwn(SPELLINGS, text.toLowerCase())
    ? SPELLINGS[text.toLowerCase()]
    : undefined;
  if (state !== undefined) return state;
  throw usage(`--state cannot be "${text}": open, in-progress or closed`);
}
