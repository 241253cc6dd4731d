import type { Command } from 'commander';
import type { Engine, IssueChange } from '#engine';
import type { Context } from '../context.js';
import { readDependencies } from '../dependency-flags.js';
import { formatDraft, parseDraft } from '../draft.js';
import { usage } from '../failure.js';
import { addBodyFlags, readBody, type BodyFlags } from '../flags/body.js';
import { describe } from '../flags/describe.js';
import {
  addIssueFlags,
  readFieldValues,
  readNames,
  type IssueFlags,
} from '../flags/issue-fields.js';
import { readState } from '../flags/state.js';
import { collectList } from '../flags/values.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWritten } from '../reply-written.js';

interface ChangeFlags {
  readonly state?: string;
  readonly append?: string;
  readonly addLabel?: readonly string[];
  readonly removeLabel?: readonly string[];
  readonly addAssignee?: readonly string[];
  readonly removeAssignee?: readonly string[];
}

type Flags = IssueFlags & BodyFlags & WriteFlags & ChangeFlags;

/** `issue edit`: one change to one or several issues, all or nothing. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('edit')
    .description('change one or several issues: all of them or none')
    .argument('<id...>', 'issues to change');
  addIssueFlags(command, ' (replaces all)');
  addBodyFlags(command, 'new body');
  command
    .option('--state <state>', 'open, in-progress or closed')
    .option('--append <text>', 'add to the end of the body')
    .option('--add-label <names>', 'add labels', collectList)
    .option('--remove-label <names>', 'remove labels', collectList)
    .option('--add-assignee <names>', 'add assignees', collectList)
    .option('--remove-assignee <names>', 'remove assignees', collectList);
  addWriteFlags(command);
  describe(command, {
    examples: [
      'issue edit ab3f --add-label bug --priority 1',
      'issue edit ab3f cd4e --milestone 1.0',
      'issue edit ab3f --append "Also seen on Windows." --if-rev REV',
      'issue edit ab3f --meta branch=fix/crash --state in-progress',
    ],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (ids: string[], flags: Flags) => {
    const engine = await context.engine();
    const change = await readChange(context, engine, ids, flags);
    if (change === null) return;
    const options = readWriteOptions(flags);
    if (Object.keys(change).length === 0)
      throw usage('nothing to change was given', 'issue edit --help');
    const written = await engine.edit(ids, change, options);
    const dryRun = flags.dryRun === true;
    await replyWritten(context, written, { done: 'edited', already: 'unchanged:', dryRun });
  });
}

async function readChange(
  context: Context,
  engine: Engine,
  ids: readonly string[],
  flags: Flags,
): Promise<IssueChange | null> {
  const values = await readFieldValues(context, flags);
  const { state, append, addLabel, removeLabel, label, assignee, addAssignee, removeAssignee } =
    flags;
  const change: IssueChange = {
    ...values,
    ...(state === undefined ? {} : { state: readState(state) }),
    ...(append === undefined ? {} : { appendBody: append }),
    ...(label === undefined ? {} : { setLabels: withoutNone(label) }),
    ...(addLabel === undefined ? {} : { addLabels: addLabel }),
    ...(removeLabel === undefined ? {} : { removeLabels: removeLabel }),
    ...(assignee === undefined ? {} : { setAssignees: readNames(engine, withoutNone(assignee)) }),
    ...(addAssignee === undefined ? {} : { addAssignees: readNames(engine, addAssignee) }),
    ...(removeAssignee === undefined ? {} : { removeAssignees: readNames(engine, removeAssignee) }),
    ...(flags.meta === undefined ? {} : { metadata: flags.meta }),
    ...readDependencies(flags),
  };
  if (flags.editor === true) return readEdited(context, engine, ids, flags, change);
  // A pipe is the body only when nothing else was asked: in `while read id` loops it is the list of ids.
  const implicit = Object.keys(change).length === 0;
  const body = await readBody(context, flags, { required: false, implicit });
  return body === null ? change : { ...change, body };
}

async function readEdited(
  context: Context,
  engine: Engine,
  ids: readonly string[],
  flags: Flags,
  change: IssueChange,
): Promise<IssueChange | null> {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw usage('--editor edits one issue at a time');
  const issue = await engine.show(id);
  const text = await readBody(context, flags, {
    required: false,
    implicit: false,
    initial: formatDraft(issue),
  });
  if (text === null) return null;
  const { title, labels, assignees, body } = parseDraft(text);
  return { ...change, title, body, setLabels: labels, setAssignees: readNames(engine, assignees) };
}

function withoutNone(names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== 'none');
}
