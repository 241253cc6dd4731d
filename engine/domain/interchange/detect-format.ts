import { isJsonObject } from './parsed.js';

/** Formats that can be told from their first object. */
export type DetectedFormat = 'own' | 'beads' | 'github';

/** The format by its marks, or null when no format or more than a guess would be needed. Never throws. [IMP2] */
export function detectFormat(first: unknown): DetectedFormat | null {
  if (!isJsonObject(first)) return null;
  const has = (key: string): boolean => Object.hasOwn(first, key);
  if (typeof first['issue'] === 'string' && has('schema')) return 'own';
  if (typeof first['id'] === 'string' && (has('issue_type') || has('priority'))) return 'beads';
  if (typeof first['id'] === 'string' && has('status') && has('title')) return 'beads';
  // The number alone could be anybody's; with these it is a REST object or one of `gh issue list --json`.
  const told = ['html_url', 'url', 'state', 'body', 'labels', 'user', 'author'].some(has);
  return typeof first['number'] === 'number' && told ? 'github' : null;
}
