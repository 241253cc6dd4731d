/** Every command, in the order of `issue --help`. */
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { register as activity } from './activity.js';
import { register as assign } from './assign.js';
import { register as backup } from './backup.js';
import { register as blocked } from './blocked.js';
import { register as checkpoint } from './checkpoint.js';
import { register as claim } from './claim.js';
import { register as close } from './close.js';
import { register as comment } from './comment.js';
import { register as complete } from './complete.js';
import { register as completion } from './completion.js';
import { register as config } from './config.js';
import { register as create } from './create.js';
import { register as remove } from './delete.js';
import { register as depends } from './depends.js';
import { register as doctor } from './doctor.js';
import { register as edit } from './edit.js';
import { register as exportIssues } from './export.js';
import { register as help } from './help.js';
import { register as importIssues } from './import.js';
import { register as init } from './init.js';
import { register as label } from './label.js';
import { register as list } from './list.js';
import { register as milestone } from './milestone.js';
import { register as overview } from './overview.js';
import { register as progress } from './progress.js';
import { register as query } from './query.js';
import { register as ready } from './ready.js';
import { register as reopen } from './reopen.js';
import { register as search } from './search.js';
import { register as show } from './show.js';
import { register as state } from './state.js';
import { register as status } from './status.js';

/** Adds one command to the program. */
export type Register = (program: Command, context: Context) => void;

/** Commands under one heading of the help. */
export interface CommandGroup {
  readonly title: string;
  readonly registrars: readonly Register[];
}

/** All of them. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { title: 'Find:', registrars: [list, search, ready, blocked, show, activity] },
  {
    title: 'Write:',
    registrars: [create, edit, close, reopen, remove, comment, label, assign, milestone],
  },
  { title: 'Work:', registrars: [claim, progress, checkpoint, state, depends] },
  { title: 'Keep:', registrars: [query, importIssues, exportIssues, backup, doctor] },
  { title: 'Set up:', registrars: [init, status, config, completion, help, overview, complete] },
];
