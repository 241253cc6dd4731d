import type { SavedQuery } from '../api.js';
import { parseQuery } from '../domain/query/parse.js';
import { EngineError } from '../errors.js';
import { SAVED_QUERIES_KEY } from '../store/keys.js';
import type { Work } from './work.js';

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** Keeps a query under a name, for use as `@name`; it must parse now, with the saved queries it uses. @throws query_syntax … */
export async function saveQuery(work: Work, name: string, query: string): Promise<SavedQuery> {
  if (!NAME.test(name))
    throw new EngineError('invalid_input', `"${name}" cannot name a query`, {
      hint: 'lower-case letters, digits, - and _, a letter first',
    });
  await change(work, (queries) => {
    const lookup = (other: string): string | null =>
      other === name ? query : (queries.get(other) ?? null);
    parseQuery(query, { savedQuery: lookup });
    parseQuery(`@${name}`, { savedQuery: lookup });
    return new Map(queries).set(name, query);
  });
  return { name, query };
}

/** False when there was none of this name. */
export async function removeQuery(work: Work, name: string): Promise<boolean> {
  let existed = false;
  await change(work, (queries) => {
    existed = queries.has(name);
    const rest = new Map(queries);
    rest.delete(name);
    return existed ? rest : null;
  });
  return existed;
}

export async function savedQueries(work: Work): Promise<readonly SavedQuery[]> {
  return work.read((store) =>
    [...store.savedQueries()]
      .map(([name, query]) => ({ name, query }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

async function change(
  work: Work,
  next: (queries: ReadonlyMap<string, string>) => ReadonlyMap<string, string> | null,
): Promise<void> {
  await work.write(
    (tx) => {
      const queries = next(tx.store.savedQueries());
      if (queries !== null) tx.put(SAVED_QUERIES_KEY, tx.store.encodeSavedQueries(queries));
    },
    () => undefined,
  );
}
