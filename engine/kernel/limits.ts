import { assert } from './assert.js';

/** Every bound of the engine in one place; relations between them are asserted below. */
export const LIMITS = {
  titleCharsMax: 512,
  bodyBytesMax: 4 * 1024 * 1024,
  commentBytesMax: 1024 * 1024,
  labelCharsMax: 200,
  labelsMax: 200,
  assigneesMax: 100,
  dependenciesMax: 5_000,
  commentsMax: 10_000,
  nameCharsMax: 200,
  agentIdCharsMax: 200,
  metaKeysMax: 200,
  metaKeyCharsMax: 100,
  metaValueBytesMax: 64 * 1024,
  jsonDepthMax: 64,
  claimTtlMsMin: 1_000,
  claimTtlMsMax: 12 * 3_600_000,
  claimTtlMsDefault: 30 * 60_000,
  queryCharsMax: 4_096,
  queryDepthMax: 20,
  queryTermsMax: 200,
  listLimitMax: 1_000,
  lockWaitMsDefault: 10_000,
  importChunkIssues: 500,
  importLineBytesMax: 8 * 1024 * 1024,
  importChunkIssuesMax: 4_000,
  importChunkCharsMax: 64 * 1024 * 1024,
  updateBytesMax: 64 * 1024 * 1024,
  updateClientsMax: 1_000,
  updateStructsMax: 2_000_000,
  openDocumentsMax: 256,
  documentUpdatesMax: 200,
  activityTailMax: 64,
  activityChunkEntries: 256,
  logEntriesKept: 256,
  logEntriesMax: 10_000,
  rowsPerBucketTarget: 48,
  bucketsMin: 16,
  bucketsMax: 8_192,
} as const;

assert(LIMITS.activityTailMax < LIMITS.activityChunkEntries, 'a chunk holds more than a tail');
assert(LIMITS.commentBytesMax <= LIMITS.bodyBytesMax, 'a comment fits where a body fits');
assert(LIMITS.claimTtlMsDefault <= LIMITS.claimTtlMsMax, 'the default claim is allowed');
assert(LIMITS.importLineBytesMax > LIMITS.bodyBytesMax, 'an exported issue can be imported');
