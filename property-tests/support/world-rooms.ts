/* oxlint-disable no-restricted-imports -- convergence is a law of rooms behind the door: their parts are driven directly */
/** The rooms of the engine that the simulated replicas are made of. */
export { applyMutations } from '../../engine/doc/apply.js';
export { META_FOUNDED, ROOT } from '../../engine/doc/layout.js';
export { encodeDocument, openDocument } from '../../engine/doc/open-document.js';
export { projectDocument, type Projected } from '../../engine/doc/project.js';
export { readClaims } from '../../engine/doc/project-parts.js';
export { toRow, toText } from '../../engine/doc/row.js';
export type { Activity, Change, SetName } from '../../engine/domain/activity.js';
export type { IssueChange } from '../../engine/domain/change.js';
export {
  claimWinner,
  compareClaims,
  type ClaimEntry,
  type Observation,
} from '../../engine/domain/claim.js';
export {
  makeClaimId,
  makeCommentId,
  makeIncarnation,
  makeIssueId,
  makeReplicaId,
  type Incarnation,
  type IssueId,
} from '../../engine/domain/ids.js';
export { encodeOwn } from '../../engine/domain/interchange/own.js';
export { dependencyElement, type Mutation, type Stamp } from '../../engine/domain/mutation.js';
export {
  isMine,
  lostClaims,
  observe,
  planClaim,
  planExpire,
  planExtend,
  planLost,
  planRelease,
  type ClaimState,
} from '../../engine/domain/plan/plan-claim.js';
export { currentField } from '../../engine/domain/plan/plan-fields.js';
export { planCreate, planEdit, verbOf } from '../../engine/domain/plan/plan-issue.js';
export { planSet } from '../../engine/domain/plan/plan-sets.js';
export { encodeSearchText } from '../../engine/domain/query/search-text.js';
export { EngineError } from '../../engine/errors.js';
export { hlcMs, HLC_ZERO, observeHlc, tickHlc, type Hlc } from '../../engine/kernel/hlc.js';
export { LIMITS } from '../../engine/kernel/limits.js';
export { seededRandom } from '../../engine/testing/seeded-random.js';
export { toIssue } from '../../engine/verbs/to-issue.js';
