/** Conditions on people and on names: each name is folded once, each row asked for as little as possible. */
import type { QueryContext } from '../query-context.js';
import type { NameValue, PersonValue } from './ast.js';
import type { NameField, PersonField } from './fields.js';
import { foldName, nameTest } from './fold-name.js';
import { CLAIM_COST, LIST_COST, STRING_COST, type RowTest } from './row-test.js';

type NameTest = (name: string) => boolean;

/** The test of one value of a person field. */
export function compilePerson(field: PersonField, value: PersonValue, ctx: QueryContext): RowTest {
  const isThere = presence(field, ctx);
  switch (value.kind) {
    case 'any':
      return isThere;
    case 'none':
      return { cost: isThere.cost, matches: (row) => !isThere.matches(row) };
    case 'me': {
      const names = new Set(ctx.me.map(foldName));
      return named(field, (name) => names.has(foldName(name)), ctx);
    }
    case 'name':
      return named(field, nameTest(value.name), ctx);
  }
}

/** The test of one value of a name field. */
export function compileName(field: NameField, value: NameValue): RowTest {
  const isIt: NameTest = value.kind === 'any' ? () => true : nameTest(value.name);
  switch (field) {
    case 'label':
      return { cost: LIST_COST, matches: (row) => row.labels.some(isIt) };
    case 'milestone':
      return {
        cost: STRING_COST,
        matches: ({ milestone }) => milestone !== null && isIt(milestone),
      };
    case 'type':
      return { cost: STRING_COST, matches: ({ type }) => type !== null && isIt(type) };
    case 'reason':
      return {
        cost: STRING_COST,
        // Only what was closed has a reason; asking the state first spares decoding the rest.
        matches: (row) => row.state === 'closed' && row.reason !== null && isIt(row.reason),
      };
    case 'remote':
      return {
        cost: STRING_COST,
        matches: (row) => row.remotes.some((remote) => isRemote(remote, isIt)),
      };
  }
}

/** `github`, `github#42` and `42` all name the remote `github#42`. */
function isRemote(remote: string, isIt: NameTest): boolean {
  const hash = remote.indexOf('#');
  return (
    isIt(remote) || (hash >= 0 && (isIt(remote.slice(0, hash)) || isIt(remote.slice(hash + 1))))
  );
}

function presence(field: PersonField, ctx: QueryContext): RowTest {
  return field === 'claimed-by'
    ? { cost: CLAIM_COST, matches: (row) => ctx.isClaimLive(row) }
    : named(field, (name) => name !== '', ctx);
}

function named(field: PersonField, isIt: NameTest, ctx: QueryContext): RowTest {
  switch (field) {
    case 'assignee':
      return { cost: LIST_COST, matches: (row) => row.assignees.some(isIt) };
    case 'author':
      return { cost: STRING_COST, matches: (row) => isIt(row.author) };
    case 'commenter':
      return { cost: LIST_COST, matches: (row) => row.commenters.some(isIt) };
    case 'mentions':
      return { cost: STRING_COST, matches: (row) => row.mentions.some(isIt) };
    case 'involves':
      return {
        cost: STRING_COST,
        matches: (row) =>
          isIt(row.author) ||
          row.assignees.some(isIt) ||
          row.commenters.some(isIt) ||
          row.mentions.some(isIt),
      };
    case 'claimed-by':
      return {
        cost: CLAIM_COST,
        matches: (row) => row.claim !== null && ctx.isClaimLive(row) && isIt(row.claim.agent),
      };
  }
}
