/** The last check of every parser: what passes here also passes the engine's own bounds. [IMP7] */
import { LIMITS } from '../../kernel/limits.js';
import type { ImportRecord } from '../change.js';
import type { Accepted, Rejected } from './parsed.js';

/** The record, or the first bound it breaks. Cutting would lose something, so nothing is cut here. */
export function withinLimits<Item extends ImportRecord>(record: Item): Accepted<Item> | Rejected {
  for (const broken of brokenLimits(record)) return { rejected: broken };
  return { record };
}

function* brokenLimits(record: ImportRecord): Generator<string> {
  const comments = record.comments ?? [];
  const dependencies = (record.refDependencies ?? record.dependencies ?? []).length;
  yield* over('the title', record.title.length, LIMITS.titleCharsMax, 'characters');
  yield* over('the body', (record.body ?? '').length, LIMITS.bodyBytesMax, 'characters');
  yield* over('the reason', (record.reason ?? '').length, LIMITS.titleCharsMax, 'characters');
  yield* over('the issue', record.labels?.length ?? 0, LIMITS.labelsMax, 'labels');
  yield* over('the issue', record.assignees?.length ?? 0, LIMITS.assigneesMax, 'assignees');
  yield* over('the issue', dependencies, LIMITS.dependenciesMax, 'dependencies');
  yield* over('the issue', comments.length, LIMITS.commentsMax, 'comments');
  for (const label of record.labels ?? []) {
    yield* over('a label', label.length, LIMITS.labelCharsMax, 'characters');
  }
  const names = [record.type, record.milestone, record.author, record.ref, record.stage];
  for (const name of [...names, ...(record.assignees ?? []), ...comments.map((c) => c.author)]) {
    yield* over('a name', (name ?? '').length, LIMITS.nameCharsMax, 'characters');
  }
  for (const comment of comments) {
    yield* over('a comment', comment.body.length, LIMITS.commentBytesMax, 'characters');
  }
  yield* brokenMetadata(record.metadata ?? {});
}

function* brokenMetadata(metadata: Readonly<Record<string, unknown>>): Generator<string> {
  const entries = Object.entries(metadata);
  yield* over('the issue', entries.length, LIMITS.metaKeysMax, 'metadata keys');
  for (const [key, value] of entries) {
    yield* over('a metadata key', key.length, LIMITS.metaKeyCharsMax, 'characters');
    const size = JSON.stringify(value)?.length ?? 0;
    yield* over(`metadata ${key}`, size, LIMITS.metaValueBytesMax, 'characters');
  }
}

function* over(what: string, count: number, max: number, unit: string): Generator<string> {
  if (count > max) yield `${what} has ${count} ${unit}; at most ${max} are kept`;
}
