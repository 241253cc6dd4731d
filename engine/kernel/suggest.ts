/** "Did you mean": the nearest of some known words, by edits a hand makes. Pure and bounded. */

/**
 * Edits between two words (insert, delete, replace, swap of neighbours: optimal string alignment),
 * or `max + 1` as soon as it is more than `max`. Only a band of `2·max + 1` cells a row is computed.
 */
export function editDistance(a: string, b: string, max: number): number {
  const over = max + 1;
  if (Math.abs(a.length - b.length) > max) return over;
  const width = 2 * max + 1;
  // Cell `k` of row `i` stands for the column `j = i + k - max`: three short rows serve words of any length.
  let beforeLast: number[] = [];
  let last = Array.from({ length: width }, (_, k) => (k >= max ? k - max : over));
  let lastLeast = 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row: number[] = [];
    let least = over;
    for (let k = 0; k < width; k += 1) {
      const j = i + k - max;
      let cost = over;
      if (j === 0) cost = Math.min(i, over);
      else if (j > 0 && j <= b.length) {
        const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
        cost = (last[k] ?? over) + (isSame ? 0 : 1);
        cost = Math.min(cost, (last[k + 1] ?? over) + 1, (row[k - 1] ?? over) + 1, over);
        const isSwap =
          i > 1 &&
          j > 1 &&
          a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
          a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
        if (isSwap) cost = Math.min(cost, (beforeLast[k] ?? over) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    // A swap reaches two rows back, so one row over the bound does not decide yet.
    if (least > max && lastLeast > max) return over;
    lastLeast = least;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length - a.length + max] ?? over, over);
}

/** Edits that still count as the same word mistyped: one below five characters, else two. */
export function editsAllowed(word: string): number {
  return word.length < 5 ? 1 : 2;
}

/**
 * The candidate nearest to `word` without regard to case, or null when none is near. Ties keep the
 * order given, except that a candidate with the same first letter goes first.
 */
export function closest(
  word: string,
  candidates: Iterable<string>,
  max: number = editsAllowed(word),
): string | null {
  const folded = word.toLowerCase();
  let best: string | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const edits = editDistance(folded, other, max);
    if (edits > max || edits >= Math.max(folded.length, other.length)) continue;
    const rank = edits * 2 + (folded[0] === other[0] ? 0 : 1);
    if (rank < bestRank) {
      best = candidate;
      bestRank = rank;
    }
  }
  return best;
}
