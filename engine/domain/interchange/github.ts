/** GitHub issues, as its REST API gives them and as `gh issue list --json` prints them. [IMP11] */
import { LIMITS } from '../../kernel/limits.js';
import type { ImportComment, ImportRecord } from '../change.js';
import { depthOf } from '../fields.js';
import type { State } from '../issue.js';
import { cleanBody, titleAndBody } from './foreign-text.js';
import { issueRefOfUrl } from './github-ref.js';
import { asId, asLine, asUrl, ObjectReader } from './object-reader.js';
import { type Accepted, isJsonObject, present, type Rejected, type Skipped } from './parsed.js';
import { withinLimits } from './record-limits.js';

/** GitHub's name for people whose account is gone. */
const GHOST = 'ghost';
const REASONS: ReadonlyMap<string, string> = new Map([
  ['completed', 'completed'],
  ['not_planned', 'not-planned'],
  ['duplicate', 'duplicate'],
]);

/**
 * The issue, why it cannot be read, or that it is a pull request; never throws. `ref` is `owner/repo#12` when an
 * address in the object tells owner and repository, else the bare number: all issues of one file agree in this,
 * since they come from one command, so each has one identity within the source. [IMP1, IMP3, IMP11]
 */
export function parseGithub(object: unknown): Accepted<ImportRecord> | Rejected | Skipped {
  if (!isJsonObject(object)) return { rejected: 'not an object' };
  if (depthOf(object) > LIMITS.jsonDepthMax) return { rejected: 'nested too deep' };
  const reader = new ObjectReader(object);
  const number = reader.number('number');
  if (number === undefined || !Number.isSafeInteger(number) || number < 1) {
    return { rejected: 'number is not a whole number from 1 on' };
  }
  const place = readPlace(reader, number);
  if (reader.has('pull_request') || place.isPull) {
    return { skipped: `#${number} is a pull request` };
  }
  const title = reader.text('title');
  if (title === undefined) return { rejected: `#${number}: title is not a text` };

  const times = readTimes(reader);
  const talk = readComments(reader, times.createdMs ?? times.updatedMs ?? 0);
  const [problem] = [...reader.problems, ...talk.problems];
  if (problem !== undefined) return { rejected: `#${number}: ${problem}` };
  const state = readState(reader, times.closedMs !== null);
  const record: ImportRecord = {
    source: 'github',
    ref: place.ref,
    url: place.url,
    ...titleAndBody(title, [cleanBody(reader.text('body') ?? '')]),
    ...state,
    ...present(times),
    closedMs: state.state === 'closed' ? times.closedMs : null,
    ...present({ author: readAuthor(reader) }),
    type: nameIn(reader, 'type', 'name')?.toLowerCase() ?? null,
    milestone: nameIn(reader, 'milestone', 'title') ?? null,
    labels: readNames(reader, 'labels', 'name'),
    assignees: readAssignees(reader),
    refDependencies: readParent(reader),
    comments: talk.comments,
  };
  return withinLimits(record);
}

function readPlace(
  reader: ObjectReader,
  number: number,
): { readonly ref: string; readonly url: string | null; readonly isPull: boolean } {
  // `html_url` is the page in REST, where `url` is the API; `gh` prints the page as `url`.
  const addresses = ['html_url', 'url'].flatMap((key) => reader.take(key, asUrl) ?? []);
  const named = addresses.map(issueRefOfUrl).find((issue) => issue?.number === number);
  const [page = null] = addresses;
  const isPull = page !== null && /\/pull\/\d+(?:[/?#].*)?$/.test(page);
  return { ref: named?.ref ?? String(number), url: page, isPull };
}

function readTimes(reader: ObjectReader): {
  readonly createdMs: number | undefined;
  readonly updatedMs: number | undefined;
  readonly closedMs: number | null;
} {
  return {
    createdMs: reader.timeMs('created_at') ?? reader.timeMs('createdAt'),
    updatedMs: reader.timeMs('updated_at') ?? reader.timeMs('updatedAt'),
    closedMs: reader.timeMs('closed_at') ?? reader.timeMs('closedAt') ?? null,
  };
}

function readState(
  reader: ObjectReader,
  wasClosed: boolean,
): { readonly state: State; readonly reason: string | null } {
  const told = reader.name('state')?.toLowerCase() ?? (wasClosed ? 'closed' : 'open');
  if (told !== 'closed') return { state: 'open', reason: null };
  const reason = (reader.name('state_reason') ?? reader.name('stateReason') ?? '').toLowerCase();
  return { state: 'closed', reason: REASONS.get(reason) ?? null };
}

function readPerson(reader: ObjectReader, key: string): string | undefined {
  return reader.take(key, (value) => nameOf(value, 'login'));
}

function readAuthor(reader: ObjectReader): string | undefined {
  const author = readPerson(reader, 'user') ?? readPerson(reader, 'author');
  if (author !== undefined) return author;
  return reader.isNull('user') || reader.isNull('author') ? GHOST : undefined;
}

function readAssignees(reader: ObjectReader): readonly string[] {
  const several = readNames(reader, 'assignees', 'login');
  // Old servers and trimmed exports tell only one.
  const one = readPerson(reader, 'assignee');
  return several.length > 0 || one === undefined ? several : [one];
}

function readParent(
  reader: ObjectReader,
): readonly { readonly kind: string; readonly ref: string }[] {
  const parent = issueRefOfUrl(reader.name('parent_issue_url') ?? '');
  return parent === null ? [] : [{ kind: 'parent', ref: parent.ref }];
}

/** REST gives a count here, `gh` the comments themselves. */
function readComments(
  issue: ObjectReader,
  undatedMs: number,
): { readonly comments: readonly ImportComment[]; readonly problems: readonly string[] } {
  const comments = new Map<string, ImportComment>();
  const problems: string[] = [];
  for (const element of issue.list('comments')) {
    const reader = new ObjectReader(isJsonObject(element) ? element : {});
    // The number in the address is the identity that REST and webhooks use; `id` of `gh` is another one.
    const inUrl = /#issuecomment-(\d+)$/.exec(reader.name('url') ?? reader.name('html_url') ?? '');
    const ref = inUrl?.[1] ?? reader.take('id', asId);
    const body = reader.text('body');
    const createdMs = reader.timeMs('createdAt') ?? reader.timeMs('created_at') ?? undatedMs;
    problems.push(...reader.problems.map((problem) => `comment: ${problem}`));
    if (ref === undefined || body === undefined) {
      problems.push('comment: its id or body is missing');
      continue;
    }
    const author = readAuthor(reader) ?? GHOST;
    comments.set(ref, { ref, author, createdMs, body: cleanBody(body) });
  }
  return { comments: [...comments.values()], problems };
}

function readNames(reader: ObjectReader, key: string, within: string): readonly string[] {
  return [...new Set(reader.list(key).flatMap((element) => nameOf(element, within) ?? []))];
}

function nameIn(reader: ObjectReader, key: string, within: string): string | undefined {
  return reader.take(key, (value) => nameOf(value, within));
}

/** A name given bare or inside an object, as one line. */
function nameOf(value: unknown, within: string): string | undefined {
  const name = isJsonObject(value) && Object.hasOwn(value, within) ? value[within] : value;
  return asLine(name);
}
