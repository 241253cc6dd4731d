/**
 * Issue Facade's engine: a local-first issue tracker as a library. `initReplica` founds a replica, `openEngine` opens
 * one; everything the command line does is a verb of `Engine`.
 */
export type * from './api.js';
export type { Change, SetName } from './domain/activity.js';
export type { ClaimEntry, ClaimView } from './domain/claim.js';
export type { ImportComment, ImportRecord } from './domain/change.js';
export type {
  Checkpoint,
  Conflict,
  Dependency,
  DependencyKind,
  Link,
  Priority,
  State,
  Work as WorkState,
} from './domain/issue.js';
export type { RowClaim } from './domain/row.js';
export { DEPENDENCY_KINDS, PRIORITY_NAMES, STATES } from './domain/issue.js';
export { parseDayOrInstant, parseDuration } from './domain/due-date.js';
export { EngineError, ERRORS, type ErrorCode, type ErrorOptions } from './errors.js';
export { CONFIG_KEYS } from './config/schema.js';
export { initReplica, openEngine, readConfig, type ConfigOrigin, type ConfigView } from './open.js';
export { formatQueryError } from './domain/query/format-error.js';
export { joinQueryArguments } from './domain/query/shell-args.js';
export { closest as suggest } from './kernel/suggest.js';
