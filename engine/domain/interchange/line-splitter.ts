import { type JsonRecord, parseRecord, type RecordSource, tooLong } from './json-record.js';

/** JSONL: one object a line. A bad line costs itself alone; blank lines cost nothing. [IMP8] */
export class LineSplitter implements RecordSource {
  readonly #charsMax: number;
  #line = 1;
  #held = '';
  /** The rest of a line that is too long is passed over, so that memory stays bounded. */
  #isTooLong = false;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  *push(chunk: string): Generator<JsonRecord> {
    let from = 0;
    for (let to = chunk.indexOf('\n'); to !== -1; to = chunk.indexOf('\n', from)) {
      this.#hold(chunk.slice(from, to));
      yield* this.end();
      this.#line += 1;
      from = to + 1;
    }
    this.#hold(chunk.slice(from));
  }

  /** The line held so far, as a whole one. */
  *end(): Generator<JsonRecord> {
    const isTooLong = this.#isTooLong;
    // `trim` also takes the carriage return and a byte order mark.
    const text = this.#held.trim();
    this.#held = '';
    this.#isTooLong = false;
    if (isTooLong) yield tooLong(this.#line, this.#charsMax);
    else if (text !== '') yield parseRecord(this.#line, text);
  }

  #hold(text: string): void {
    this.#isTooLong ||= this.#held.length + text.length > this.#charsMax;
    this.#held = this.#isTooLong ? '' : this.#held + text;
  }
}
