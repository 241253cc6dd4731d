/** Answers of the claim verbs. */
import type { ClaimResult } from '#engine';
import type { Context } from './context.js';
import { Failure } from './failure.js';
import { claimLine } from './render/claim.js';
import { claimResultJson } from './render/json-parts.js';

/** One line: the id, what was done, the title, the claim. */
export async function replyClaim(
  context: Context,
  result: ClaimResult,
  verb: string,
): Promise<void> {
  await context.reply({
    data: claimResultJson(result),
    text: () => claimLine(result, verb, context.paint),
  });
}

/** Several, with a count in front. */
export async function replyClaims(
  context: Context,
  results: readonly ClaimResult[],
  noun: string,
  verb: (result: ClaimResult) => string,
): Promise<void> {
  await context.reply({
    data: results.map(claimResultJson),
    total: results.length,
    hasMore: false,
    text: () => {
      const header = `${results.length} ${noun}${results.length === 1 ? '' : 's'}`;
      return [
        header,
        ...results.map((result) => claimLine(result, verb(result), context.paint)),
      ].join('\n');
    },
  });
}

/** Fails with `claim_tentative` (exit 10) when the arbiter has not confirmed and nobody said that this will do. */
export async function requireConfirmed(
  context: Context,
  result: ClaimResult,
  tentativeOk: boolean,
): Promise<void> {
  if (result.confirmed || tentativeOk) return;
  const { readConfig } = await context.door();
  const { directory } = context.settings;
  if (readConfig({ directory, env: context.io.env }).get('claims.tentative') === 'allow') return;
  throw new Failure(
    'claim_tentative',
    `the claim on ${result.shortId} is tentative: ${result.mode} did not confirm it`,
    {
      hint: 'repeat the command later, or add --tentative-ok',
      details: { issue: result.issue, mode: result.mode },
    },
  );
}
