/**
 * No test sees the home, configuration, identity or tokens of whoever runs it. Runs before the first worker
 * starts, so workers and the programs they start inherit it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOREIGN =
  /^(ISSUE_(?!FACADE_(SPECS|DATA)$)|GIT_|(GITHUB|GH|GITLAB|GITEA|FORGEJO|JIRA|LINEAR)_)/;

/** `fetch` against a test's own server needs no extra roots, and reading them costs Node 20 40 ms a start. */
const SLOW = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

export function setup(): () => void {
  const before = { ...process.env };
  const home = mkdtempSync(join(tmpdir(), 'issue-facade-tests-'));
  const directories = {
    HOME: home,
    USERPROFILE: home,
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'share'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  };
  for (const directory of Object.values(directories)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  for (const name of Object.keys(process.env)) {
    if (FOREIGN.test(name) || SLOW.includes(name)) delete process.env[name];
  }
  Object.assign(process.env, directories, { GIT_CONFIG_NOSYSTEM: '1' });
  return () => {
    process.env = before;
    rmSync(home, { recursive: true, force: true });
  };
}
