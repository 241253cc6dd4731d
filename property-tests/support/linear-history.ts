/** What the processes of `linear-child.ts` logged, as one history, and what must be true of it. */
import { existsSync, readFileSync } from 'node:fs';
import type { Engine } from '#engine';
import type { ClaimInput, ClaimOutput } from './claim-model.js';
import type { Deed, Entry, Result } from './linear-child.js';
import type { Call } from './linearizability.js';

export interface Done {
  readonly agent: string;
  readonly deed: Deed;
  readonly calledAt: number;
  /** Null when the process was killed meanwhile. */
  readonly returned: { readonly at: number; readonly result: Result } | null;
}

export function readLog(path: string, agent: string): Done[] {
  const done: Done[] = [];
  let open: { at: number; deed: Deed } | null = null;
  // A process that was killed early has none.
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const line of text.split('\n')) {
    // The last line of a killed process may be cut.
    if (!line.endsWith('}')) continue;
    const entry = JSON.parse(line) as Entry;
    if ('deed' in entry) open = entry;
    else if (open !== null) {
      const { at, result } = entry;
      done.push({ agent, deed: open.deed, calledAt: open.at, returned: { at, result } });
      open = null;
    }
  }
  if (open !== null) done.push({ agent, deed: open.deed, calledAt: open.at, returned: null });
  return done;
}

/** The claims of one issue as the checker reads them. A refusal had no effect and tells nothing: left out. */
export function claimCalls(
  history: readonly Done[],
  issue: string,
): Call<ClaimInput, ClaimOutput>[] {
  return history.flatMap(({ agent, deed, calledAt, returned }): Call<ClaimInput, ClaimOutput>[] => {
    if (deed.kind !== 'lock' || deed.issue !== issue) return [];
    const call = { caller: agent, input: deed.input, calledAt };
    if (returned === null) return [{ ...call, answer: null }];
    const { at, result } = returned;
    return result.kind === 'lock'
      ? [{ ...call, answer: { output: result.output, returnedAt: at } }]
      : [];
  });
}

/** Tokens of grants that were over before the next was asked for must rise; no two grants share one. */
export function tokenFaults(history: readonly Done[], issue: string): string[] {
  const grants = history.flatMap(({ agent, deed, calledAt, returned }) => {
    if (deed.kind !== 'lock' || deed.issue !== issue || returned?.result.kind !== 'lock') return [];
    const { output, isGrant } = returned.result;
    if (!isGrant || output.result !== 'held' || output.token === null) return [];
    return [{ agent, token: output.token, calledAt, returnedAt: returned.at }];
  });
  const faults: string[] = [];
  for (const a of grants)
    for (const b of grants) {
      if (a === b) continue;
      if (a.token === b.token) faults.push(`${a.agent} and ${b.agent} both have token ${a.token}`);
      if (a.returnedAt < b.calledAt && a.token > b.token)
        faults.push(`token ${a.token} of ${a.agent}, then ${b.token} of ${b.agent}`);
    }
  return faults;
}

/** Every acknowledged create, edit and comment is there once, with its activity; nothing unasked for is. */
export async function writeFaults(history: readonly Done[], engine: Engine): Promise<string[]> {
  const faults: string[] = [];
  const issues = new Map<string, { titles: string[]; comments: Map<string, string> }>();
  const { issues: rows } = await engine.list({ limit: 1, openByDefault: false });
  if (rows.length === 0) faults.push('the list is empty');
  const look = async (id: string): Promise<{ titles: string[]; comments: Map<string, string> }> => {
    const known = issues.get(id);
    if (known !== undefined) return known;
    const { activity, comments } = await engine.show(id);
    const titles = activity.flatMap(({ changes }) =>
      changes.flatMap((one) =>
        one.kind === 'set' && one.field === 'title' ? [String(one.to)] : [],
      ),
    );
    const found = { titles, comments: new Map(comments.map(({ id: name, body }) => [name, body])) };
    issues.set(id, found);
    return found;
  };
  for (const { deed, returned } of history) {
    if (deed.kind === 'lock' || returned?.result.kind !== 'written') continue;
    const { id } = returned.result;
    const { titles, comments } = await look(deed.kind === 'create' ? id : deed.issue);
    if (deed.kind === 'comment' && comments.get(id) !== deed.mark)
      faults.push(`comment ${deed.mark} is lost`);
    if (deed.kind !== 'comment' && titles.filter((title) => title === deed.mark).length !== 1)
      faults.push(`${deed.kind} ${deed.mark} is in the activity ${titles.length} times`);
  }
  return [...faults, ...(await doubles(history, engine))];
}

/** Created issues: as many as were acknowledged, and at most those that nobody can tell. */
async function doubles(history: readonly Done[], engine: Engine): Promise<string[]> {
  const asked = history.filter(({ deed }) => deed.kind === 'create');
  const sure = asked.filter(({ returned }) => returned?.result.kind === 'written').length;
  const unsure = asked.filter(({ returned }) => returned === null).length;
  const { total } = await engine.list({ query: 'label:new', limit: 1, openByDefault: false });
  return total < sure || total > sure + unsure
    ? [`${total} issues were created, ${sure} acknowledged, ${unsure} unknown`]
    : [];
}
