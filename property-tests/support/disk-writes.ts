/** Writes that leave a mark, and whether each mark is there afterwards: wholly, not at all, or by half. */
import type { Engine } from '#engine';
import { pick } from './cli-proof.js';

/** One attempt to write something recognisable. */
export interface Attempt {
  readonly kind: 'create' | 'comment' | 'edit' | 'claim';
  readonly mark: string;
  readonly size: number;
  /** Issue it is about; for `create` known only afterwards. */
  readonly issue: string;
  /** Null when it was acknowledged, otherwise the code and message of the refusal. */
  refusal: { readonly code: string; readonly message: string } | null;
}

/** Codes that a disk without room may answer with. */
export const FULL_DISK_CODES: readonly string[] = ['store_full'];

export function drawAttempt(
  mark: string,
  issues: readonly string[],
  chance: () => number,
): Attempt {
  const kind = pick(['create', 'create', 'comment', 'edit', 'claim'] as const, chance);
  const size = pick([10, 500, 3_000, 20_000], chance);
  return { kind, mark, size, issue: pick(issues, chance), refusal: null };
}

/** Text of the wanted length that contains the mark once. */
export function textOf({ mark, size }: Attempt): string {
  return mark.padEnd(size, '.');
}

/** Makes the attempt through the engine and notes how it ended. */
export async function attempt(engine: Engine, one: Attempt): Promise<void> {
  try {
    if (one.kind === 'create')
      await engine.create({ title: one.mark, body: textOf(one), labels: [one.mark] });
    else if (one.kind === 'comment') await engine.comment(one.issue, textOf(one));
    else if (one.kind === 'claim')
      await engine.checkpoint(one.issue, one.mark, { note: textOf(one) });
    else await engine.edit([one.issue], { title: one.mark, addLabels: [one.mark] });
  } catch (failure) {
    if (!(failure instanceof Error)) throw failure;
    const code = 'code' in failure ? String(failure.code) : failure.name;
    one.refusal = { code, message: failure.message };
  }
}

/** The same as arguments of the command line. */
export function argvOf(one: Attempt): string[] {
  const { kind, mark, issue } = one;
  const text = textOf(one);
  if (kind === 'create') return ['create', mark, '--body', text, '--label', mark, '--json'];
  if (kind === 'comment') return ['comment', issue, text, '--json'];
  if (kind === 'claim') return ['checkpoint', issue, mark, '--note', text, '--json'];
  return ['edit', issue, '--title', mark, '--add-label', mark, '--json'];
}

/**
 * What is wrong with the replica after these attempts: an acknowledged one that is missing, a refused one that is
 * there although it did not say that it may be, one that is there by half.
 */
export async function findFaults(engine: Engine, attempts: readonly Attempt[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of engine.export({ deleted: true })) lines.push(line);
  const faults: string[] = [];
  for (const one of attempts) {
    const places = partsOf(one).map((part) => lines.filter((line) => line.includes(part)).length);
    const isThere = places.every((count) => count === 1);
    const isAbsent = places.every((count) => count === 0);
    const name = `${one.kind} ${one.mark}`;
    if (one.refusal === null && !isThere)
      faults.push(`${name} was acknowledged and is not there (${places.join()})`);
    if (one.refusal !== null && !isThere && !isAbsent)
      faults.push(`${name} is there by half (${places.join()})`);
    if (one.refusal !== null && isThere && !one.refusal.message.includes('may have taken effect'))
      faults.push(`${name} was refused (${one.refusal.message}), but it is there`);
  }
  const { healthy, findings } = await engine.doctor();
  const bad = findings.filter(({ severity }) => severity !== 'info').map(({ message }) => message);
  return healthy && bad.length === 0 ? faults : [...faults, `doctor: ${bad.join('; ')}`];
}

/** Texts in the export that together are the whole effect. */
function partsOf(one: Attempt): string[] {
  const text = JSON.stringify(textOf(one)).slice(1, -1);
  if (one.kind === 'create')
    return [`"title":"${one.mark}"`, `"body":"${text}"`, `"labels":["${one.mark}"]`];
  if (one.kind === 'comment') return [`"body":"${text}"`];
  if (one.kind === 'claim') return [`"name":"${one.mark}","note":"${text}","agent"`];
  return [`"kind":"set","to":"${one.mark}"`, `"element":"${one.mark}"`];
}
