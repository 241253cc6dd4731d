import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfig } from '../platform/config-file.js';
import { claimTtlMs, resolveIdentity } from './identity.js';
import { checkConfigValue, CONFIG_KEYS, flattenConfig, withConfigValue } from './schema.js';

const example = new URL('../../.issue-facade.example/config.json', import.meta.url);

function project(config: unknown = {}): {
  directory: string;
  env: Record<string, string>;
  file: string;
} {
  const directory = mkdtempSync(join(tmpdir(), 'issue-config-'));
  mkdirSync(join(directory, '.issue-facade', 'replica'), { recursive: true });
  const file = join(directory, '.issue-facade', 'config.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return { directory, file, env: { XDG_CONFIG_HOME: join(directory, 'xdg') } };
}

test('[CFG1] the example configuration holds known keys with valid values only', () => {
  const flat = flattenConfig(JSON.parse(readFileSync(example, 'utf8')));
  expect(flat.size).toBeGreaterThan(8);
  for (const [key, value] of flat) {
    expect([...CONFIG_KEYS.keys()]).toContain(key);
    checkConfigValue(key, value);
  }
});

test('[CFG1] setting a key keeps everything else, unknown keys included', async () => {
  const { directory, env, file } = project({
    future: { a: [1] },
    agent: { identity: 'x', odd: true },
  });
  const config = readConfig({ directory, env });
  await config.set('agent.type', 'codex');
  await config.set('sync.interval', '5m');
  await config.unset('agent.identity');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    future: { a: [1] },
    agent: { odd: true, type: 'codex' },
    sync: { interval: '5m' },
  });
  await expect(config.set('sync.enabled', 'perhaps')).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(config.set('__proto__.x', 1)).rejects.toMatchObject({ code: 'usage' });
});

test('[CFG1] set then get gives the value back, whatever the tree was', () => {
  const key = fc.constantFrom('agent.identity', 'a.b', 'backend.url', 'x.y.z');
  const tree = fc.dictionary(fc.constantFrom('agent', 'a', 'x', 'other'), fc.jsonValue());
  fc.assert(
    fc.property(tree, key, fc.string(), (before, path, value) => {
      const after = withConfigValue(before, path, value);
      expect(flattenConfig(after).get(path)).toBe(value);
      const [top = ''] = path.split('.');
      for (const name of Object.keys(before))
        if (name !== top) expect(after[name]).toEqual(before[name]);
    }),
  );
});

test('[CFG1] a file that is not JSON is refused by name and left alone', async () => {
  const { directory, env, file } = project('{ "agent": ');
  const config = readConfig({ directory, env });
  expect(() => config.get('agent.identity')).toThrow(file);
  await expect(async () => config.set('agent.type', 'x')).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect(readFileSync(file, 'utf8')).toBe('{ "agent": ');
});

test('[CFG2] option, environment, repository, user, system: the nearest wins and says where it is from', async () => {
  const { directory, env } = project({ agent: { identity: 'repo', type: 'repo-type' } });
  mkdirSync(join(env['XDG_CONFIG_HOME'] ?? '', 'issue-facade'), { recursive: true });
  writeFileSync(
    join(env['XDG_CONFIG_HOME'] ?? '', 'issue-facade', 'config.json'),
    JSON.stringify({ agent: { identity: 'user', capabilities: ['go'] } }),
  );
  const system = { user: 'root', session: '' };
  const config = readConfig({ directory, env });
  expect(resolveIdentity(config, {}, system)).toMatchObject({
    id: 'repo',
    type: 'repo-type',
    capabilities: ['go'],
  });
  expect(config.list()).toContainEqual({ key: 'agent.identity', value: 'repo', origin: 'repo' });
  const withEnv = readConfig({ directory, env: { ...env, ISSUE_AGENT_ID: 'env' } });
  expect(resolveIdentity(withEnv, {}, system).id).toBe('env');
  expect(resolveIdentity(withEnv, { id: 'given' }, system).id).toBe('given');
  const bare = project();
  const nothing = readConfig({ directory: bare.directory, env: bare.env });
  expect(resolveIdentity(nothing, {}, system)).toMatchObject({ id: 'root', type: null });
  expect(existsSync(nothing.userPath)).toBe(false);
});

test('[CFG2] the claim timeout is text with a unit or seconds, within bounds', () => {
  const ttl = (value: unknown): number => claimTtlMs({ get: () => value });
  expect(ttl('45m')).toBe(2_700_000);
  expect(ttl(600)).toBe(600_000);
  expect(ttl('1ms')).toBe(1_000);
  expect(ttl('300h')).toBe(12 * 3_600_000);
  expect(ttl('soon')).toBe(30 * 60_000);
});
