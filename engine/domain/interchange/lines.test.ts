import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonRecord, jsonRecords } from './lines.js';

async function read(chunks: Iterable<string>, charsMax?: number): Promise<readonly JsonRecord[]> {
  const options = charsMax === undefined ? {} : { charsMax };
  const records: JsonRecord[] = [];
  for await (const record of jsonRecords(chunks, options)) records.push(record);
  return records;
}

/** `1:{"a":1}` or `2!` for an error. */
function sketch(records: readonly JsonRecord[]): readonly string[] {
  return records.map((record) =>
    'value' in record ? `${record.line}:${JSON.stringify(record.value)}` : `${record.line}!`,
  );
}

describe('[IMP8] JSONL', () => {
  test('[IMP8] blank lines, CRLF, a byte order mark and a missing last line end are tolerated', async () => {
    const text = '\ufeff\r\n{"a":1}\r\n\r\n  \n{"a":2}\n\n{"a":3}';
    expect(sketch(await read([text]))).toEqual(['2:{"a":1}', '5:{"a":2}', '7:{"a":3}']);
  });

  test('[IMP8] a bad line costs itself alone', async () => {
    const text = '{"a":1}\n{"a":"torn\n[1]\n3\nnull\nx\n{"a":2}\n';
    expect(sketch(await read([text]))).toEqual([
      '1:{"a":1}',
      '2!',
      '3!',
      '4!',
      '5!',
      '6!',
      '7:{"a":2}',
    ]);
  });

  test('[IMP8] even when it is the first', async () => {
    expect(sketch(await read(['{"a":"torn\n{"a":2}']))).toEqual(['1!', '2:{"a":2}']);
    expect(sketch(await read(['{"a":1,\n{"a":2}']))).toEqual(['1!', '2:{"a":2}']);
    expect(sketch(await read(['id,title\n{"a":2}']))).toEqual(['1!', '2:{"a":2}']);
  });

  test('[IMP8] a line that is too long is passed over, the next is read', async () => {
    const records = await read(
      ['{"a":1}\n', `{"a":"${'x'.repeat(30)}`, `${'x'.repeat(30)}"}\n{"a":2}`],
      20,
    );
    expect(sketch(records)).toEqual(['1:{"a":1}', '2!', '3:{"a":2}']);
  });

  test('[IMP8] nothing gives nothing', async () => {
    for (const text of ['', '\n\n', '\ufeff', '[]', '[\n]\n', '{"issues":[]}']) {
      expect(await read([text])).toEqual([]);
    }
  });
});

describe('[IMP8] documents', () => {
  const issues = [{ a: 'x]},{"' }, { a: { b: [1, { c: '\\"' }] } }, {}];

  test('[IMP8] a list, printed or not, and several one after another', async () => {
    expect(sketch(await read([JSON.stringify(issues)]))).toHaveLength(3);
    const printed = await read([`\n${JSON.stringify(issues, null, 2)}\n`]);
    expect(printed.map((record) => record.line)).toEqual([3, 6, 16]);
    expect(printed.map((record) => 'value' in record && record.value)).toEqual(issues);
    expect(sketch(await read(['[{"a":1}][{"a":2}]\n[\n{"a":3}]']))).toEqual([
      '1:{"a":1}',
      '1:{"a":2}',
      '3:{"a":3}',
    ]);
  });

  test('[IMP8] an object that holds a list, whatever stands around it', async () => {
    for (const key of ['issues', 'items']) {
      const wrapper = {
        total: 3,
        note: 'issues',
        deep: { items: [1] },
        [key]: issues,
        more: { a: [{}] },
      };
      for (const space of [0, 2]) {
        const records = await read([JSON.stringify(wrapper, null, space)]);
        expect(records.map((record) => 'value' in record && record.value)).toEqual(issues);
      }
    }
  });

  test('[IMP8] objects printed over several lines, one after another', async () => {
    const text = `${JSON.stringify({ a: 1 }, null, 2)}\n${JSON.stringify({ b: [] }, null, 2)}`;
    expect(sketch(await read([text]))).toEqual(['1:{"a":1}', '4:{"b":[]}']);
  });

  test('[IMP8] elements that are no objects are errors with their line', async () => {
    const text = '[1,\n"a, ]",\n[{}],\nnull\n,{"a":1}, {"b" 1}]';
    expect(sketch(await read([text]))).toEqual(['1!', '2!', '3!', '4!', '5:{"a":1}', '5!']);
  });

  test('[IMP8] an end that cannot be found is an error, never silence', async () => {
    expect(sketch(await read(['[{"a":1},\n{"a":']))).toEqual(['1:{"a":1}', '2!']);
    expect(sketch(await read(['[{"a":1}']))).toEqual(['1:{"a":1}', '1!']);
    expect(sketch(await read(['{"issues":[{"a":1}]']))).toEqual(['1:{"a":1}', '1!']);
    expect(sketch(await read(['[\n{"a":"torn},\n{"a":2}]']))).toEqual(['2!']);
    expect(sketch(await read(['[{"a":1}] trailing']))).toEqual(['1:{"a":1}', '1!']);
  });

  test('[IMP8] an element that is too long is passed over; a long list is no long element', async () => {
    const long = `{"a":"${'x'.repeat(50)}"}`;
    const text = `[{"a":1},\n${long},\n{"a":2}]`;
    expect(sketch(await read([text], 20))).toEqual(['1:{"a":1}', '2!', '3:{"a":2}']);
    const many = JSON.stringify({ issues: Array.from({ length: 100 }, () => ({ a: 1 })) });
    expect(await read([many.slice(0, 100), many.slice(100)], 20)).toHaveLength(100);
  });
});

test('[IMP8] every way of writing the same objects, cut anywhere, gives the same objects', async () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
  const shape = fc.constantFrom(
    (list: readonly object[]) => list.map((item) => JSON.stringify(item)).join('\r\n'),
    (list: readonly object[]) => JSON.stringify(list),
    (list: readonly object[]) => JSON.stringify(list, null, '\t'),
    (list: readonly object[]) => JSON.stringify({ count: 1, issues: list, end: ['{'] }),
    (list: readonly object[]) => JSON.stringify({ deep: { items: [] }, items: list }, null, 1),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(object, { minLength: 1, maxLength: 4 }),
      shape,
      fc.integer({ min: 1, max: 9 }),
      async (list, write, size) => {
        // An object that itself holds such a list is a wrapper by rule.
        fc.pre(list.every((item) => !('issues' in item) && !('items' in item)));
        const text = write(list);
        const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        const records = await read(chunks);
        expect(
          records.map((record) => ('value' in record ? JSON.stringify(record.value) : record)),
        ).toEqual(list.map((item) => JSON.stringify(JSON.parse(JSON.stringify(item)))));
        expect(await read([text])).toEqual(records);
      },
    ),
    { numRuns: 300 },
  );
});

test('[IMP3] no file makes it throw', async () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '\\',
    '\n',
    'a',
    '1',
    ' ',
    '"issues"',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      const whole = await read([pieces.join('')]);
      expect(await read(pieces)).toEqual(whole);
      if (pieces.join('').trim() === '') expect(whole).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
