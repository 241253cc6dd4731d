import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { bufferIo } from './buffer-io.js';
import { completionScript, SHELLS } from './completion-scripts.js';
import { fakeDoor, makeIssue, makeListed } from './fake-engine.js';
import { run } from './run.js';

const answers = {
  list: {
    issues: [makeListed(makeIssue({ title: 'Crash\x1b[2J' }))],
    total: 1,
    limit: 200,
    notes: [],
  },
  vocabulary: {
    labels: new Map([['bug', 3]]),
    assignees: new Map([['anna', 1]]),
    milestones: new Map([['1.0', 2]]),
    types: new Map([['task', 1]]),
  },
};

async function complete(...words: string[]): Promise<string[]> {
  const io = bufferIo();
  expect(await run(['__complete', '--', ...words], io, fakeDoor(answers).door), io.err).toBe(0);
  return io.out.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  test('[CLI23] commands and subcommands', async () => {
    expect(await complete('cl')).toEqual([
      expect.stringMatching(/^close\t/),
      expect.stringMatching(/^claim\t/),
    ]);
    expect((await complete('claim', 'ch')).map((line) => line.split('\t')[0])).toEqual(['check']);
    expect((await complete('')).map((line) => line.split('\t')[0])).not.toContain('__complete');
  });

  test('[CLI23] ids with their titles, made safe', async () => {
    const expected = ['ab3f\tCrash^[[2J'];
    expect(await complete('show', '')).toEqual(expected);
    expect(await complete('close', 'ab3f', 'a')).toEqual(expected);
    expect(await complete('claim', 'ab')).toEqual(expected);
    expect(await complete('show', 'zz')).toEqual([]);
    expect(await complete('show', 'ab3f', '')).toEqual([]);
  });

  test('[CLI23] names in use as values of flags and arguments', async () => {
    expect(await complete('list', '--label', 'b')).toEqual(['bug\t3 issues']);
    expect(await complete('label', 'add', 'ab3f', '')).toEqual(['bug\t3 issues']);
    expect(await complete('edit', 'ab3f', '--milestone', '')).toEqual(['1.0\t2 issues']);
    expect(await complete('list', '--color', 'n')).toEqual(['never\t']);
  });

  test('[CLI23] flags, without the hidden', async () => {
    const flags = (await complete('create', '--d')).map((line) => line.split('\t')[0]);
    expect(flags).toEqual(['--due', '--defer', '--dry-run']);
  });

  test.each(SHELLS)('[CLI23] the script for %s asks __complete', (shell) => {
    expect(completionScript(shell)).toContain('issue __complete -- ');
  });

  test('[CLI23] the script for bash is bash', () => {
    expect(execFileSync('bash', ['-n'], { input: completionScript('bash') }).toString()).toBe('');
  });
});
