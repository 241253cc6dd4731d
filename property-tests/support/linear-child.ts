/** One of many processes that use one replica at once. Writes a line before each command and one after it. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { openEngine, type ClaimResult, type Engine } from '#engine';
import { monotonicNs } from './children-clock.js';
import type { ClaimInput, ClaimOutput } from './claim-model.js';
import { pick } from './cli-proof.js';
import { makeChance } from './histories.js';

export interface ChildPlan {
  readonly directory: string;
  readonly agent: string;
  readonly seed: number;
  readonly commands: number;
  /** Clock reading after which nothing more is begun. */
  readonly endNs: number;
  /** Issues that everybody claims. */
  readonly contested: readonly string[];
  /** Issues that everybody edits. */
  readonly edited: readonly string[];
  readonly stealShare: number;
  /** Share of claims on an issue that another holds which this process takes all the same. */
  readonly badShare: number;
  readonly log: string;
}

export type Deed =
  | { readonly kind: 'lock'; readonly issue: string; readonly input: ClaimInput }
  | { readonly kind: 'create' | 'edit' | 'comment'; readonly issue: string; readonly mark: string };

export type Result =
  | {
      readonly kind: 'lock';
      readonly output: ClaimOutput;
      readonly isBad: boolean;
      readonly isGrant: boolean;
    }
  | { readonly kind: 'written'; readonly id: string }
  /** Nothing was done: the code of the refusal. */
  | { readonly kind: 'refused'; readonly code: string };

/** A line of the log. */
export type Entry =
  | { readonly at: number; readonly deed: Deed }
  | { readonly at: number; readonly result: Result };

class Worker {
  readonly #plan: ChildPlan;
  readonly #engine: Engine;
  readonly #chance: () => number;

  constructor(plan: ChildPlan, engine: Engine) {
    this.#plan = plan;
    this.#engine = engine;
    this.#chance = makeChance(plan.seed);
  }

  /** Half of the commands are about claims. */
  draw(index: number): Deed {
    const { agent, seed, contested, edited, stealShare } = this.#plan;
    const chance = this.#chance;
    const mark = `${agent}-${seed}-${index}`;
    if (chance() < 0.5) {
      const dice = chance();
      const kind =
        dice < stealShare
          ? 'steal'
          : pick(
              ['claim', 'claim', 'claim', 'release', 'release', 'extend', 'check'] as const,
              chance,
            );
      return { kind: 'lock', issue: pick(contested, chance), input: { kind, agent } };
    }
    const kind = pick(['create', 'edit', 'comment', 'comment'] as const, chance);
    return { kind, issue: kind === 'create' ? '' : pick(edited, chance), mark };
  }

  async perform(deed: Deed): Promise<Result> {
    try {
      if (deed.kind === 'lock') return await this.#lock(deed.issue, deed.input);
      return { kind: 'written', id: await this.#write(deed) };
    } catch (failure) {
      if (failure instanceof Error && 'code' in failure && typeof failure.code === 'string')
        return { kind: 'refused', code: failure.code };
      throw failure;
    }
  }

  async #write({ kind, issue, mark }: Exclude<Deed, { kind: 'lock' }>): Promise<string> {
    if (kind === 'create')
      return (await this.#engine.create({ title: mark, labels: ['new'] })).issue.id;
    if (kind === 'comment') return (await this.#engine.comment(issue, mark)).comment.id;
    await this.#engine.edit([issue], { title: mark, addLabels: [this.#plan.agent] });
    return issue;
  }

  async #lock(issue: string, input: ClaimInput): Promise<Result> {
    const { claims } = this.#engine;
    try {
      if (input.kind === 'check') return answer(await claims.checkClaim(issue));
      if (input.kind === 'release') return answer(await claims.releaseIssue(issue));
      if (input.kind === 'extend') return answer(await claims.extendClaim(issue));
      const steal = input.kind === 'steal' ? { steal: { reason: 'a test of stealing' } } : {};
      return answer(await claims.claimIssue(issue, steal), true);
    } catch (failure) {
      if (
        input.kind === 'claim' &&
        codeOf(failure) === 'claim_held' &&
        this.#chance() < this.#plan.badShare
      )
        return answer(await claims.claimIssue(issue, { steal: { reason: 'planted' } }), true, true);
      return refusal(failure);
    }
  }
}

function answer({ outcome, claim, changed }: ClaimResult, grants = false, isBad = false): Result {
  const isGrant = grants && changed && outcome === 'held';
  const output: ClaimOutput =
    claim === null
      ? { result: 'free' }
      : outcome === 'held'
        ? { result: 'held', token: claim.token.c }
        : { result: 'other', holder: claim.agent, token: claim.token.c };
  return { kind: 'lock', output, isBad, isGrant };
}

function codeOf(failure: unknown): string {
  return failure instanceof Error && 'code' in failure ? String(failure.code) : '';
}

/** `claim_held` and `claim_expired` (here: there was nothing to extend) tell who holds it, as an answer does. */
function refusal(failure: unknown): Result {
  const code = codeOf(failure);
  if (code === 'claim_expired')
    return { kind: 'lock', output: { result: 'free' }, isBad: false, isGrant: false };
  if (code !== 'claim_held') throw failure;
  const { holder, token } = (failure as { details: { holder: string; token: { c: number } } })
    .details;
  const output: ClaimOutput = { result: 'other', holder, token: token.c };
  return { kind: 'lock', output, isBad: false, isGrant: false };
}

async function main(plan: ChildPlan): Promise<void> {
  const { directory, agent } = plan;
  const engine = await openEngine({ directory, agent: { id: agent }, holding: 'shared' });
  const worker = new Worker(plan, engine);
  const log = openSync(plan.log, 'a');
  const note = (entry: Entry): void => void writeSync(log, `${JSON.stringify(entry)}\n`);
  for (let index = 0; index < plan.commands && monotonicNs() < plan.endNs; index += 1) {
    const deed = worker.draw(index);
    note({ at: monotonicNs(), deed });
    const result = await worker.perform(deed);
    note({ at: monotonicNs(), result });
  }
  await engine.destroy();
  closeSync(log);
}

await main(JSON.parse(process.argv[2] ?? '{}') as ChildPlan);
