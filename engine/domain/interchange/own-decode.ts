/** Reading our own interchange form back. [IMP12] */
import { LIMITS } from '../../kernel/limits.js';
import { parseDayOrInstant } from '../due-date.js';
import { type ClaimId, type IssueId, parseCommentId, parseIssueId } from '../ids.js';
import { type Checkpoint, type Conflict, type Priority, STATES, type Work } from '../issue.js';
import { singleLine } from '../text.js';
import { titleAndBody } from './foreign-text.js';
import { shown } from './object-reader.js';
import { decodeActivity } from './own-activity.js';
import { OWN_SCHEMA, type OwnClaim, type OwnComment, type OwnRecord } from './own-record.js';
import { type Accepted, isJsonObject, plainObject, type Rejected } from './parsed.js';
import { withinLimits } from './record-limits.js';
import { StrictReader } from './strict-reader.js';

const KIND = /^[a-z][a-z-]{0,31}$/;
const CLAIM_ID = /^[0-9a-hjkmnp-tv-z]{26}$/;
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };
const PRIORITY = { min: 0, max: 4 };
const SHARE = { min: 0, max: 1, isFraction: true };
const MINUTES = { min: 0, max: 10_000_000 };

/** The record, or why the line cannot be read in full; never throws, and never reads a newer schema. [IMP3, IMP12] */
export function decodeOwn(object: unknown): Accepted<OwnRecord> | Rejected {
  if (!isJsonObject(object)) return { rejected: 'not an object' };
  const id = parseIssueId(object['issue']);
  if (id === null) return { rejected: `issue is not an issue id: ${shown(object['issue'])}` };
  if (object['schema'] !== OWN_SCHEMA) {
    return {
      rejected: `${id}: schema ${shown(object['schema'])} is not ${OWN_SCHEMA}, which is all this program reads`,
    };
  }
  const problems: string[] = [];
  const record = readRecord(new StrictReader(object, '', problems), id);
  const [problem] = problems;
  return problem === undefined ? withinLimits(record) : { rejected: `${id}: ${problem}` };
}

function readRecord(reader: StrictReader, id: IssueId): OwnRecord {
  const work = readWork(reader.object('work'));
  const createdMs = reader.timeMs('createdAt');
  return {
    source: 'own',
    ref: id,
    id,
    ...readTexts(reader),
    state: reader.oneOf('state', STATES),
    reason: reader.textOrNull('reason'),
    priority: reader.numberOrNull('priority', PRIORITY) as Priority | null,
    type: reader.textOrNull('type'),
    labels: readSet(reader, 'labels'),
    assignees: readSet(reader, 'assignees'),
    milestone: reader.textOrNull('milestone'),
    due: readDay(reader, 'due'),
    defer: readDay(reader, 'defer'),
    estimateMinutes: reader.numberOrNull('estimateMinutes', MINUTES),
    dependencies: reader.list('dependencies', (item) => ({
      kind: item.parsed('kind', 'a word', (text) => (KIND.test(text) ? text : null)),
      target: item.parsed('target', 'an issue id', parseIssueId),
    })),
    comments: reader.list('comments', readComment),
    author: reader.text('author', ''),
    createdMs,
    updatedMs: reader.timeMsOrNull('updatedAt') ?? createdMs,
    closedMs: reader.timeMsOrNull('closedAt'),
    deleted: reader.flag('deleted'),
    agent: work.agent,
    progress: work.progress,
    status: work.status,
    stage: work.stage,
    next: work.next,
    metadata: plainObject(work.metadata),
    work,
    links: reader.list('links', (item) => ({
      source: item.text('source'),
      ref: item.text('ref'),
      url: item.textOrNull('url'),
    })),
    claim: readClaim(reader.objectOrNull('claim')),
    conflicts: reader.list('conflicts', readConflict),
    activity: reader.list('activity', (item) => decodeActivity(item, id)),
  };
}

/** Sound titles and bodies pass unchanged; only what no replica would store is mended. */
function readTexts(reader: StrictReader): { readonly title: string; readonly body: string } {
  const title = reader.text('title');
  const body = reader.text('body', '');
  const isSound =
    title !== '' && title === singleLine(title) && title.length <= LIMITS.titleCharsMax;
  return isSound ? { title, body } : titleAndBody(title, [body]);
}

function readSet(reader: StrictReader, key: string): readonly string[] {
  const elements = reader.texts(key).map(singleLine);
  return [...new Set(elements.filter((element) => element !== ''))];
}

function readDay(reader: StrictReader, key: string): string | null {
  if (reader.value(key) === null) return null;
  return reader.parsed(key, 'a day or an instant', parseDayOrInstant);
}

function readComment(reader: StrictReader): OwnComment {
  const id = reader.parsed('id', 'a comment id', parseCommentId);
  return {
    id,
    ref: id,
    author: reader.text('author', ''),
    createdMs: reader.timeMs('createdAt'),
    editedMs: reader.timeMsOrNull('editedAt'),
    body: reader.text('body'),
  };
}

function readWork(reader: StrictReader): Work {
  return {
    agent: reader.textOrNull('agent'),
    progress: reader.numberOrNull('progress', SHARE),
    status: reader.textOrNull('status'),
    stage: reader.textOrNull('stage'),
    next: reader.textOrNull('next'),
    checkpoints: reader.list('checkpoints', readCheckpoint),
    metadata: new Map(reader.object('metadata').entries()),
  };
}

function readCheckpoint(reader: StrictReader): Checkpoint {
  return {
    name: reader.text('name'),
    note: reader.textOrNull('note'),
    agent: reader.text('agent', ''),
    atMs: reader.timeMs('at'),
  };
}

function readClaim(reader: StrictReader | null): OwnClaim | null {
  if (reader === null) return null;
  return {
    claimId: reader.parsed('id', 'a claim id', (text) =>
      CLAIM_ID.test(text) ? (text as ClaimId) : null,
    ),
    agent: reader.text('agent'),
    session: reader.text('session', ''),
    token: { c: reader.number('c', COUNT), t: reader.number('t', COUNT) },
    arbiter: reader.textOrNull('arbiter'),
    ttlMs: reader.number('ttlMs', COUNT),
    sinceMs: reader.timeMs('since'),
  };
}

function readConflict(reader: StrictReader): Conflict {
  return {
    field: reader.text('field'),
    winner: reader.value('winner'),
    losers: reader.list('losers', (loser) => ({
      value: loser.value('value'),
      atMs: loser.timeMs('at'),
      incarnation: loser.text('incarnation'),
    })),
  };
}
