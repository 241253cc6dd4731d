/** `sort:` and `limit:`: how results are shown, not which ones. [QRY8] */
import { LIMITS } from '../../kernel/limits.js';
import type { SortKey } from './ast.js';
import { readSort } from './closed-values.js';
import { fault } from './fault.js';
import type { PairToken } from './token.js';

/** Gathers the directives of one query: sort keys add up, a second key of the same word changes nothing. */
export class DirectiveReader {
  readonly sort: SortKey[] = [];
  limit: number | null = null;

  read(pair: PairToken): void {
    if (pair.field.name === 'limit') this.#readLimit(pair);
    else {
      for (const value of pair.values) {
        const key = readSort(value);
        if (!this.sort.some((known) => known.word === key.word)) this.sort.push(key);
      }
    }
  }

  #readLimit(pair: PairToken): void {
    const [value] = pair.values;
    const limit = /^\d{1,9}$/.test(value?.text ?? '') ? Number(value?.text) : 0;
    const isInRange = limit >= 1 && limit <= LIMITS.listLimitMax;
    if (!isInRange || pair.values.length > 1 || this.limit !== null) {
      throw fault({
        code: isInRange ? 'query_syntax' : 'unknown_value',
        message: isInRange
          ? 'a query has one limit'
          : `limit takes a number from 1 to ${LIMITS.listLimitMax}`,
        start: isInRange ? pair.start : pair.valueStart,
        end: pair.end,
        hint: isInRange ? 'leave one out' : `use limit:${limit === 0 ? 50 : LIMITS.listLimitMax}`,
        expected: [`1…${LIMITS.listLimitMax}`],
        fix: isInRange
          ? null
          : {
              start: pair.valueStart,
              end: pair.end,
              text: String(limit === 0 ? 50 : LIMITS.listLimitMax),
            },
      });
    }
    this.limit = limit;
  }
}
