import type { ImportRecord } from '../domain/change.js';
import { dependencyElement } from '../domain/mutation.js';
import type { Resolved } from '../domain/plan/plan-import.js';
import type { Checksums } from '../store/ports.js';
import type { ImportEdges } from './import-edges.js';
import type { ImportLedger } from './import-ledger.js';
import type { ImportTally } from './import-tally.js';

/** One import of a tracker's file under way. */
export interface ForeignImport {
  readonly source: string;
  readonly via: string;
  readonly ledger: ImportLedger;
  readonly edges: ImportEdges;
  readonly tally: ImportTally;
}

/** Refs into ids: of the issues it names, of its comments, of itself. Names of unknown issues are told. [TRF4] */
export function resolve(run: ForeignImport, record: ImportRecord, checksums: Checksums): Resolved {
  const { source, ledger, tally } = run;
  const dependencies = (record.refDependencies ?? []).flatMap(({ kind, ref }) => {
    const target = ledger.idOf(ref);
    if (target !== null) return dependencyElement(kind, target);
    tally.remark(
      'dependencies name issues that are neither here nor in the file',
      `${record.ref} ${kind} ${ref}`,
    );
    return [];
  });
  const comments = (record.comments ?? []).map((comment) => ({
    ...comment,
    id: commentId(checksums, [source, record.ref, comment.ref]),
  }));
  const own = { source, ref: record.ref, url: record.url ?? null };
  return { dependencies, comments, links: [own, ...(record.links ?? [])] };
}

const encoder = new TextEncoder();
const COMMENT_ID_CHARS = 20;

/** The same comment has the same id in every import of it: 80 bits of its identity's hash. Hex is part of our alphabet. */
function commentId(checksums: Checksums, identity: readonly string[]): string {
  return checksums.digest(encoder.encode(JSON.stringify(identity))).slice(0, COMMENT_ID_CHARS);
}
