import { claimAction } from './world-claims.js';
/** What the simulated replicas do: one action from one number, so that a failing history shrinks to few of them. */
import { Dice } from './world-dice.js';
import {
  dependencyElement,
  EngineError,
  makeCommentId,
  makeIncarnation,
  makeIssueId,
  planCreate,
  planEdit,
  planSet,
  projectDocument,
  type IssueChange,
  type IssueId,
  type Mutation,
  type Projected,
} from './world-rooms.js';
import { randomBody, randomMetadata, randomText, WORDS } from './world-texts.js';
import { isWhole, type SimReplica, type World } from './world.js';

const KINDS = {
  edit: 24,
  body: 16,
  set: 24,
  comment: 14,
  claim: 10,
  deliver: 36,
  exchange: 7,
  create: 3,
  clock: 3,
  reopen: 2,
  checkpoint: 3,
  remove: 1,
} as const;

const ISSUES_MAX = 2;

/** Lets time pass and something happen. */
export function act(world: World, seed: number): void {
  const dice = new Dice(seed);
  world.nowMs += dice.happens(0.4) ? 0 : dice.happens(0.03) ? 3_600_000 : dice.below(2_000);
  const replica = dice.pick(world.replicas);
  const kind = world.models.size === 0 ? 'create' : dice.weighted(KINDS);
  if (kind === 'deliver') for (let n = 1 + dice.below(8); n > 0; n -= 1) world.deliver(dice);
  else if (kind === 'exchange') world.exchange(dice.pick(world.replicas), replica);
  else if (kind === 'clock') world.setClock(replica, dice);
  else if (kind === 'reopen') reopen(world, replica, dice);
  else if (kind === 'create') create(world, replica, dice);
  else {
    const id = dice.maybe(replica.writable());
    if (id !== null) writeOne(world, replica, id, { kind, dice });
  }
}

/** Restarts the process, sometimes on a copied directory: a new incarnation. */
function reopen(world: World, replica: SimReplica, dice: Dice): void {
  if (![...replica.docs.values()].every(isWhole)) return;
  const isCopy = dice.happens(0.5);
  replica.reopen(isCopy ? makeIncarnation(replica.replica, world.random) : replica.incarnation);
}

function create(world: World, replica: SimReplica, dice: Dice): void {
  if (world.models.size >= ISSUES_MAX) return;
  const founding = { author: replica.agent, createdMs: world.wallMs(replica) };
  const title = `Issue ${randomText(dice, 3)}`;
  const body = dice.happens(0.7) ? randomBody(world, replica, dice) : '';
  const issue = { title, body, labels: dice.happens(0.5) ? ['bug'] : [] };
  world.write(replica, makeIssueId(world.random), () => planCreate(issue, founding));
  // Most begin with the same issues: what matters is what they do to them apart.
  for (const other of world.replicas)
    if (other !== replica && dice.happens(0.8)) world.exchange(replica, other);
}

type WriteKind = Exclude<
  keyof typeof KINDS,
  'deliver' | 'exchange' | 'clock' | 'reopen' | 'create'
>;

function writeOne(
  world: World,
  replica: SimReplica,
  id: IssueId,
  { kind, dice }: { readonly kind: WriteKind; readonly dice: Dice },
): void {
  const view = projectDocument(replica.doc(id), id);
  try {
    world.write(replica, id, (hlc) => {
      if (kind === 'claim') return claimAction(world, replica, { view, dice, hlc });
      if (kind === 'comment') return commentAction(world, replica, view, dice);
      if (kind === 'checkpoint')
        return [
          { op: 'checkpoint', name: dice.pick(WORDS), note: dice.happens(0.5) ? 'done' : null },
        ];
      if (kind === 'remove') return [{ op: 'set', field: 'deleted', value: !view.deleted }];
      if (kind === 'set' && dice.happens(0.3)) return dependencyAction(view, dice);
      const change =
        kind === 'edit'
          ? fieldChange(dice)
          : kind === 'set'
            ? setChange(view, dice)
            : { body: randomBody(world, replica, dice, view.body) };
      return planEdit(view, change, world.wallMs(replica));
    });
  } catch (refusal) {
    if (!(refusal instanceof EngineError)) throw refusal; // "no" is an answer
  }
}

function fieldChange(dice: Dice): IssueChange {
  const one = (): IssueChange =>
    dice.pick<IssueChange>([
      { title: `Issue ${randomText(dice, 3)}` },
      { title: `Issue ${dice.pick(WORDS)}` },
      { title: `Issue ${dice.pick(WORDS)}`, priority: 0 },
      { priority: dice.pick([0, 1, 2, 3, 4, null]) },
      { state: dice.pick(['open', 'in-progress', 'closed']) },
      { type: dice.pick(['bug', 'task', null]) },
      { milestone: dice.pick(['v1', 'v2', null]), stage: dice.pick(['plan', 'build']) },
      { due: dice.pick(['2026-03-01', '2026-04-01T10:00:00Z', null]) },
      { progress: dice.below(11) / 10, status: randomText(dice, 2) },
      { metadata: randomMetadata(dice) },
      { links: [{ source: 'beads', ref: `bd-${dice.below(3)}`, url: null }] },
    ]);
  return dice.happens(0.3) ? { ...one(), ...one() } : one();
}

/** Mostly turns an element over, so that adds and removes of the same one meet. */
function setChange(view: Projected, dice: Dice): IssueChange {
  const element = dice.pick(['bug', 'bug', 'bug', 'a/b', 'x:y', '__proto__']);
  const turn = view.labels.includes(element)
    ? { removeLabels: [element] }
    : { addLabels: [element] };
  return dice.pick<IssueChange>([
    turn,
    turn,
    turn,
    { setLabels: [element, 'core'] },
    { addAssignees: ['alice'] },
    { removeAssignees: ['alice'], addAssignees: ['bob'] },
  ]);
}

function dependencyAction(view: Projected, dice: Dice): Mutation[] {
  const current = view.dependencies.map(({ kind, target }) => dependencyElement(kind, target));
  const element = dependencyElement(
    dice.pick(['blocked-by', 'related']),
    `abcdefgh0${dice.below(2)}`,
  );
  return planSet(
    'dependencies',
    current,
    dice.happens(0.5) ? { add: [element] } : { remove: [element] },
  );
}

function commentAction(world: World, replica: SimReplica, view: Projected, dice: Dice): Mutation[] {
  const body = randomText(dice, 4);
  const known = dice.maybe(view.comments);
  if (known === null || dice.happens(0.3)) {
    const createdMs = world.wallMs(replica);
    return [
      {
        op: 'comment.add',
        id: makeCommentId(world.random),
        author: replica.agent,
        createdMs,
        body,
      },
    ];
  }
  if (dice.happens(0.2)) return [{ op: 'comment.delete', id: known.id }];
  return [{ op: 'comment.edit', id: known.id, body }];
}
