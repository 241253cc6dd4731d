/** Every command. A run registers only the one it was asked for: flags cost time. */
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
import { register as restore } from './restore.js';
import { register as search } from './search.js';
import { register as show } from './show.js';
import { register as state } from './state.js';
import { register as status } from './status.js';

/** One command: its name, then its synonyms, separated by blanks; and how it is added to the program. */
export interface CommandEntry {
  readonly words: string;
  readonly register: (program: Command, context: Context) => void;
}

/** Commands under one heading of the help. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandEntry[];
}

/** All of them, in the order of the help. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Find:',
    commands: [
      { words: 'list ls', register: list },
      { words: 'search find', register: search },
      { words: 'ready', register: ready },
      { words: 'blocked', register: blocked },
      { words: 'show view get', register: show },
      { words: 'activity log history events', register: activity },
    ],
  },
  {
    title: 'Write:',
    commands: [
      { words: 'create new add', register: create },
      { words: 'edit update set', register: edit },
      { words: 'close done resolve finish', register: close },
      { words: 'reopen', register: reopen },
      { words: 'delete rm remove', register: remove },
      { words: 'comment note', register: comment },
      { words: 'label tag', register: label },
      { words: 'assign', register: assign },
      { words: 'milestone', register: milestone },
    ],
  },
  {
    title: 'Work:',
    commands: [
      { words: 'claim start take', register: claim },
      { words: 'progress', register: progress },
      { words: 'checkpoint', register: checkpoint },
      { words: 'state', register: state },
      { words: 'depends dep deps dependencies', register: depends },
    ],
  },
  {
    title: 'Keep:',
    commands: [
      { words: 'query queries', register: query },
      { words: 'import', register: importIssues },
      { words: 'export dump', register: exportIssues },
      { words: 'backup', register: backup },
      { words: 'restore', register: restore },
      { words: 'doctor fsck', register: doctor },
    ],
  },
  {
    title: 'Set up:',
    commands: [
      { words: 'init', register: init },
      { words: 'status info', register: status },
      { words: 'config', register: config },
      { words: 'completion', register: completion },
      { words: 'help', register: help },
      { words: 'overview mine', register: overview },
      { words: '__complete', register: complete },
    ],
  },
];
