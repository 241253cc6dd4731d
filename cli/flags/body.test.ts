import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bufferIo, type BufferOptions, type FakeChild } from '../buffer-io.js';
import { fakeDoor, makeIssue, makeWritten } from '../fake-engine.js';
import { run } from '../run.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'issue-cli-'));
});
afterEach(() => rm(directory, { recursive: true }));

const answers = {
  create: makeWritten(makeIssue()),
  edit: [makeWritten(makeIssue())],
  comment: {
    ...makeWritten(makeIssue()),
    comment: { id: 'c1', author: 'a', createdMs: 0, editedMs: null, body: '' },
  },
  show: makeIssue({ body: 'Old body', labels: ['bug'] }),
};

async function perform(
  argv: readonly string[],
  options: BufferOptions = {},
  answer: object = answers,
) {
  const { door, calls } = fakeDoor({ ...answer });
  const io = bufferIo({ cwd: directory, ...options });
  const code = await run(argv, io, door);
  const call = calls.find(({ verb }) => ['create', 'edit', 'comment'].includes(verb));
  return { code, io, call };
}

const PIPE: BufferOptions = { stdin: 'pipe', input: ['from ', 'the pipe\n'] };

describe('prose', () => {
  test('[CLI8] from -b, -F, -F - and their synonyms', async () => {
    await writeFile(join(directory, 'body.md'), 'from a file');
    const bodyOf = async (argv: string[], options?: BufferOptions): Promise<unknown> => {
      const { call } = await perform(['create', 'Title', ...argv], options);
      return (call?.args[0] as { body?: string } | undefined)?.body;
    };
    expect(await bodyOf(['-b', 'typed'])).toBe('typed');
    expect(await bodyOf(['--description', 'typed'])).toBe('typed');
    expect(await bodyOf(['--message', '-label:x --json'])).toBe('-label:x --json');
    expect(await bodyOf(['-F', 'body.md'])).toBe('from a file');
    expect(await bodyOf(['-F', '-'], PIPE)).toBe('from the pipe\n');
    expect(await bodyOf(['-b', '-'], PIPE)).toBe('from the pipe\n');
    expect(await bodyOf([], PIPE)).toBe('from the pipe\n');
    expect(await bodyOf(['--no-input'], PIPE)).toBeUndefined();
    expect(await bodyOf([], { ...PIPE, env: { ISSUE_NO_INPUT: '1' } })).toBeUndefined();
  });

  test('[CLI8] only one source at a time; a missing file is named', async () => {
    const both = await perform(['create', 'T', '-b', 'x', '-F', 'y']);
    expect(both.code).toBe(2);
    expect(both.io.err).toContain('only one of --body, --body-file and --editor');
    const missing = await perform(['create', 'T', '-F', 'none.md']);
    expect(missing.code).toBe(2);
    expect(missing.io.err).toContain('cannot read none.md: ENOENT');
  });

  test('[CLI8] a comment without text fails at once and says how to give it', async () => {
    const { code, io } = await perform(['comment', 'ab3f']);
    expect(code).toBe(2);
    expect(io.err).toContain('no text was given');
    expect(io.err).toContain('try: add --body');
  });

  test('[CLI8] a socket on which nothing comes is not waited for', async () => {
    const io = bufferIo({ cwd: directory, stdin: 'socket' });
    const silent = { ...io, stdin: { ...io.stdin, kind: 'socket' as const, chunks: neverEnding } };
    const { door, calls } = fakeDoor(answers);
    expect(await run(['create', 'Title'], silent, door)).toBe(0);
    expect(calls[0]?.args[0]).not.toHaveProperty('body');
  });

  test('[CLI8] edit takes a pipe as the body only when nothing else is asked', async () => {
    const alone = await perform(['edit', 'ab3f'], PIPE);
    expect(alone.call?.args[1]).toEqual({ body: 'from the pipe\n' });
    const loop = await perform(['edit', 'ab3f', '--add-label', 'x'], PIPE);
    expect(loop.call?.args[1]).toEqual({ addLabels: ['x'] });
    const nothing = await perform(['edit', 'ab3f']);
    expect(nothing.code).toBe(2);
  });
});

async function* neverEnding(): AsyncIterable<string> {
  await new Promise(() => undefined);
  yield '';
}

describe('the editor', () => {
  const atTerminal = (edit: (text: string) => string | null): BufferOptions => ({
    tty: true,
    env: { ISSUE_EDITOR: 'edit --wait', EDITOR: 'other' },
    onStart: ({ command }: FakeChild) => {
      const file = command.at(-1) ?? '';
      const text = edit(readFileSync(file, 'utf8'));
      if (text === null) return { code: 1 };
      writeFileSync(file, text);
      return { code: 0 };
    },
  });

  test('[CLI8] edits title, labels and body as one text', async () => {
    const { io, call } = await perform(
      ['edit', 'ab3f', '-e'],
      atTerminal((text) => text.replace('labels: bug', 'labels: bug, ui').replace('Old', 'New')),
    );
    expect(io.children[0]?.command.slice(0, 3)).toEqual(['sh', '-c', 'edit --wait "$1"']);
    expect(call?.args[1]).toMatchObject({ body: 'New body', setLabels: ['bug', 'ui'] });
    await expect(stat(io.children[0]?.command.at(-1) ?? '')).rejects.toThrow('ENOENT');
  });

  test('[CLI8] unchanged or empty aborts with 0, and says so', async () => {
    const unchanged = await perform(
      ['edit', 'ab3f', '-e'],
      atTerminal((text) => text),
    );
    expect(unchanged).toMatchObject({ code: 0, call: undefined });
    expect(unchanged.io.err).toContain('unchanged, so nothing was done');
    const empty = await perform(
      ['create', '-e'],
      atTerminal(() => ' \n'),
    );
    expect(empty).toMatchObject({ code: 0, call: undefined });
    expect(empty.io.err).toContain('empty, so nothing was done');
  });

  test('[CLI8] a failing editor is an error, and a failing command keeps the draft', async () => {
    expect(
      (
        await perform(
          ['create', '-e'],
          atTerminal(() => null),
        )
      ).code,
    ).toBe(2);
    const { code, io } = await perform(
      ['create', '-e'],
      atTerminal(() => 'Title\nBody'),
      {
        create: new Error('disk is gone'),
      },
    );
    expect(code).toBe(1);
    const draft = /draft kept: (.*)/.exec(io.err)?.[1] ?? '';
    expect(readFileSync(draft, 'utf8')).toBe('Title\nBody');
    await rm(join(draft, '..'), { recursive: true });
  });

  test('[CLI4] without a terminal no editor is opened', async () => {
    const { code, io } = await perform(['create', 'T', '-e']);
    expect(code).toBe(2);
    expect(io.err).toContain('--editor needs a terminal');
    expect(io.children).toEqual([]);
  });
});
