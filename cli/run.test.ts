import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bufferIo, type BufferOptions } from './buffer-io.js';
import { Failure } from './failure.js';
import {
  fakeDoor,
  makeClaim,
  makeClaimResult,
  makeIssue,
  makeListed,
  makeWritten,
} from './fake-engine.js';
import { run } from './run.js';

const issue = makeIssue({ labels: ['bug', 'cli'] });
const listed = makeListed(issue);

async function perform(
  line: string,
  answers: Readonly<Record<string, unknown>> = {},
  options: BufferOptions = {},
) {
  const { door, calls } = fakeDoor(answers);
  const io = bufferIo(options);
  const code = await run(
    line.split(' ').filter((word) => word !== ''),
    io,
    door,
  );
  return { code, io, calls, verbs: calls.map(({ verb }) => verb) };
}

const noDoor = (): never => {
  throw new Error('the engine was loaded');
};

describe('start-up', () => {
  test.each([
    '--version',
    '-V',
    '--help',
    'help',
    'help claim run',
    'help --json',
    'list --help',
    'list --wat',
    'list --json=help',
    'completion bash',
  ])('[CLI22] %s loads no engine', async (line) => {
    const io = bufferIo();
    await run(line.split(' '), io, noDoor);
    expect(io.err).not.toContain('the engine was loaded');
  });

  test('[CLI22] --version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const { code, io } = await perform('--version');
    expect([code, io.out, io.err]).toEqual([0, `${version}\n`, '']);
  });
});

describe('failures', () => {
  test('[CLI2] an engine error exits with its own code, and the replica is given back', async () => {
    const error = Object.assign(
      new Failure('not_found', 'no issue "ab3x"', {
        hint: 'issue show ab3f',
        details: { candidates: ['ab3f', 'ab3k'] },
      }),
    );
    const { code, io, verbs } = await perform('show ab3x', { show: error });
    expect(code).toBe(3);
    expect(io.out).toBe('');
    expect(io.err).toBe(
      'error: no issue "ab3x"\n2 ids are close: ab3f, ab3k\ntry: issue show ab3f\n',
    );
    expect(verbs).toEqual(['show', 'destroy']);
  });

  test('[CLI3] under --json it is one line on standard error', async () => {
    const error = new Failure('claim_held', 'held by codex-3', { details: { agent: 'codex-3' } });
    const { code, io } = await perform('claim ab3f --json', { 'claims.claimIssue': error });
    expect(code).toBe(5);
    expect(io.out).toBe('');
    expect(io.err).toBe(
      '{"schema":1,"error":{"code":"claim_held","message":"held by codex-3","hint":null,"details":{"agent":"codex-3"},"retryable":true}}\n',
    );
  });

  test('[CLI2] anything unknown is our own fault', async () => {
    const { code, io } = await perform('status', { status: new TypeError('x is not a function') });
    expect(code).toBe(1);
    expect(io.err).toContain('error: this is a defect of issue: x is not a function');
  });

  test.each([
    ['lsit', 'unknown command "lsit"', 'did you mean list?'],
    ['list --lable bug', 'unknown option "--lable"', 'did you mean --label?'],
    ['show', 'missing required argument "id"', ''],
    ['status now', 'too many arguments', ''],
    ['list --limit nine', '--limit cannot be "nine"', ''],
    ['completion tcsh', 'no completion for "tcsh"', ''],
    ['help lsit', 'there is no command "lsit"', 'try: issue help'],
  ])('[CLI5] `issue %s` exits with 2', async (line, message, hint) => {
    const { code, io, verbs } = await perform(line);
    expect(code).toBe(2);
    expect(io.out).toBe('');
    expect(io.err).toContain(message);
    expect(io.err).toContain(hint);
    expect(verbs.filter((verb) => verb !== 'destroy')).toEqual([]);
  });

  test('[CLI20] foreign text in a failure is shown, not obeyed', async () => {
    const error = new Failure('not_found', 'no issue "\x1b]0;owned\x07"');
    const { io } = await perform('show x', { show: error });
    expect(io.err).toBe('error: no issue "^[]0;owned^G"\n');
  });
});

describe('answers', () => {
  const list = { issues: [listed], total: 112, limit: 30, notes: ['no label "bgu"; close: "bug"'] };

  test('[CLI12] a list off a terminal: count, lines, what next', async () => {
    const { code, io } = await perform('list', { list });
    expect(code).toBe(0);
    expect(io.out).toBe(
      '1 of 112 issues (more: --limit 60)\nab3f P1 open Crash on empty input [bug,cli]\nnext: issue show ab3f\n',
    );
    expect(io.err).toBe('note: no label "bgu"; close: "bug"\n');
  });

  test('[CLI1] [CLI10] a list as JSON: one envelope, nothing else anywhere', async () => {
    const { io } = await perform('list --json', { list });
    expect(io.err).toBe('');
    expect(io.out.endsWith('\n')).toBe(true);
    expect(JSON.parse(io.out)).toEqual({
      schema: 1,
      data: [
        {
          id: 'ab3f0k2m1q',
          title: 'Crash on empty input',
          state: 'open',
          priority: 1,
          type: null,
          labels: ['bug', 'cli'],
          assignees: [],
          milestone: null,
          updated_at: '2026-11-22T12:00:00.000Z',
          ready: true,
          blocked_by: [],
          claim: null,
        },
      ],
      total: 112,
      has_more: true,
      notes: ['no label "bgu"; close: "bug"'],
    });
  });

  test('[CLI11] chosen fields in the order asked; an unknown one is refused with the known', async () => {
    const chosen = await perform('list --json state,id', { list });
    expect(chosen.io.out).toContain('"data":[{"state":"open","id":"ab3f0k2m1q"}]');
    const elsewhere = await perform('-C /other list --json id', { list });
    expect(elsewhere.io.out).toContain('"data":[{"id":"ab3f0k2m1q"}]');
    const wrong = await perform('list --json state,titel', { list });
    expect(wrong.code).toBe(2);
    expect(wrong.io.err).toContain('"code":"unknown_field"');
    expect(wrong.io.err).toContain('"title"');
  });

  test('[CLI11] --json=help prints the names and runs nothing', async () => {
    const { code, io, verbs } = await perform('close ab3f --json=help');
    expect(code).toBe(0);
    expect(JSON.parse(io.out)).toMatchObject({
      data: { standard: expect.arrayContaining(['changed']) as unknown },
    });
    expect(verbs).toEqual([]);
  });

  test('[CLI13] a write begins with the full id; what already was so is said', async () => {
    const done = await perform('close ab3f', { close: [makeWritten(issue)] });
    expect(done.io.out).toBe('ab3f0k2m1q closed Crash on empty input\n');
    const again = await perform('close ab3f', {
      close: [makeWritten(issue, { changed: false, notes: ['claimed by codex-3 for 12m'] })],
    });
    expect(again.code).toBe(0);
    expect(again.io.out).toBe('ab3f0k2m1q already closed: Crash on empty input\n');
    expect(again.io.err).toBe('note: claimed by codex-3 for 12m\n');
    const dry = await perform('create A title --dry-run --json', { create: makeWritten(issue) });
    expect(JSON.parse(dry.io.out)).toMatchObject({ dry_run: true, data: { changed: true } });
    expect(dry.calls[0]?.args).toEqual([
      { title: 'A title', labels: [], assignees: [], dependencies: [] },
      { dryRun: true },
    ]);
  });

  test('[CLI5] bare issue is an overview', async () => {
    const { io, verbs } = await perform('', {
      status: { issues: { open: 3, inProgress: 1, closed: 9 }, ready: 2, blocked: 1 },
      'claims.listClaims': [makeClaimResult(issue)],
      list: { ...list, total: 1, notes: [] },
    });
    expect(verbs).toContain('claims.listClaims');
    expect(io.out).toContain('codex-2: 4 open, 2 ready, 1 blocked');
    expect(io.out).toContain(
      'claimed by me: 1\nab3f0k2m1q held by me: Crash on empty input (codex-2, 29m left',
    );
    expect(io.out).toContain('next: issue show ab3f');
  });
});

describe('destruction', () => {
  test('[CLI4] delete asks a person, and without one names --yes', async () => {
    const alone = await perform('delete ab3f');
    expect(alone.code).toBe(2);
    expect(alone.verbs).toEqual([]);
    expect(alone.io.err).toContain('try: issue delete ab3f --yes');
    const json = await perform('delete ab3f --json', {}, { tty: true });
    expect(json.io.err).toContain('"code":"input_required"');
    const answer = { delete: [makeWritten(issue)] };
    expect((await perform('delete ab3f --yes', answer)).verbs).toEqual(['delete', 'destroy']);
    expect((await perform('delete ab3f', answer, { tty: true, input: ['y'] })).verbs).toContain(
      'delete',
    );
    const no = await perform('delete ab3f', answer, { tty: true, input: [''] });
    expect(no.verbs).toEqual([]);
    expect(no.io.err).toContain('nothing was deleted');
    expect(
      (await perform('delete ab3f --no-input', answer, { tty: true, input: ['y'] })).code,
    ).toBe(2);
  });
});

describe('claims', () => {
  test.each([
    ['held', 0],
    ['free', 0],
    ['other', 5],
    ['lost', 12],
    ['expired', 13],
  ] as const)('[CLI16] claim check of %s exits with %i', async (outcome, exit) => {
    const { code, io } = await perform('claim check ab3f', {
      'claims.checkClaim': makeClaimResult(issue, { outcome, changed: false }),
    });
    expect(code).toBe(exit);
    expect(io.out).toMatch(/^ab3f0k2m1q /);
  });

  test('[CLI18] --next with nothing ready exits with 3', async () => {
    const { code, io, calls } = await perform('claim --next label:bug --timeout 5m', {
      'claims.claimNext': null,
    });
    expect(code).toBe(3);
    expect(io.err).toContain('no issue that matches label:bug is ready');
    expect(calls[0]?.args).toEqual(['label:bug', { ttlMs: 300_000 }]);
  });

  test('[CLI18] a tentative claim is printed and exits with 10, unless that will do', async () => {
    const tentative = makeClaimResult(issue, {
      confirmed: false,
      mode: 'git:origin',
      claim: makeClaim('codex-2', { arbiter: null }),
    });
    const answers = { 'claims.claimIssue': tentative };
    const { code, io } = await perform('claim ab3f', answers);
    expect(code).toBe(10);
    expect(io.out).toContain('ab3f0k2m1q claimed Crash on empty input (codex-2, 29m left');
    expect(io.out).toContain('tentative');
    expect(io.err).toContain('git:origin did not confirm it');
    expect((await perform('claim ab3f --tentative-ok', answers)).code).toBe(0);
    expect(
      (await perform('claim ab3f', { ...answers, 'config.claims.tentative': 'allow' })).code,
    ).toBe(0);
  });

  test('[CLI5] a steal needs its reason', async () => {
    expect((await perform('claim ab3f --steal')).code).toBe(2);
    const { calls } = await perform('claim ab3f --steal --reason gone', {
      'claims.claimIssue': makeClaimResult(issue),
    });
    expect(calls[0]?.args).toEqual(['ab3f', { steal: { reason: 'gone' } }]);
  });
});

describe('the terminal', () => {
  const list = { issues: [listed], total: 1, limit: 30, notes: [] };

  test('[CLI15] a table with colours at a terminal, unless they are unwanted', async () => {
    const coloured = await perform('list', { list }, { tty: true });
    expect(coloured.io.out).toContain('\x1b[');
    const plain = await perform('list', { list }, { tty: true, env: { NO_COLOR: '1' } });
    expect(plain.io.out).toBe(
      '1 issue\nID    P   STATE  TITLE                 LABELS     UPDATED\nab3f  P1  open   Crash on empty input  [bug,cli]  1d\n',
    );
  });

  test('[CLI15] the pager is for terminals that are too short, and its absence is no failure', async () => {
    const env = { PAGER: 'most', NO_COLOR: '1' };
    const short = { tty: true, rows: 2, env, onStart: () => ({ code: 0 }) };
    const paged = await perform('list', { list }, short);
    expect(paged.io.out).toBe('');
    expect(paged.io.children[0]).toMatchObject({ command: ['sh', '-c', 'most'] });
    expect(paged.io.children[0]?.options.input).toContain('1 issue');
    expect((await perform('list --no-pager', { list }, short)).io.children).toEqual([]);
    expect((await perform('list', { list }, { ...short, rows: 24 })).io.children).toEqual([]);
    expect((await perform('list', { list }, { ...short, tty: false })).io.children).toEqual([]);
    const missing = await perform('list', { list }, { ...short, onStart: () => ({ code: 127 }) });
    expect(missing.io.out).toContain('1 issue');
  });
});

describe('aliases', () => {
  test('[CLI14] an alias stands for words, but not for a program', async () => {
    const list = { issues: [], total: 0, limit: 30, notes: [] };
    const { io, calls } = await perform('triage label:bug', {
      'config.alias.triage': "list 'no:milestone'",
      list,
    });
    expect(calls[0]?.args).toEqual([{ query: 'no:milestone label:bug', openByDefault: true }]);
    expect(io.out).toBe('0 issues\n');
    const evil = await perform('triage', { 'config.alias.triage': 'claim run ab3f -- rm -rf x' });
    expect(evil.code).toBe(2);
    expect(evil.calls).toEqual([]);
    expect(evil.io.err).toContain('would run a program');
    expect(
      (await perform('list', { 'config.alias.list': 'delete ab3f --yes', list })).verbs,
    ).toEqual(['list', 'destroy']);
  });
});

describe('reports', () => {
  test('[CLI24] import prints its report, then fails when lines were rejected', async () => {
    const report = {
      source: 'beads',
      created: 2,
      updated: 0,
      unchanged: 1,
      tombstones: 0,
      dependencies: 1,
      comments: 0,
      rejected: [{ line: 7, reason: 'not JSON' }],
      notes: [],
      dryRun: false,
    };
    const piped = { stdin: 'pipe', input: ['{}\n'] } as const;
    const { code, io } = await perform('import', { import: report }, piped);
    expect(code).toBe(2);
    expect(io.out).toBe(
      'beads: 2 created, 0 updated, 1 unchanged, 1 dependency, 0 comments, 1 rejected\nline 7: not JSON\nnext: issue ready\n',
    );
    expect(io.err).toContain('1 line could not be read');
    expect((await perform('import', { import: report })).io.err).toContain('name a file to import');
  });

  test('[CLI24] doctor prints its findings, then fails when damage is left', async () => {
    const report = {
      healthy: false,
      findings: [
        { kind: 'row_mismatch', severity: 'error', message: '2 rows', fixable: true, fixed: false },
      ],
      issues: 5,
      checked: { documents: 5 },
    };
    const { code, io } = await perform('doctor', { doctor: report });
    expect(code).toBe(1);
    expect(io.out).toBe(
      'damaged: 5 issues (checked 5 documents)\nerror row_mismatch: 2 rows (--fix mends it)\n',
    );
    expect(io.err).toContain('try: issue doctor --fix');
  });
});

test('[CLI13] edit hands fields and dependencies to the engine as one change', async () => {
  const { calls, io } = await perform('edit ab3f --parent ef5g --blocks gh6j --title New', {
    edit: [makeWritten(makeIssue({ title: 'New' }))],
  });
  expect(calls.find(({ verb }) => verb === 'edit')?.args.slice(0, 2)).toEqual([
    ['ab3f'],
    { title: 'New', parent: 'ef5g', blocks: ['gh6j'] },
  ]);
  expect(io.out).toBe('ab3f0k2m1q edited New\n');
});
