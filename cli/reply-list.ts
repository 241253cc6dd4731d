/** A list of issues as an answer: table for a person, compact lines for a program, rows as JSON. */
import type { IssueList, ListedIssue } from '#engine';
import type { Context } from './context.js';
import { compactLine, listHeader } from './render/compact.js';
import { listedJson } from './render/json.js';
import { formatTable, issueColumns } from './render/table.js';

/** Answers with `list`. */
export async function replyList(
  context: Context,
  list: IssueList,
  options: { readonly noun?: string; readonly next?: readonly string[] } = {},
): Promise<void> {
  const { issues, total, limit, notes } = list;
  await context.reply({
    // Only for JSON: some of its facts cost a pass over all rows.
    data: context.settings.json === null ? null : issues.map(listedJson),
    total,
    hasMore: issues.length < total,
    notes,
    text: () => {
      const header = listHeader(issues.length, total, limit, options.noun);
      return [header, ...issueLines(context, issues)].join('\n');
    },
    ...(options.next === undefined ? {} : { next: options.next }),
  });
}

/** The issues as lines for whoever reads. */
export function issueLines(context: Context, issues: readonly ListedIssue[]): readonly string[] {
  const { settings, paint, io } = context;
  if (issues.length === 0) return [];
  if (!settings.human) return issues.map((listed) => compactLine(listed, paint));
  return formatTable(issueColumns(issues, io.nowMs()), io.stdout.columns, paint);
}

/** `issue show ID` of the first issue, as a thing to run next. */
export function showNext(issues: readonly ListedIssue[]): readonly string[] {
  const first = issues[0];
  return first === undefined ? [] : [`issue show ${first.shortId}`];
}
