import type { Command } from 'commander';
import type { ClaimResult, IssueList, ReplicaStatus } from '#engine';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { claimLine, outcomeWords } from '../render/claim.js';
import { fieldSet } from '../render/fields.js';
import { claimResultJson } from '../render/json-parts.js';
import { listedJson } from '../render/json.js';
import { cleanLine } from '../render/sanitise.js';
import { issueLines } from '../reply-list.js';

const SHOWN = 5;

/** Bare `issue`: what I hold, what is mine, what is ready. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('overview', { hidden: true })
    .description('what I hold and what is ready (same as issue alone)');
  describe(command, {
    examples: ['issue'],
    fields: fieldSet('agent open ready blocked claims assigned next'),
  });
  command.action(async () => {
    const engine = await context.engine();
    const status = await engine.status();
    const claims = await engine.claims.listClaims({ mine: true });
    const mine = await engine.list({ query: 'assignee:me', limit: SHOWN });
    const ready = await engine.list({ ready: true, limit: SHOWN });
    await context.reply({
      data: {
        agent: engine.agent.id,
        open: status.issues.open + status.issues.inProgress,
        ready: status.ready,
        blocked: status.blocked,
        claims: claims.map(claimResultJson),
        assigned: mine.issues.map(listedJson),
        next: ready.issues.map(listedJson),
      },
      text: () => formatOverview(context, engine.agent.id, { status, claims, mine, ready }),
      next: nextSteps(claims, ready),
    });
  });
}

interface Overview {
  readonly status: ReplicaStatus;
  readonly claims: readonly ClaimResult[];
  readonly mine: IssueList;
  readonly ready: IssueList;
}

function formatOverview(
  context: Context,
  agent: string,
  { status, claims, mine, ready }: Overview,
): string {
  const { issues, blocked } = status;
  const { paint } = context;
  const section = (title: string, list: IssueList): readonly string[] =>
    list.total === 0
      ? []
      : [paint('strong', `${title}: ${list.total}`), ...issueLines(context, list.issues)];
  return [
    cleanLine(
      `${agent}: ${issues.open + issues.inProgress} open, ${status.ready} ready, ${blocked} blocked`,
    ),
    ...(claims.length === 0 ? [] : [paint('strong', `claimed by me: ${claims.length}`)]),
    ...claims.map((result) => claimLine(result, `${outcomeWords(result)}:`, paint)),
    ...section('assigned to me', mine),
    ...section('ready', ready),
  ].join('\n');
}

function nextSteps(claims: readonly ClaimResult[], ready: IssueList): readonly string[] {
  const [held] = claims;
  if (held !== undefined) return [`issue show ${held.shortId}`, `issue close ${held.shortId}`];
  return ready.total > 0 ? ['issue claim --next'] : ['issue create "Title"'];
}
