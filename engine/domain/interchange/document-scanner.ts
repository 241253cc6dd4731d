import { type JsonRecord, parseRecord, type RecordSource, tooLong } from './json-record.js';

const LIST_KEYS: readonly string[] = ['issues', 'items'];
const KEY_CHARS_MAX = Math.max(...LIST_KEYS.map((key) => key.length));

/**
 * JSON that is not one object a line: lists of objects, objects that hold one under `issues` or `items`, and
 * objects printed over several lines, any number of them one after another. Finds where each object begins and
 * ends by brackets alone and parses it then, so that a list of any length is read in bounded memory. [IMP8]
 *
 *     depth 0   { "total": 2, "issues":   top: an object here is a record, or turns out to wrap a list
 *     depth 1   [                         of a list at the top: its elements
 *     depth 2     {…}, {…}                of a wrapped list: its elements
 */
export class DocumentScanner implements RecordSource {
  readonly #charsMax: number;
  #line = 1;
  #depth = 0;
  /** Depth at which records begin: 0 at the top, 1 in a list, 2 in a wrapped list. */
  #base = 0;
  #hasWrapper = false;
  #isInText = false;
  #isEscaped = false;
  /** The latest text at depth 1 as far as it matters, and whether a list here would be its value. */
  #key = '';
  #isListNext = false;
  /** The record being read, and what its first character was; null between records. */
  #record: { readonly line: number; readonly isScalar: boolean } | null = null;
  #held = '';
  #isTooLong = false;
  /** After an error that leaves no way to tell where anything begins. */
  #isLost = false;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  /** True once an object has turned out to wrap a list. */
  get hasWrapper(): boolean {
    return this.#hasWrapper;
  }

  *push(chunk: string): Generator<JsonRecord> {
    let from = 0;
    for (let index = 0; index < chunk.length && !this.#isLost; index += 1) {
      const char = chunk.charAt(index);
      const wasRecord = this.#record !== null;
      const step = this.#isInText ? this.#readText(char) : this.#readMark(char);
      if (!wasRecord && this.#record !== null) from = index;
      if (step === 'ended' || step === 'ended-before') {
        this.#hold(chunk.slice(from, step === 'ended' ? index + 1 : index));
        yield* this.#take();
      }
      if (step === 'lost') yield* this.#lose('a text does not end on its line');
      if (char === '\n') this.#line += 1;
    }
    if (this.#record !== null) this.#hold(chunk.slice(from));
  }

  *end(): Generator<JsonRecord> {
    if (this.#record?.isScalar === true) yield* this.#take();
    if (this.#record !== null || this.#depth > 0) yield* this.#lose('the file ends inside it');
  }

  #readText(char: string): Step {
    if (char === '\n') return 'lost';
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === '\\') this.#isEscaped = true;
    else if (char === '"') this.#isInText = false;
    else if (this.#depth === 1 && this.#key.length <= KEY_CHARS_MAX) this.#key += char;
    return 'inside';
  }

  #readMark(char: string): Step {
    if (this.#record?.isScalar === true && /[\s,[\]{}]/.test(char)) {
      // The record ended before this character, which still has its own meaning.
      this.#readStructure(char);
      return 'ended-before';
    }
    return this.#readStructure(char);
  }

  #readStructure(char: string): Step {
    const isListNext = this.#isListNext;
    if (!/\s/.test(char)) this.#isListNext = false;
    switch (char) {
      case '{':
      case '[':
        return this.#open(char, isListNext);
      case '}':
      case ']':
        return this.#close();
      case '"':
        this.#key = '';
        this.#isInText = true;
        return this.#begin(true);
      case ':':
        this.#isListNext = this.#depth === 1 && this.#base !== 1 && LIST_KEYS.includes(this.#key);
        return 'inside';
      case ',':
        return 'inside';
      default:
        return /\s/.test(char) ? 'inside' : this.#begin(true);
    }
  }

  #open(char: '{' | '[', isListNext: boolean): Step {
    const isList = char === '[';
    if (isList && isListNext) {
      // What looked like a record is the wrapper of a list: forget it.
      this.#forget();
      this.#hasWrapper = true;
      this.#base = 2;
    } else if (isList && this.#depth === 0) {
      this.#base = 1;
    } else {
      this.#begin(false);
    }
    this.#depth += 1;
    return 'inside';
  }

  #close(): Step {
    const isRecord = this.#record?.isScalar === false;
    if (this.#depth > 0) this.#depth -= 1;
    if (isRecord && this.#depth === this.#base) return 'ended';
    // A list ended; in the rest of its wrapper no record can begin, since depth 0 is not reached before its end.
    if (!isRecord && this.#depth < this.#base) this.#base = 0;
    return 'inside';
  }

  /** Begins a record where one may begin; elsewhere the character belongs to what is around it. */
  #begin(isScalar: boolean): Step {
    if (this.#record === null && this.#depth === this.#base) {
      this.#record = { line: this.#line, isScalar };
    }
    return 'inside';
  }

  #hold(text: string): void {
    this.#isTooLong ||= this.#held.length + text.length > this.#charsMax;
    this.#held = this.#isTooLong ? '' : this.#held + text;
  }

  #forget(): void {
    this.#record = null;
    this.#held = '';
    this.#isTooLong = false;
  }

  *#take(): Generator<JsonRecord> {
    const [line, text, isTooLong] = [this.#record?.line ?? this.#line, this.#held, this.#isTooLong];
    this.#forget();
    yield isTooLong ? tooLong(line, this.#charsMax) : parseRecord(line, text);
  }

  *#lose(why: string): Generator<JsonRecord> {
    const line = this.#record?.line ?? this.#line;
    this.#forget();
    this.#isLost = true;
    this.#depth = 0;
    yield { line, error: `${why}; nothing after it can be read` };
  }
}

/** `ended-before`: the record does not include this character. */
type Step = 'inside' | 'ended' | 'ended-before' | 'lost';
