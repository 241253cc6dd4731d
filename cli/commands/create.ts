import type { Command } from 'commander';
import type { Dependency, NewIssue } from '#engine';
import type { Context } from '../context.js';
import { formatDraft, parseDraft, type Draft } from '../draft.js';
import { Failure } from '../failure.js';
import { addBodyFlags, readBody, type BodyFlags } from '../flags/body.js';
import { describe } from '../flags/describe.js';
import {
  addIssueFlags,
  readFieldValues,
  readNames,
  type IssueFlags,
} from '../flags/issue-fields.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWrittenOne } from '../reply-written.js';

type Flags = IssueFlags & BodyFlags & { readonly key?: string; readonly dryRun?: boolean };

/** `issue create`: a new issue. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('create')
    .description('create an issue')
    .argument('[title...]', 'title; several words need no quotes');
  addIssueFlags(command, '');
  addBodyFlags(command, 'body')
    .option('--key <text>', 'the same key again gives the same issue')
    .option('--dry-run', 'plan and check, answer as if done, write nothing');
  describe(command, {
    examples: [
      'issue create "Crash on empty input" --label bug --priority high',
      'issue create "Ship 1.0" --blocked-by ab3f,cd4e --body "All of the above"',
      'git log -1 --format=%B | issue create "Follow up" -F -',
      'issue create "Nightly check" --key nightly-2026-11-23 --json',
    ],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (words: string[], flags: Flags) => {
    const issue = await readNewIssue(context, words.join(' '), flags);
    if (issue === null) return;
    const engine = await context.engine();
    const dryRun = flags.dryRun === true;
    const written = await engine.create(issue, { dryRun });
    await replyWrittenOne(context, written, { done: 'created', already: 'already there:', dryRun });
  });
}

async function readNewIssue(
  context: Context,
  words: string,
  flags: Flags,
): Promise<NewIssue | null> {
  const values = await readFieldValues(context, flags);
  const typed = flags.title ?? words;
  const initial = flags.editor === true ? formatDraft(draftOf(typed, flags)) : '';
  const text = await readBody(context, flags, { required: false, implicit: true, initial });
  if (flags.editor === true && text === null) return null;
  const draft: Draft = flags.editor === true ? parseDraft(text ?? '') : draftOf(typed, flags, text);
  if (draft.title.trim() === '') {
    throw new Failure('input_required', 'an issue needs a title', { hint: 'issue create "Title"' });
  }
  const engine = await context.engine();
  return {
    ...values,
    title: draft.title,
    ...(draft.body === '' ? {} : { body: draft.body }),
    labels: draft.labels,
    assignees: readNames(engine, draft.assignees),
    dependencies: dependenciesOf(flags),
    ...(flags.blocks === undefined ? {} : { blocks: flags.blocks }),
    ...(flags.meta === undefined ? {} : { metadata: flags.meta }),
    ...(flags.key === undefined ? {} : { key: flags.key }),
  };
}

function draftOf(title: string, flags: Flags, body: string | null = null): Draft {
  return { title, labels: flags.label ?? [], assignees: flags.assignee ?? [], body: body ?? '' };
}

function dependenciesOf({ parent, blockedBy = [] }: Flags): readonly Dependency[] {
  // The engine resolves prefixes and references of other trackers.
  const parents = parent === undefined ? [] : [{ kind: 'parent', target: parent }];
  return [
    ...parents,
    ...blockedBy.map((target) => ({ kind: 'blocked-by', target })),
  ] as Dependency[];
}
