/** The engine: each verb is one call into a room; nothing is decided here. */
import type { Engine, ReplicaStatus } from './api.js';
import { activity, follow } from './verbs/activity.js';
import { lockManager } from './verbs/claims.js';
import { dependencyGraph } from './verbs/dependencies.js';
import type { Maintenance } from './verbs/maintenance.js';
import * as editing from './verbs/editing.js';
import { identify } from './verbs/identify.js';
import { explain, list, rows, vocabulary } from './verbs/listing.js';
import { Outlook } from './verbs/outlook.js';
import { removeQuery, savedQueries, saveQuery } from './verbs/queries.js';
import { show } from './verbs/show.js';
import { exportIssues, importIssues } from './verbs/transfer.js';
import { compact } from './verbs/compact.js';
import type { Work } from './verbs/work.js';

/** `maintenance` is what needs the replica's files themselves: doctor and backup. */
export function makeEngine(work: Work, directory: string, maintenance: Maintenance): Engine {
  return {
    agent: work.agent,
    claims: lockManager(work),
    dependencies: dependencyGraph(work),
    create: (issue, options) => editing.create(work, issue, options),
    edit: (ids, change, options) => editing.edit(work, ids, change, options),
    close: (ids, options = {}) => {
      const { reason, ...rest } = options;
      const change = reason === undefined ? {} : { reason };
      return editing.edit(work, ids, { state: 'closed', ...change }, rest);
    },
    reopen: (ids, options) => editing.edit(work, ids, { state: 'open' }, options),
    delete: (ids, options) => editing.remove(work, ids, options),
    comment: (id, body, options) => editing.comment(work, id, body, options),
    editComment: (id, comment, body, options) => editing.editComment(work, id, comment, body, options),
    deleteComment: (id, comment, options) => editing.deleteComment(work, id, comment, options),
    progress: async (id, progress, options = {}) => {
      const { status, ...rest } = options;
      const change = status === undefined ? { progress } : { progress, status };
      return first(await editing.edit(work, [id], change, { ...rest, verb: 'progressed' }));
    },
    checkpoint: (id, name, options) => editing.checkpoint(work, id, name, options),
    show: (id) => show(work, id),
    resolve: (id) => work.read((store) => identify(store, id)),
    rows: (ids) => rows(work, ids),
    list: (options = {}) => list(work, options),
    blocked: (options = {}) => {
      const query = options.query === undefined ? 'is:blocked' : `(${options.query}) is:blocked`;
      return list(work, { ...options, query, openByDefault: false });
    },
    explain: (query, options) => explain(work, query, options),
    vocabulary: () => vocabulary(work),
    activity: (options = {}) => activity(work, options),
    follow: (options = {}) => follow(work, options),
    saveQuery: (name, query) => saveQuery(work, name, query),
    removeQuery: (name) => removeQuery(work, name),
    savedQueries: () => savedQueries(work),
    import: (input, options) => importIssues(work, input, options),
    export: (options = {}) => exportIssues(work, options),
    backup: (target, options) => maintenance.backup(target, options),
    doctor: (options) => maintenance.doctor(options),
    compact: () => compact(work),
    status: () => status(work, directory),
    destroy: () => work.options.session.destroy(),
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
