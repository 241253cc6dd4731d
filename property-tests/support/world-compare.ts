/** How checks compare and report. */

export interface CheckOptions {
  /** False when clocks are so far apart that causes may carry later clocks than effects. [HLC3] */
  readonly ordered: boolean;
  /** Whether a contested element must be kept also when another add of it, unseen by this one, was removed. */
  readonly strictSets: boolean;
}

export type Report = (problem: string) => void;

/** The same JSON, whatever the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return stable(a) === stable(b);
}

function stable(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
