/** Lists as a table for a person at a terminal. */
import type { ListedIssue } from '#engine';
import { formatLabels, formatPriority } from './compact.js';
import type { Paint, Tone } from './paint.js';
import { cleanLine } from './sanitise.js';
import { formatAge } from './time.js';
import { displayWidth, pad, truncate } from './width.js';

/** One column: its head, its cells as plain sanitised text, and how they look. */
export interface Column {
  readonly head: string;
  readonly cells: readonly string[];
  readonly tone: (row: number) => Tone | null;
  /** Gives up width first when the table is too wide; the others keep theirs. */
  readonly elastic?: boolean;
}

const GAP = '  ';
const ELASTIC_MIN = 12;

/** Lines of a table no wider than `columns`, head first. Columns without any text are left out. */
export function formatTable(all: readonly Column[], columns: number, paint: Paint): string[] {
  const used = all.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const natural = used.map(({ head, cells }) => Math.max(...[head, ...cells].map(displayWidth)));
  const widths = fit(used, natural, columns);
  const rowCount = used[0]?.cells.length ?? 0;
  const line = (cell: (column: Column, index: number) => string): string =>
    used.map(cell).join(GAP).trimEnd();
  const lines = [line((column, i) => paint('quiet', pad(column.head, widths[i] ?? 0)))];
  for (let row = 0; row < rowCount; row++) {
    lines.push(
      line((column, i) => {
        const width = widths[i] ?? 0;
        const text = truncate(column.cells[row] ?? '', width);
        const last = i === used.length - 1;
        const tone = column.tone(row);
        const filled = last ? text : pad(text, width);
        return tone === null ? filled : paint(tone, filled);
      }),
    );
  }
  return lines;
}

function fit(used: readonly Column[], natural: readonly number[], columns: number): number[] {
  const widths = [...natural];
  let over =
    widths.reduce((sum, width) => sum + width, 0) + GAP.length * (used.length - 1) - columns;
  // The elastic columns shrink from the right, so that the first of them (the title) suffers last.
  for (let i = used.length - 1; i >= 0 && over > 0; i--) {
    if (used[i]?.elastic !== true) continue;
    const width = widths[i] ?? 0;
    const taken = Math.min(over, Math.max(0, width - ELASTIC_MIN));
    widths[i] = width - taken;
    over -= taken;
  }
  return widths;
}

/** The columns of an issue list. */
export function issueColumns(issues: readonly ListedIssue[], nowMs: number): readonly Column[] {
  const cells = (text: (listed: ListedIssue) => string): string[] => issues.map(text);
  const always = (tone: Tone) => (): Tone => tone;
  return [
    { head: 'ID', cells: cells(({ shortId }) => shortId), tone: always('id') },
    {
      head: 'P',
      cells: cells(({ row }) => (row.priority === null ? '' : formatPriority(row.priority))),
      tone: (i) => ((issues[i]?.row.priority ?? 4) <= 1 ? 'bad' : null),
    },
    {
      head: 'STATE',
      cells: cells(stateOf),
      tone: (i) => stateTone(issues[i]),
    },
    {
      head: 'TITLE',
      cells: cells(({ row }) => cleanLine(row.title)),
      tone: () => null,
      elastic: true,
    },
    {
      head: 'LABELS',
      cells: cells(({ row }) => formatLabels(row.labels)),
      tone: always('label'),
      elastic: true,
    },
    { head: 'WHO', cells: cells(whoOf), tone: always('name'), elastic: true },
    {
      head: 'UPDATED',
      cells: cells(({ row }) => formatAge(row.updatedMs, nowMs)),
      tone: always('quiet'),
    },
  ];
}

function stateOf(listed: ListedIssue): string {
  return listed.blocked && listed.row.state !== 'closed' ? 'blocked' : listed.row.state;
}

function stateTone(listed: ListedIssue | undefined): Tone | null {
  if (listed === undefined) return null;
  if (listed.row.state === 'closed') return 'quiet';
  if (listed.blocked) return 'bad';
  return listed.row.state === 'in-progress' ? 'warn' : 'good';
}

function whoOf({ row, claim }: ListedIssue): string {
  const names = row.assignees.map((name) => `@${cleanLine(name)}`);
  return (claim === null ? names : [`${cleanLine(claim.agent)} (claim)`, ...names]).join(' ');
}
