/** Names (labels, logins, milestones) compare without case. */

const NOT_ASCII = /[^\u0000-\u007f]/;

/** The name in the form in which names are compared. */
export function foldName(name: string): string {
  const folded = name.toLowerCase();
  return NOT_ASCII.test(folded) ? folded.normalize('NFC') : folded;
}

/** A test against one name, folded once; the common cases of other names cost no allocation. */
export function nameTest(name: string): (other: string) => boolean {
  const folded = foldName(name);
  if (NOT_ASCII.test(folded)) return (other) => other === folded || foldName(other) === folded;
  const { length } = folded;
  // Folding to ASCII never changes the length, so other lengths are other names.
  return (other) => other === folded || (other.length === length && other.toLowerCase() === folded);
}
