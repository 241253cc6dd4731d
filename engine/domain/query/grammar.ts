/** Tokens → syntax tree, by recursive descent along the grammar drawn in `parse.ts`. */
import { LIMITS } from '../../kernel/limits.js';
import { EVERYTHING, makeGroup, makeNot, type Query, type QueryNode, type SortKey } from './ast.js';
import { DirectiveReader } from './directives.js';
import type { TextField } from './fields.js';
import { freeText, sectionsOf } from './free-text.js';
import {
  emptyGroup,
  missingCondition,
  neverClosed,
  strayParenthesis,
  tooDeep,
} from './grammar-faults.js';
import { lexQuery } from './lexer.js';
import { misplaced, pairTerm } from './pair-term.js';
import { expandSaved } from './saved.js';
import { spend, type ParseScope } from './scope.js';
import type { PairToken, Token } from './token.js';

/** The query that the text means in this scope. Throws a fault. */
export function parseSource(source: string, scope: ParseScope): Query {
  return new Parser(source, scope).parse();
}

class Parser {
  readonly #source: string;
  readonly #scope: ParseScope;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  /** Sections that `in:` restricts free words to; empty for all. */
  readonly #sections: readonly TextField[];
  readonly #directives = new DirectiveReader();
  /** Order and bound that saved queries bring; the query's own go before them. */
  #savedSort: readonly SortKey[] = [];
  #savedLimit: number | null = null;
  #at = 0;

  constructor(source: string, scope: ParseScope) {
    this.#source = source;
    this.#scope = scope;
    this.#tokens = lexQuery(source);
    this.#end = { kind: 'end', start: source.length, end: source.length };
    this.#sections = sectionsOf(this.#tokens);
  }

  parse(): Query {
    const parts: QueryNode[] = [];
    for (let token = this.#peek(); token.kind !== 'end'; token = this.#peek()) {
      if (isDirective(token)) {
        this.#at += 1;
        this.#directives.read(token);
      } else if (token.kind === 'close') throw strayParenthesis(token);
      else parts.push(this.#or(0));
    }
    const where = makeGroup('and', parts);
    const { sort, limit } = this.#directives;
    return {
      where: where === EVERYTHING ? null : where,
      sort: sort.length > 0 ? sort : this.#savedSort,
      limit: limit ?? this.#savedLimit,
    };
  }

  #or(depth: number): QueryNode {
    const items = [this.#and(depth)];
    while (this.#peek().kind === 'or') {
      this.#at += 1;
      items.push(this.#and(depth));
    }
    return makeGroup('or', items);
  }

  #and(depth: number): QueryNode {
    const items = [this.#not(depth)];
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'and') this.#at += 1;
      else if (token.kind === 'end' || token.kind === 'or' || token.kind === 'close') break;
      // A directive ends the condition at the top; anywhere else `#prim` refuses it.
      else if (depth === 0 && isDirective(token)) break;
      items.push(this.#not(depth));
    }
    return makeGroup('and', items);
  }

  #not(depth: number): QueryNode {
    let negations = 0;
    for (
      let kind = this.#peek().kind;
      kind === 'not' || kind === 'minus';
      kind = this.#peek().kind
    ) {
      negations += 1;
      this.#at += 1;
    }
    const item = this.#prim(depth, negations > 0);
    return negations % 2 === 1 ? makeNot(item) : item;
  }

  #prim(depth: number, isNegated: boolean): QueryNode {
    const token = this.#peek();
    switch (token.kind) {
      case 'open':
        return this.#group(token, depth + 1);
      case 'pair':
        this.#at += 1;
        return this.#pair(token, isNegated);
      case 'word':
      case 'phrase':
        this.#at += 1;
        return freeText(token, this.#sections, this.#scope.budget);
      case 'saved': {
        this.#at += 1;
        const call = { name: token.text, start: token.start, end: token.end };
        const query = expandSaved(call, this.#scope, parseSource);
        if (depth === 0 && !isNegated) this.#inherit(query);
        return query.where ?? EVERYTHING;
      }
      case 'and':
      case 'or':
      case 'not':
      case 'minus':
      case 'close':
      case 'end':
        throw missingCondition(this.#source, token, this.#tokens[this.#at - 1] ?? null);
    }
  }

  #group(open: Token, depth: number): QueryNode {
    if (depth > LIMITS.queryDepthMax) {
      throw tooDeep(open);
    }
    this.#at += 1;
    const close = this.#peek();
    if (close.kind === 'close') throw emptyGroup(open, close);
    const node = this.#or(depth);
    if (this.#peek().kind !== 'close') throw neverClosed(open, this.#source.length);
    this.#at += 1;
    return node;
  }

  #pair(pair: PairToken, isNegated: boolean): QueryNode {
    if (pair.field.kind === 'in') {
      if (isNegated) throw misplaced(pair);
      return EVERYTHING;
    }
    spend(this.#scope.budget, pair.values.length, pair);
    return pairTerm(pair);
  }

  #inherit(query: Query): void {
    if (this.#savedSort.length === 0) this.#savedSort = query.sort;
    this.#savedLimit ??= query.limit;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? this.#end;
  }
}

function isDirective(token: Token): token is PairToken {
  return token.kind === 'pair' && token.field.kind === 'directive';
}
