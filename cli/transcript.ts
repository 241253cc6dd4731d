/**
 * Shell sessions in Markdown, run as tests. A `console` block holds commands after `$ ` with what they print:
 * standard output as it is, standard error after `! `, an exit code other than 0 as `[3]`. Ids are named `{a}`, `{b}` …
 * in the order they are created, times are `TIME`. A `file NAME` block is written before the session goes on.
 */

/** A piece of a transcript. */
export type Step =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'session'; readonly commands: readonly Command[] };

/** One command and what it printed when the transcript was written. */
export interface Command {
  readonly line: string;
  readonly output: string;
}

/** What a command line stands for. */
export interface Invocation {
  readonly env: Readonly<Record<string, string>>;
  /** Text piped in, or null. */
  readonly input: string | null;
  readonly words: readonly string[];
}

/** Reads a transcript. Nothing is lost: `formatTranscript` gives the same text. */
export function parseTranscript(markdown: string): readonly Step[] {
  const steps: Step[] = [];
  const fence = /^```(console|file (\S+))\n(.*?)^```\n/gms;
  let end = 0;
  for (const match of markdown.matchAll(fence)) {
    const [whole, , name, content = ''] = match;
    if (match.index > end) steps.push({ kind: 'prose', text: markdown.slice(end, match.index) });
    steps.push(
      name === undefined
        ? { kind: 'session', commands: parseSession(content) }
        : { kind: 'file', name, text: content },
    );
    end = match.index + whole.length;
  }
  if (end < markdown.length) steps.push({ kind: 'prose', text: markdown.slice(end) });
  return steps;
}

function parseSession(content: string): readonly Command[] {
  return content
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { line: part.slice(0, end), output: part.slice(end + 1) };
    });
}

/** The text of a transcript. */
export function formatTranscript(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (step.kind === 'prose') return step.text;
      if (step.kind === 'file') return `\`\`\`file ${step.name}\n${step.text}\`\`\`\n`;
      const lines = step.commands.map(({ line, output }) => `$ ${line}\n${output}`);
      return `\`\`\`console\n${lines.join('')}\`\`\`\n`;
    })
    .join('');
}

/** `NAME=value … issue ARGS`, perhaps after `printf TEXT |`. */
export function readInvocation(line: string, split: (text: string) => string[]): Invocation {
  const pipe = /^printf (.*?) \| (.*)$/.exec(line);
  const words = split(pipe?.[2] ?? line);
  const env: Record<string, string> = {};
  while (/^[A-Z_]+=/.test(words[0] ?? '')) {
    const [name = '', value = ''] = (words.shift() ?? '').split(/=(.*)/s);
    env[name] = value;
  }
  if (words.shift() !== 'issue') throw new Error(`a transcript runs only issue: ${line}`);
  const input = pipe === null ? null : (split(pipe[1] ?? '')[0] ?? '').replaceAll('\\n', '\n');
  return { env, input, words };
}

/** Names ids in the order they are created and hides what differs from run to run. */
export class Normaliser {
  private readonly names = new Map<string, string>();
  private readonly hidden: readonly (readonly [RegExp | string, string])[];

  constructor(hidden: readonly (readonly [RegExp | string, string])[]) {
    this.hidden = [...hidden, [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'TIME']];
  }

  /** Learns the ids of new issues and comments from what `create` and `comment` printed. */
  learn(output: string): void {
    for (const [, issue, comment] of output.matchAll(
      /^([0-9a-z]{10}) (?:created|P[0-4-]|comment ([0-9a-z]{12}) added)/gm,
    )) {
      for (const id of [issue, comment]) {
        if (id === undefined || this.names.has(id)) continue;
        this.names.set(id, `{${String.fromCharCode(97 + this.names.size)}}`);
      }
    }
  }

  /** `{a}` → the id it stands for. */
  expand(line: string): string {
    return [...this.names].reduce((text, [id, name]) => text.replaceAll(name, id), line);
  }

  /** Ids and their prefixes → `{a}`. */
  hide(output: string): string {
    let text = output;
    for (const [pattern, replacement] of this.hidden) text = text.replaceAll(pattern, replacement);
    for (const [id, name] of this.names) text = text.replaceAll(id, name);
    for (const [id, name] of this.names) {
      for (let length = 9; length >= 4; length--) {
        text = text.replaceAll(new RegExp(`\\b${id.slice(0, length)}\\b`, 'g'), name);
      }
    }
    return text;
  }
}
