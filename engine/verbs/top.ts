/** The first `limit` of many by `compare`, without sorting all of them. */
export function takeTop<T>(
  values: Iterable<T>,
  limit: number,
  compare: (a: T, b: T) => number,
): { readonly top: T[]; readonly total: number } {
  const top: T[] = [];
  let total = 0;
  const trimAt = Math.max(256, limit * 4);
  let last: T | null = null;
  for (const value of values) {
    total += 1;
    if (last !== null && compare(value, last) >= 0) continue;
    top.push(value);
    if (top.length >= trimAt) {
      top.sort(compare);
      top.length = limit;
      last = top[limit - 1] ?? null;
    }
  }
  top.sort(compare);
  return { top: top.slice(0, limit), total };
}
