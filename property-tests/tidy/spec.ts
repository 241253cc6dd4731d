/** Reads the law (`engine/SPEC.md`) and the README's tables, and finds who cites which rule. */
export const RULE_ID = '[A-Z]{1,6}\\d{1,3}';

export interface Rule {
  readonly id: string;
  readonly line: number;
  /** Said to be checked by something else than a test: `(checked by: …)` at its end. */
  readonly checkedElsewhere: boolean;
}

/** Rules are lines that begin `- **STO3** …` or `**L1** …`; indented or plain lines below continue them. */
export function parseRules(spec: string): Rule[] {
  const lines = spec.split('\n');
  const starts = new RegExp(`^(?:[-*] )?\\*\\*(${RULE_ID})\\*\\*`);
  return lines.flatMap((line, index) => {
    const id = starts.exec(line)?.[1];
    if (id === undefined) return [];
    let end = index + 1;
    while (end < lines.length && /^\s*[^\s#|*-]/.test(lines[end] ?? '')) end += 1;
    const text = lines.slice(index, end).join(' ').trim();
    return [{ id, line: index + 1, checkedElsewhere: /\(checked by: [^)]+\)[.*]*$/.test(text) }];
  });
}

/** `[STO3]`, `[STO3, L1]`, `[CLM1–CLM3]` → the ids. */
export function citedRules(text: string): string[] {
  const item = `${RULE_ID}(?:[–-]${RULE_ID})?`;
  const groups = text.matchAll(new RegExp(`\\[(${item}(?:[ ,]+${item})*)\\]`, 'g'));
  return [...groups].flatMap(([, ids = '']) => ids.split(/[ ,]+/)).flatMap(expandRange);
}

/** `CLM1–CLM3` → CLM1, CLM2, CLM3. */
function expandRange(cited: string): string[] {
  const [first = '', last] = cited.split(/[–-]/);
  if (last === undefined) return [first];
  const word = first.replace(/\d+$/, '');
  const [from, to] = [first, last].map((id) => Number(/\d+$/.exec(id)?.[0]));
  const count = Math.max(0, (to ?? 0) - (from ?? 0)) + 1;
  return Array.from({ length: count }, (_, index) => `${word}${(from ?? 0) + index}`);
}

/** Rows of every Markdown table whose first column is headed `code`, by code. */
export function parseCodeTables(markdown: string): Map<string, Readonly<Record<string, string>>> {
  const rows = new Map<string, Readonly<Record<string, string>>>();
  let heads: string[] | null = null;
  for (const line of markdown.split('\n')) {
    if (!line.trim().startsWith('|')) {
      heads = null;
      continue;
    }
    const cells = line
      .trim()
      .slice(1)
      .replace(/\|$/, '')
      .split('|')
      .map((cell) => cell.trim());
    if (heads === null) {
      heads = cells.map((cell) => cell.toLowerCase());
      continue;
    }
    const code = /^`([a-z_]+)`$/.exec(cells[0] ?? '')?.[1];
    if (/^(error )?code$/.test(heads[0] ?? '') && code !== undefined) {
      rows.set(code, Object.fromEntries(heads.map((head, column) => [head, cells[column] ?? ''])));
    }
  }
  return rows;
}
