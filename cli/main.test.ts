/** The real process: what a twin cannot show. */
import { spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = ['--import', 'tsx', '--conditions=source', resolve('cli/main.ts')];
const home = mkdtempSync(join(tmpdir(), 'issue-main-'));
const env = {
  ...process.env,
  HOME: home,
  XDG_STATE_HOME: home,
  XDG_CONFIG_HOME: home,
  ISSUE_AGENT_ID: 'codex-2',
};

function issue(
  args: readonly string[],
  input?: string,
): { out: string; err: string; code: number | null } {
  const ran = spawnSync(process.execPath, [...MAIN, '-C', home, ...args], {
    input,
    env,
    encoding: 'utf8',
  });
  return { out: ran.stdout, err: ran.stderr, code: ran.status };
}

/** Starts with standard input open and silent, as programs start programs; gives the exit code. */
function issueUnattended(args: readonly string[], stdio: StdioOptions): Promise<number | null> {
  const child = spawn(process.execPath, [...MAIN, '-C', home, ...args], { env, stdio });
  return new Promise((done) => void child.once('close', done));
}

beforeAll(() => expect(issue(['init']).code).toBe(0));
afterAll(() => rmSync(home, { recursive: true }));

describe('the process', () => {
  test('[CLI22] --version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const ran = spawnSync(process.execPath, [...MAIN, '--version'], { env, encoding: 'utf8' });
    expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, `${version}\n`, '']);
  });

  test('[CLI8] a piped body is read, an open socket is not waited for', async () => {
    const piped = issue(['create', 'Piped', '--json', 'title,body'], 'from a pipe');
    expect(JSON.parse(piped.out)).toMatchObject({ data: { title: 'Piped', body: 'from a pipe' } });
    expect(await issueUnattended(['create', 'Unattended'], ['pipe', 'ignore', 'inherit'])).toBe(0);
    expect(await issueUnattended(['comment', 'zzzz'], ['pipe', 'ignore', 'ignore'])).toBe(2);
  });

  test('[CLI1] a reader that leaves early is no failure', async () => {
    const child = spawn(process.execPath, [...MAIN, '-C', home, 'list'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const code = await new Promise((done) => void child.once('close', done));
    expect([code, errors]).toEqual([0, '']);
  });

  test('[CLI17] claim run gives the exit code of its command', () => {
    const { out } = issue(['list', '--json', 'id', '--limit', '1']);
    const [id = ''] = (JSON.parse(out) as { data: { id: string }[] }).data.map((row) => row.id);
    const { code } = issue(['claim', 'run', id, '--', process.execPath, '-e', 'process.exit(7)']);
    expect(code).toBe(7);
    expect(issue(['claim', 'check', id]).out).toContain('free');
  });
});
