/** The query language: read, print, explain, run. The grammar is drawn in `parse.ts`. */
export type { Query, QueryNode, QueryTerm, SortKey } from './ast.js';
export { closestWords } from './closest-words.js';
export {
  compileQuery,
  type BlockerLookup,
  type CompiledQuery,
  type KnownValues,
} from './compile.js';
export { namesState, requireState } from './default-state.js';
export { explainQuery } from './explain.js';
export { FIELD_NAMES, PRESENCE_WORDS, SORT_WORDS, STATE_WORDS } from './fields.js';
export { formatQueryError } from './format-error.js';
export { isSavedQueryName } from './lex-run.js';
export { parseQuery, type ParseOptions } from './parse.js';
export { printQuery } from './print.js';
export { compileText, type TextMatcher } from './search-match.js';
export { encodeSearchText } from './search-text.js';
export { isNegatedFieldArgument, joinQueryArguments } from './shell-args.js';
