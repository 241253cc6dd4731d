#!/usr/bin/env node
/**
 * `npm start`: the main job, on the built program. Two agents work through a small backlog without network, in a
 * directory of their own that is removed at the end. Prints each command and what it really answered; exits with 1
 * when an answer is not the expected one. Plain Node, so it also runs as `node property-tests/tour.mjs`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ISSUE = fileURLToPath(new URL('../dist/cli/issue.cjs', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'issue-facade-tour-'));
const project = join(place, 'weather-station');
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (colours ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text) => (colours ? `\u001b[2m${text}\u001b[22m` : text);

/** Nothing of whoever runs this: no home, no configuration, no identity, no tokens. */
const env = {
  PATH: process.env.PATH,
  HOME: place,
  USERPROFILE: place,
  XDG_CONFIG_HOME: join(place, 'config'),
  XDG_STATE_HOME: join(place, 'state'),
  TZ: 'UTC',
  ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
  ...(colours ? { CLICOLOR_FORCE: '1' } : { NO_COLOR: '1' }),
};

const DAY_MS = 86_400_000;

/** A backlog as another tracker exports it, one JSON object a line. */
function backlog() {
  const nowMs = Date.now();
  const issue = (n, priority, type, title, more = {}) => ({
    id: `ws-${n}`,
    title,
    status: 'open',
    priority,
    issue_type: type,
    created_at: new Date(nowMs - (20 - n) * DAY_MS).toISOString(),
    updated_at: new Date(nowMs - (13 - n) * DAY_MS).toISOString(),
    created_by: 'mara',
    ...more,
  });
  const waitsFor = (n, ...others) => ({
    dependencies: others.map((other) => ({
      issue_id: `ws-${n}`,
      depends_on_id: `ws-${other}`,
      type: 'blocks',
    })),
  });
  return [
    issue(1, 1, 'epic', 'First release of the weather station'),
    issue(2, 0, 'bug', 'Sensor readings are lost when the disk is full', {
      description:
        'The writer drops a reading when `write` fails.\n\nKeep the last hour in memory.',
      labels: ['storage', 'data-loss'],
    }),
    issue(3, 1, 'task', 'Retry failed uploads with a growing delay', {
      labels: ['network'],
      ...waitsFor(3, 2),
    }),
    issue(4, 1, 'feature', 'Compress uploads', { labels: ['network'], ...waitsFor(4, 3) }),
    issue(5, 2, 'bug', 'Negative temperatures are shown without a sign', {
      labels: ['display'],
      comments: [
        {
          id: 1,
          author: 'tom',
          text: 'Seen at -0.4 °C.',
          created_at: new Date(nowMs - 5 * DAY_MS).toISOString(),
        },
      ],
    }),
    issue(6, 2, 'task', 'Document the calibration', { labels: ['docs'], ...waitsFor(6, 7) }),
    issue(7, 2, 'task', 'Calibrate the humidity sensor', { labels: ['hardware'] }),
    issue(8, 3, 'feature', 'Show the dew point', { labels: ['display'], ...waitsFor(8, 7) }),
    issue(9, 3, 'chore', 'Drop support for the old board', { labels: ['hardware'] }),
    issue(10, 2, 'task', 'Release notes', { labels: ['docs'], ...waitsFor(10, 1, 4, 5) }),
    issue(11, 4, 'feature', 'Draw a wind rose', { labels: ['display'] }),
    issue(12, 2, 'bug', 'The clock drifts without network', {
      status: 'closed',
      closed_at: new Date(nowMs - 2 * DAY_MS).toISOString(),
    }),
  ];
}

/** Runs one command as `agent` and prints it with its answer; answers with what it printed, without colours. */
function run(agent, args, expected = 0) {
  const shown = args.map((arg) => (/^[\w@:./%-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ');
  console.log(`\n${dim(`${agent} $`)} ${bold(`issue ${shown}`)}`);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [ISSUE, ...args], {
    cwd: project,
    env: { ...env, ISSUE_AGENT_ID: agent },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  process.stdout.write(`${stdout ?? ''}${stderr ?? ''}`);
  if (expected !== 0) console.log(dim(`(exit code ${status})`));
  if (status !== expected)
    throw new Error(`issue ${shown} exited with ${status ?? error?.message}, not ${expected}`);
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  return stdout.replace(/\u001b\[[\d;]*m/g, '');
}

/** The id that a command's answer begins with. */
function idIn(answer) {
  const id = /\b[a-hjkmnp-s][0-9a-hjkmnp-tv-z]{9}\b/.exec(answer)?.[0];
  if (id === undefined) throw new Error(`no issue id in: ${answer}`);
  return id;
}

function say(text) {
  console.log(`\n${dim('#')} ${text}`);
}

function tour() {
  mkdirSync(project);
  const lines = backlog().map((issue) => JSON.stringify(issue));
  writeFileSync(join(project, 'backlog.jsonl'), `${lines.join('\n')}\n`);

  say('A tracker in any directory, without network. The backlog comes from another tool.');
  run('claude-1', ['init']);
  run('claude-1', ['import', 'backlog.jsonl']);
  run('claude-1', ['ready', '--explain', 'label:storage,network']);

  say('An agent takes the most urgent ready issue; nobody else gets it meanwhile.');
  const first = idIn(run('claude-1', ['claim', '--next'])).slice(0, 4);
  run('codex-1', ['claim', first], 5);
  run('codex-1', ['claim', '--next', 'label:display']);

  say('It says how far it is, so that another can go on where it stops.');
  run('claude-1', ['progress', first, '60%', '--status', 'buffer written']);
  run('claude-1', ['checkpoint', first, 'buffer-done', '--note', 'next: replay on start']);
  run('claude-1', ['comment', 'add', first, 'The last hour is kept in memory now.']);
  run('claude-1', ['close', first]);

  say('What waited for it is ready; who did what is on record.');
  run('claude-1', ['query', 'save', 'mine-next', 'is:ready label:network sort:priority']);
  run('claude-1', ['list', '@mine-next']);
  run('claude-1', ['activity', first, '--limit', '5']);
  run('claude-1', ['depends', 'tree', 'ws-10']);
  run('claude-1', ['doctor']);
}

const startedMs = Date.now();
try {
  tour();
} catch (failure) {
  process.exitCode = 1;
  console.error(`\nthe tour stopped: ${failure.message}`);
} finally {
  rmSync(place, { recursive: true, force: true });
}
const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
say(
  `That was ${seconds} s in ${project}, which is removed. Your turn: issue init, or issue --help`,
);
