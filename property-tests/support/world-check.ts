/** What must hold when everything has reached everybody. Each broken promise is one sentence. */
import { checkHistory } from './world-check-history.js';
import { isSame, type CheckOptions, type Report } from './world-compare.js';
import {
  hasSeen,
  isContested,
  isPresent,
  TOKEN,
  type ElementLife,
  type IssueModel,
} from './world-model.js';
import {
  compareClaims,
  currentField,
  encodeOwn,
  encodeSearchText,
  hlcMs,
  projectDocument,
  toIssue,
  toRow,
  toText,
  type Hlc,
  type IssueId,
  type Projected,
} from './world-rooms.js';
import type { SimReplica, World } from './world.js';

/** Broken promises of a finished world; none when all is well. */
export function checkWorld(world: World, options: CheckOptions): string[] {
  const problems = [...world.problems];
  for (const [id, model] of world.models) {
    const report = (problem: string): void => void problems.push(`issue ${id}: ${problem}`);
    checkEqual(world, id, report);
    const [first] = world.replicas;
    if (first === undefined) continue;
    const view = projectDocument(first.doc(id), id);
    checkRegisters(view, model, report);
    checkElements(view, model, { ...options, report });
    checkComments(view, model, report);
    checkBody(view, model, report);
    checkClaims(view, model, report);
    checkHistory(view, model, { ...options, report });
  }
  return problems;
}

/** The same canonical JSON and the same row on every replica, each asking on its own clock. [L7, L5] */
function checkEqual(world: World, id: IssueId, report: Report): void {
  const [first, ...others] = world.replicas.map((replica) => readingsOf(world, replica, id));
  for (const [index, other] of others.entries())
    for (const [n, reading] of other.entries())
      if (reading !== first?.[n])
        report(`replicas 0 and ${index + 1} differ:\n${first?.[n]}\n${reading}`);
}

function readingsOf(world: World, replica: SimReplica, id: IssueId): string[] {
  const view = projectDocument(replica.doc(id), id);
  const now = { wallMs: world.wallMs(replica), bootId: `boot-${replica.index}`, uptimeMs: 7 };
  const own = encodeOwn(toIssue(view, replica.claimsSeen.get(id) ?? null, now));
  return [own, JSON.stringify(toRow(view)), encodeSearchText(toText(view)), view.revision];
}

/** The latest clock wins each register, and what stood against it is readable. [DOC4] */
function checkRegisters(view: Projected, model: IssueModel, report: Report): void {
  const conflicts: unknown[] = [];
  for (const field of [...model.registers.keys()].sort()) {
    if (field.startsWith('comment ')) continue;
    const [winner, ...rest] = model.standing(field);
    if (winner === undefined) return report(`${field}: the model has no winner`);
    const shown = currentField(view, field);
    const isShown = field !== 'closedMs' || view.state === 'closed';
    const wanted = field === 'closedMs' && winner.value === null ? shown : winner.value;
    if (isShown && !isSame(shown, wanted))
      report(
        `${field} reads ${JSON.stringify(shown)}, the latest clock wrote ${JSON.stringify(wanted)}`,
      );
    const losers = rest
      .filter((loser) => !isSame(loser.value, winner.value))
      .map(({ value, op }) => ({
        value,
        atMs: hlcMs(op.stamp.hlc as Hlc),
        incarnation: op.incarnation,
      }));
    if (losers.length > 0) conflicts.push({ field, winner: winner.value, losers });
  }
  if (!isSame(view.conflicts, conflicts))
    report(
      `conflicts are ${JSON.stringify(view.conflicts)}, expected ${JSON.stringify(conflicts)}`,
    );
}

/** An element is there exactly while an add of it was not seen by whoever removed it. */
function checkElements(
  view: Projected,
  model: IssueModel,
  { strictSets, report }: CheckOptions & { readonly report: Report },
): void {
  const shown = {
    labels: view.labels,
    assignees: view.assignees,
    dependencies: view.dependencies.map(({ kind, target }) => `${kind}:${target}`),
  };
  for (const life of model.elements.values()) {
    const { set, element } = life;
    const isThere = shown[set].includes(element);
    if (isThere !== isPresent(life) && (strictSets || isThere || !isCrossed(life)))
      report(
        `${set} ${isThere ? 'still has' : 'lost'} ${element}${isContested(life) ? ' (contested)' : ''}`,
      );
  }
  for (const [set, elements] of Object.entries(shown))
    if (new Set(elements).size !== elements.length) report(`${set} has an element twice`);
}

/** No standing add had seen every add that was removed: the known gap, two writers adding the same absent element. */
function isCrossed({ adds }: ElementLife): boolean {
  const removed = adds.filter((add) => add.removed);
  const standing = adds.filter((add) => !add.removed);
  return standing.every(({ op }) => removed.some((gone) => !hasSeen(op.seen, gone.op)));
}

/** Every comment is there once unless deleted, in order, with the latest body. */
function checkComments(view: Projected, model: IssueModel, report: Report): void {
  const expected = [...model.comments]
    .filter(([, comment]) => !comment.deleted)
    .map(([id, { author, createdMs, founding }]) => {
      const [body] = model.standing(`comment ${id}`);
      const editedMs =
        body === undefined || body.op === founding ? null : hlcMs(body.op.stamp.hlc as Hlc);
      return { id, author, createdMs, editedMs, body: body?.value };
    })
    .sort((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1));
  if (!isSame(view.comments, expected))
    report(`comments are ${JSON.stringify(view.comments)}, expected ${JSON.stringify(expected)}`);
}

/** Each word that somebody wrote stands once, unless somebody who had read it took it away. [DOC5] */
function checkBody(view: Projected, model: IssueModel, report: Report): void {
  const counts = new Map<string, number>();
  for (const token of view.body.match(TOKEN) ?? []) counts.set(token, (counts.get(token) ?? 0) + 1);
  for (const [token, isGone] of model.tokens) {
    const count = counts.get(token) ?? 0;
    if (count !== (isGone ? 0 : 1)) report(`the body has ${token} ${count} times: ${view.body}`);
  }
}

/** One winner: the highest grant ever made, whoever dropped which ended entries on the way. [CLM3, CLM4] */
function checkClaims(view: Projected, model: IssueModel, report: Report): void {
  const [expected] = [...model.claims].sort((a, b) => compareClaims(b, a));
  const [shown] = [...view.claims].sort((a, b) => compareClaims(b, a));
  if (expected?.[0] !== shown?.[0])
    report(
      `the claim is ${shown?.[0] ?? 'free'}, the highest grant was ${expected?.[0] ?? 'none'}`,
    );
}
