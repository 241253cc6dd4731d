/**
 * Is a concurrent history explained by some order of its operations, each taking effect at one moment between its
 * call and its return? The checker of Wing and Gong with Lowe's memo: depth-first search for an order, never
 * visiting the same (set of operations done, state) twice.
 *
 * An operation whose caller crashed has no return. It may have taken effect at any moment after its call, or never.
 */
export interface SequentialModel<State, Input, Output> {
  readonly initial: State;
  /**
   * The state after `input` answered `output` in `state`; null when the model would never answer so. `output` is
   * null when nobody saw the answer: then the state after the operation took effect, or null when it cannot.
   */
  apply(state: State, input: Input, output: Output | null): { readonly state: State } | null;
  /** Equal for equal states. */
  key(state: State): string;
}

/** One operation of a history. Times are of one clock shared by all callers; its unit does not matter. */
export interface Call<Input, Output> {
  readonly caller: string;
  readonly input: Input;
  readonly calledAt: number;
  /** Null when the caller crashed, or never learned what became of it. */
  readonly answer: { readonly output: Output; readonly returnedAt: number } | null;
}

export type Verdict<Input, Output> =
  | { readonly kind: 'linearizable'; readonly order: readonly Call<Input, Output>[] }
  | {
      readonly kind: 'violation';
      /** The longest order that could be explained … */
      readonly explained: readonly Call<Input, Output>[];
      /** … and the operation that had to have happened by then, but cannot have. */
      readonly stuckAt: Call<Input, Output>;
    }
  | { readonly kind: 'undecided'; readonly steps: number };

/** Decides one history. `stepsMax` bounds the search, whose worst case is exponential in the concurrency. */
export function checkLinearizable<State, Input, Output>(
  model: SequentialModel<State, Input, Output>,
  history: readonly Call<Input, Output>[],
  options: { readonly stepsMax?: number } = {},
): Verdict<Input, Output> {
  const search = new Search(model, history);
  const stepsMax = options.stepsMax ?? 5_000_000;
  for (let steps = 0; steps < stepsMax; steps += 1) {
    const verdict = search.step();
    if (verdict !== null) return verdict;
  }
  return { kind: 'undecided', steps: stepsMax };
}

/** Decides each object of a history on its own: a history is linearizable when each of its objects is. */
export function checkEach<State, Input, Output>(
  model: SequentialModel<State, Input, Output>,
  history: readonly Call<Input, Output>[],
  objectOf: (input: Input) => string,
): ReadonlyMap<string, Verdict<Input, Output>> {
  const objects = new Map<string, Call<Input, Output>[]>();
  for (const call of history) {
    const name = objectOf(call.input);
    objects.set(name, [...(objects.get(name) ?? []), call]);
  }
  return new Map([...objects].map(([name, calls]) => [name, checkLinearizable(model, calls)]));
}

/** The head of the list, and what every event of it has. */
interface Linked<Input, Output> {
  previous: Linked<Input, Output> | null;
  next: Event<Input, Output> | null;
}

/** An event of the history, in a doubly linked list so that an operation is lifted out and put back in O(1). */
interface Event<Input, Output> extends Linked<Input, Output> {
  readonly call: Call<Input, Output>;
  readonly index: number;
  /** The return of this call; null on returns, and on calls that never returned. */
  readonly match: Event<Input, Output> | null;
  readonly isCall: boolean;
}

class Search<State, Input, Output> {
  readonly #model: SequentialModel<State, Input, Output>;
  readonly #head: Linked<Input, Output>;
  readonly #seen = new Set<string>();
  readonly #done: Uint32Array;
  readonly #stack: { readonly event: Event<Input, Output>; readonly before: State }[] = [];
  #state: State;
  #at: Event<Input, Output> | null;
  #returnsLeft: number;
  #deepest: readonly Call<Input, Output>[] = [];
  #stuckAt: Call<Input, Output> | null = null;

  constructor(
    model: SequentialModel<State, Input, Output>,
    history: readonly Call<Input, Output>[],
  ) {
    this.#model = model;
    this.#state = model.initial;
    this.#done = new Uint32Array(Math.ceil(history.length / 32));
    this.#returnsLeft = history.filter(({ answer }) => answer !== null).length;
    this.#head = linkEvents(history);
    this.#at = this.#head.next;
  }

  /** Tries one event. The verdict, or null when there is more to try. */
  step(): Verdict<Input, Output> | null {
    if (this.#returnsLeft === 0) {
      return { kind: 'linearizable', order: this.#stack.map(({ event }) => event.call) };
    }
    const event = this.#at;
    if (event !== null && event.isCall) {
      if (!this.#tryNow(event)) this.#at = event.next;
      return null;
    }
    // A return whose call was not yet put in order: nothing left to try at this depth.
    if (event !== null) this.#remember(event.call);
    const last = this.#stack.pop();
    if (last !== undefined) {
      this.#undo(last.event, last.before);
      return null;
    }
    const stuckAt = this.#stuckAt ?? event?.call;
    if (stuckAt === undefined) throw new Error('a history with returns left ends with a return');
    return { kind: 'violation', explained: this.#deepest, stuckAt };
  }

  /** Lets the operation happen now, when the model agrees and this was not tried before. */
  #tryNow(event: Event<Input, Output>): boolean {
    const { call, index } = event;
    const after = this.#model.apply(this.#state, call.input, call.answer?.output ?? null);
    if (after === null) return false;
    this.#flip(index);
    const key = `${this.#done.join(',')}|${this.#model.key(after.state)}`;
    if (this.#seen.has(key)) {
      this.#flip(index);
      return false;
    }
    this.#seen.add(key);
    this.#stack.push({ event, before: this.#state });
    this.#state = after.state;
    lift(event);
    if (event.match !== null) {
      lift(event.match);
      this.#returnsLeft -= 1;
    }
    this.#at = this.#head.next;
    return true;
  }

  #undo(event: Event<Input, Output>, before: State): void {
    this.#state = before;
    this.#flip(event.index);
    if (event.match !== null) {
      putBack(event.match);
      this.#returnsLeft += 1;
    }
    putBack(event);
    this.#at = event.next;
  }

  #flip(index: number): void {
    const word = index >>> 5;
    this.#done[word] = (this.#done[word] ?? 0) ^ (1 << (index & 31));
  }

  #remember(stuckAt: Call<Input, Output>): void {
    if (this.#stuckAt !== null && this.#stack.length <= this.#deepest.length) return;
    this.#deepest = this.#stack.map(({ event }) => event.call);
    this.#stuckAt = stuckAt;
  }
}

/** Events in order of time. At one moment calls come before returns: touching operations count as concurrent. */
function linkEvents<Input, Output>(history: readonly Call<Input, Output>[]): Linked<Input, Output> {
  const timed: { readonly at: number; readonly event: Event<Input, Output> }[] = [];
  for (const [index, call] of history.entries()) {
    const ends = { call, index, previous: null, next: null };
    const back = call.answer === null ? null : { ...ends, match: null, isCall: false };
    timed.push({ at: call.calledAt, event: { ...ends, match: back, isCall: true } });
    if (call.answer !== null && back !== null) {
      timed.push({ at: call.answer.returnedAt, event: back });
    }
  }
  timed.sort((a, b) => a.at - b.at || Number(b.event.isCall) - Number(a.event.isCall));
  const head: Linked<Input, Output> = { previous: null, next: null };
  let last = head;
  for (const { event } of timed) {
    last.next = event;
    event.previous = last;
    last = event;
  }
  return head;
}

function lift<Input, Output>(event: Event<Input, Output>): void {
  if (event.previous !== null) event.previous.next = event.next;
  if (event.next !== null) event.next.previous = event.previous;
}

function putBack<Input, Output>(event: Event<Input, Output>): void {
  if (event.previous !== null) event.previous.next = event;
  if (event.next !== null) event.next.previous = event;
}

/** A history as text, one operation a line in order of calls, for a failing test's message. */
export function formatHistory<Input, Output>(history: readonly Call<Input, Output>[]): string {
  return history
    .toSorted((a, b) => a.calledAt - b.calledAt)
    .map(({ caller, input, calledAt, answer }) => {
      const end = answer === null ? '…' : String(answer.returnedAt);
      const said = answer === null ? 'unknown' : JSON.stringify(answer.output);
      return `${calledAt}–${end} ${caller} ${JSON.stringify(input)} → ${said}`;
    })
    .join('\n');
}
