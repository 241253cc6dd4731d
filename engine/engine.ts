/**
 * The engine: each verb is one call into a room; nothing is decided here. Rooms that open documents are loaded when a
 * verb first needs them, so that listing never pays for the CRDT.
 */
import type { DependencyGraph, Engine, LockManager, ReplicaStatus } from './api.js';
import { identify } from './verbs/identify.js';
import { explain, list, rows, vocabulary } from './verbs/listing.js';
import type { Maintenance } from './verbs/maintenance.js';
import { Outlook } from './verbs/outlook.js';
import type { Work } from './verbs/work.js';

/** `maintenance` is what needs files: backup, restore, doctor. */
export function makeEngine(work: Work, directory: string, maintenance: Maintenance): Engine {
  return {
    agent: work.agent,
    claims: lazyLockManager(work),
    dependencies: lazyDependencyGraph(work),
    create: async (issue, options) => (await editing()).create(work, issue, options),
    edit: async (ids, change, options) => (await editing()).edit(work, ids, change, options),
    close: async (ids, options = {}) => {
      const { reason, ...rest } = options;
      const change = reason === undefined ? {} : { reason };
      return (await editing()).edit(work, ids, { state: 'closed', ...change }, rest);
    },
    reopen: async (ids, options) => (await editing()).edit(work, ids, { state: 'open' }, options),
    delete: async (ids, options) => (await editing()).remove(work, ids, options),
    comment: async (id, body, options) => (await editing()).comment(work, id, body, options),
    editComment: async (id, comment, body, options) =>
      (await editing()).editComment(work, id, comment, body, options),
    deleteComment: async (id, comment, options) =>
      (await editing()).deleteComment(work, id, comment, options),
    progress: async (id, progress, options = {}) => {
      const { status: word, ...rest } = options;
      const change = word === undefined ? { progress } : { progress, status: word };
      const verb = 'progressed';
      return first(await (await editing()).edit(work, [id], change, { ...rest, verb }));
    },
    checkpoint: async (id, name, options) => (await editing()).checkpoint(work, id, name, options),
    show: async (id) => (await import('./verbs/show.js')).show(work, id),
    resolve: (id) => work.read((store) => identify(store, id)),
    rows: (ids) => rows(work, ids),
    list: (options = {}) => list(work, options),
    blocked: (options = {}) => {
      const asked = options.query?.trim() ?? '';
      const query = asked === '' ? 'is:blocked' : `(${asked}) is:blocked`;
      return list(work, { ...options, query, openByDefault: false });
    },
    explainReadiness: async (options) =>
      (await import('./verbs/readiness.js')).explainReadiness(work, options),
    explain: (query, options) => explain(work, query, options),
    vocabulary: () => vocabulary(work),
    activity: async (options = {}) => (await history()).activity(work, options),
    follow: async function* (options = {}) {
      yield* (await history()).follow(work, options);
    },
    saveQuery: async (name, query) => (await queries()).saveQuery(work, name, query),
    removeQuery: async (name) => (await queries()).removeQuery(work, name),
    savedQueries: async () => (await queries()).savedQueries(work),
    import: async (input, options) => (await transfer()).importIssues(work, input, options),
    export: async function* (options = {}) {
      yield* (await transfer()).exportIssues(work, options);
    },
    backup: (target, options) => maintenance.backup(target, options),
    restore: (source, options) => maintenance.restore(source, options),
    doctor: (options) => maintenance.doctor(options),
    compact: async () => (await import('./verbs/compact.js')).compact(work),
    status: () => status(work, directory),
    destroy: () => work.options.session.destroy(),
  };
}

const editing = (): Promise<typeof import('./verbs/editing.js')> => import('./verbs/editing.js');
const history = (): Promise<typeof import('./verbs/activity.js')> => import('./verbs/activity.js');
const queries = (): Promise<typeof import('./verbs/queries.js')> => import('./verbs/queries.js');
const transfer = (): Promise<typeof import('./verbs/transfer.js')> => import('./verbs/transfer.js');

function lazyLockManager(work: Work): LockManager {
  const load = async (): Promise<LockManager> =>
    (await import('./verbs/claims.js')).lockManager(work);
  return {
    claimIssue: async (id, options) => (await load()).claimIssue(id, options),
    claimNext: async (query, options) => (await load()).claimNext(query, options),
    releaseIssue: async (id) => (await load()).releaseIssue(id),
    checkClaim: async (id) => (await load()).checkClaim(id),
    extendClaim: async (id, options) => (await load()).extendClaim(id, options),
    listClaims: async (options) => (await load()).listClaims(options),
    cleanupExpired: async () => (await load()).cleanupExpired(),
  };
}

function lazyDependencyGraph(work: Work): DependencyGraph {
  const load = async (): Promise<DependencyGraph> =>
    (await import('./verbs/dependencies.js')).dependencyGraph(work);
  return {
    add: async (from, kind, to, options) => (await load()).add(from, kind, to, options),
    remove: async (from, kind, to, options) => (await load()).remove(from, kind, to, options),
    show: async (id) => (await load()).show(id),
    tree: async (id, options) => (await load()).tree(id, options),
    cycles: async () => (await load()).cycles(),
    ready: async (options) => (await load()).ready(options),
  };
}

async function status(work: Work, directory: string): Promise<ReplicaStatus> {
  return work.read((store) => {
    const { meta } = store;
    const outlook = new Outlook(store, work.now());
    let ready = 0;
    let blocked = 0;
    for (const row of store.rows()) {
      if (row.deleted || row.state === 'closed') continue;
      if (outlook.isReady(row)) ready += 1;
      if (outlook.isBlocked(row)) blocked += 1;
    }
    const { open, inProgress, closed } = meta.counts;
    return {
      directory,
      workspace: meta.workspace,
      replica: meta.replica,
      incarnation: meta.incarnation.toString(36),
      issues: { open, inProgress, closed },
      ready,
      blocked,
      operations: meta.seq,
      unsynced: 0, // nothing to owe: relays and trackers come with later versions
      schema: `${meta.version}`,
    };
  });
}

function first<T>(values: readonly T[]): T {
  const [value] = values;
  if (value === undefined) throw new Error('assertion failed: one issue was asked for');
  return value;
}
