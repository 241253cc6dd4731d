/** One issue as the text a person edits: front matter of single lines, then the body in Markdown. */

/** What the text holds. */
export interface Draft {
  readonly title: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly body: string;
}

/** The text to edit. */
export function formatDraft({ title, labels, assignees, body }: Draft): string {
  return `---\ntitle: ${title}\nlabels: ${labels.join(', ')}\nassignees: ${assignees.join(', ')}\n---\n${body}`;
}

/** Reads an edited text. Without front matter its first line is the title. Unknown keys are ignored. */
export function parseDraft(text: string): Draft {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const end =
    lines[0]?.trim() === '---' ? lines.findIndex((line, i) => i > 0 && line.trim() === '---') : -1;
  if (end < 0) {
    const [title = '', ...rest] = lines;
    return { title: title.trim(), labels: [], assignees: [], body: rest.join('\n').trim() };
  }
  const fields = new Map<string, string>();
  for (const line of lines.slice(1, end)) {
    const colon = line.indexOf(':');
    if (colon > 0)
      fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return {
    title: fields.get('title') ?? '',
    labels: splitNames(fields.get('labels')),
    assignees: splitNames(fields.get('assignees')),
    body: lines
      .slice(end + 1)
      .join('\n')
      .trim(),
  };
}

function splitNames(text = ''): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
