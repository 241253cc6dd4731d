/** Hand-made issues and an engine that answers from them, for tests of parsing and rendering only. */
import type { ClaimResult, Engine, Issue, IssueId, ListedIssue, Written } from '#engine';
import { NOON } from './buffer-io.js';
import type { EngineDoor } from './engine-door.js';

const DAY_MS = 86_400_000;

/** An id of the right form. */
export function issueId(text: string): IssueId {
  return text as IssueId;
}

/** An issue with everything unset but what is given. */
export function makeIssue(given: Partial<Issue> = {}): Issue {
  return {
    id: issueId('ab3f0k2m1q'),
    title: 'Crash on empty input',
    body: '',
    state: 'open',
    reason: null,
    priority: 1,
    type: null,
    labels: [],
    assignees: [],
    milestone: null,
    due: null,
    defer: null,
    estimateMinutes: null,
    dependencies: [],
    comments: [],
    author: 'anna',
    createdMs: NOON - 3 * DAY_MS,
    updatedMs: NOON - DAY_MS,
    closedMs: null,
    deleted: false,
    work: {
      agent: null,
      progress: null,
      status: null,
      stage: null,
      next: null,
      checkpoints: [],
      metadata: new Map(),
    },
    links: [],
    claim: null,
    conflicts: [],
    activity: [],
    revision: 'r1',
    ...given,
  };
}

/** The same as a row of a list. */
export function makeListed(issue: Issue, given: Partial<ListedIssue> = {}): ListedIssue {
  return {
    row: {
      id: issue.id,
      title: issue.title,
      state: issue.state,
      reason: issue.reason,
      priority: issue.priority,
      type: issue.type,
      milestone: issue.milestone,
      labels: issue.labels,
      assignees: issue.assignees,
      author: issue.author,
      commenters: [],
      mentions: [],
      createdMs: issue.createdMs,
      updatedMs: issue.updatedMs,
      closedMs: issue.closedMs,
      dueMs: null,
      deferMs: null,
      estimateMinutes: issue.estimateMinutes,
      commentCount: issue.comments.length,
      reactionCount: 0,
      hasBody: issue.body !== '',
      dependencies: issue.dependencies,
      claim: null,
      remotes: [],
      workAgent: null,
      progress: null,
      conflicted: false,
      deleted: false,
    },
    shortId: issue.id.slice(0, 4),
    ready: true,
    blocked: false,
    openBlockers: [],
    openDependents: 0,
    claim: null,
    ...given,
  };
}

/** A claim of half an hour by `agent`. */
export function makeClaim(
  agent: string,
  given: Partial<NonNullable<Issue['claim']>> = {},
): NonNullable<Issue['claim']> {
  return {
    claimId: '0123456789abcdefghjkmnpqrs' as NonNullable<Issue['claim']>['claimId'],
    agent,
    session: '',
    token: { c: 1, t: 0 },
    state: 'held',
    arbiter: 'local',
    ttlMs: 1_800_000,
    expiresInMs: 1_740_000,
    expiresAtMs: NOON + 1_740_000,
    sinceMs: NOON,
    ...given,
  };
}

/** The answer of a claim verb. */
export function makeClaimResult(issue: Issue, given: Partial<ClaimResult> = {}): ClaimResult {
  return {
    issue: issue.id,
    shortId: issue.id.slice(0, 4),
    title: issue.title,
    outcome: 'held',
    claim: makeClaim('codex-2'),
    mode: 'local',
    confirmed: true,
    changed: true,
    ...given,
  };
}

/** A write that changed `issue`. */
export function makeWritten(issue: Issue, given: Partial<Written> = {}): Written {
  return { issue, changed: true, notes: [], ...given };
}

/** A call that reached the fake engine. */
export interface Call {
  readonly verb: string;
  readonly args: readonly unknown[];
}

/** A door whose engine records every call and answers from `answers`, by verb (`claims.claimIssue`). */
export function fakeDoor(answers: Readonly<Record<string, unknown>> = {}): {
  readonly door: () => Promise<EngineDoor>;
  readonly calls: Call[];
} {
  const calls: Call[] = [];
  const recorder = (prefix: string): object =>
    new Proxy(
      {},
      {
        get: (_target, name) => {
          const verb = `${prefix}${String(name)}`;
          if (verb === 'agent')
            return { id: 'codex-2', type: null, capabilities: [], metadata: {}, session: '' };
          if (verb === 'then') return undefined;
          if (verb === 'claims' || verb === 'dependencies') return recorder(`${verb}.`);
          return (...args: unknown[]) => {
            calls.push({ verb, args });
            const answer = verb === 'destroy' ? undefined : answers[verb];
            return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
          };
        },
      },
    );
  const door: EngineDoor = {
    openEngine: () => Promise.resolve(recorder('') as Engine),
    initReplica: ({ directory }) =>
      Promise.resolve({ directory, workspace: 'w', replica: 'r', created: true }),
    readConfig: () => ({
      path: '/project/.issue-facade/config.json',
      userPath: '/home/me/.config/issue-facade/config.json',
      get: (key) => answers[`config.${key}`],
      list: () => [],
      set: () => Promise.resolve(),
      unset: () => Promise.resolve(),
    }),
    parseDuration: (text) => (/^\d+m$/.test(text) ? Number.parseInt(text, 10) * 60_000 : null),
    joinQueryArguments: (argv) => argv.join(' '),
    formatQueryError: ({ message }) => message,
  };
  return { door: () => Promise.resolve(door), calls };
}
