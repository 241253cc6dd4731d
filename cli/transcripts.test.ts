/** Runs `transcripts/*.md` against the real engine. `UPDATE_TRANSCRIPTS=1` writes down what was printed instead. */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { bufferIo } from './buffer-io.js';
import { processIo } from './process-io.js';
import { run } from './run.js';
import {
  formatTranscript,
  Normaliser,
  parseTranscript,
  readInvocation,
  type Step,
} from './transcript.js';
import { splitWords } from './words.js';

const DIRECTORY = 'cli/transcripts';
const isUpdate = process.env['UPDATE_TRANSCRIPTS'] === '1';
const places: string[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const place of places.splice(0)) rmSync(place, { recursive: true });
});

function makePlace(): string {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'issue-transcript-')));
  places.push(place);
  return place;
}

async function perform(line: string, directory: string): Promise<string> {
  const { env, input, words } = readInvocation(line, splitWords);
  const before = { ...process.env };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const io = bufferIo({
    cwd: directory,
    env: { ...process.env, ...env },
    ...(input === null ? {} : { stdin: 'pipe', input: [input] }),
  });
  const code = await run(
    words,
    { ...io, start: processIo().start, nowMs: Date.now, stdout: io.stdout },
    undefined,
  );
  for (const name of Object.keys(env)) vi.stubEnv(name, before[name]);
  const errors = io.err.replace(/^(?=.)/gm, '! ');
  return `${io.out}${errors}${code === 0 ? '' : `[${code}]\n`}`;
}

async function replay(steps: readonly Step[]): Promise<readonly Step[]> {
  const home = makePlace();
  const directory = makePlace();
  for (const name of ['HOME', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) vi.stubEnv(name, home);
  for (const name of ['ISSUE_AGENT_TYPE', 'ISSUE_SESSION_ID', 'NO_COLOR'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('ISSUE_AGENT_ID', 'codex-2');
  const normaliser = new Normaliser([[directory, 'DIR']]);
  const seen: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'file') writeFileSync(join(directory, step.name), step.text);
    if (step.kind !== 'session') {
      seen.push(step);
      continue;
    }
    const commands = [];
    for (const { line } of step.commands) {
      const output = await perform(normaliser.expand(line), directory);
      normaliser.learn(output);
      commands.push({ line, output: normaliser.hide(output) });
    }
    seen.push({ kind: 'session', commands });
  }
  return seen;
}

const names = readdirSync(DIRECTORY).filter((name) => name.endsWith('.md'));

test.each(names)('[CLI1] [CLI2] [CLI12] [CLI13] %s is what really happens', async (name) => {
  const path = join(DIRECTORY, name);
  const markdown = readFileSync(path, 'utf8');
  const steps = parseTranscript(markdown);
  expect(formatTranscript(steps)).toBe(markdown);
  const seen = formatTranscript(await replay(steps));
  if (isUpdate) writeFileSync(path, seen);
  else expect(seen).toBe(markdown);
});

test('there are transcripts, and every one runs commands', () => {
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    const steps = parseTranscript(readFileSync(join(DIRECTORY, name), 'utf8'));
    expect(
      steps.some((step) => step.kind === 'session' && step.commands.length > 0),
      name,
    ).toBe(true);
  }
});
