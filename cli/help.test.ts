import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { prepareArgv } from './argv.js';
import { bufferIo } from './buffer-io.js';
import { createContext } from './context.js';
import type { CommandDescription } from './describe-command.js';
import { fakeDoor } from './fake-engine.js';
import { factsOf } from './flags/describe.js';
import { createProgram, isCommand } from './program.js';
import { run } from './run.js';
import { splitWords } from './words.js';

const program = createProgram(createContext(bufferIo()), () => undefined);
const everyCommand = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];
const commands = everyCommand(program);
const leaves = commands.filter(({ commands: children }) => children.length === 0);

/** The part of an example that is ours: what follows `issue` up to a pipe, a redirection or a next command. */
function ownWords(example: string): string[] {
  const words = splitWords(example.replace('<(', ''));
  const start = words.indexOf('issue') + 1;
  const rest = words.slice(start);
  const end = rest.findIndex((word) => ['|', '>', '&&', '2>&1'].includes(word));
  return (end < 0 ? rest : rest.slice(0, end)).map((word) => word.replace(/\)$/, ''));
}

describe('help', () => {
  const examples = commands.flatMap((command) => factsOf(command).examples ?? []);

  test.each(examples)('[CLI19] is understood: %s', async (example) => {
    const own = example === 'issue' ? ['overview'] : ownWords(example);
    const parser = createProgram(createContext(bufferIo()), () => undefined);
    for (const command of everyCommand(parser))
      if (command.commands.length === 0) command.action(() => undefined);
    await expect(parser.parseAsync(prepareArgv(own), { from: 'user' })).resolves.toBe(parser);
  });

  test('[CLI19] every command has a description and an example', () => {
    const bare = leaves.filter(
      (command) =>
        command.name() !== '__complete' && (factsOf(command).examples ?? []).length === 0,
    );
    expect(bare.map((command) => command.name())).toEqual([]);
    expect(
      commands.filter((command) => command.description() === '' && command.name() !== '__complete'),
    ).toEqual([]);
  });

  test('[CLI19] one flag means one thing: a short flag stands for the same long one everywhere', () => {
    const meanings = new Map<string, Set<string>>();
    for (const { short, long } of commands.flatMap((command) => command.options)) {
      if (short == null || long == null) continue;
      meanings.set(short, (meanings.get(short) ?? new Set()).add(long));
    }
    const several = [...meanings]
      .filter(([, longs]) => longs.size > 1)
      .map(([short, longs]) => [short, ...longs]);
    expect(several).toEqual([]);
  });

  test('[CLI19] [CLI5] as JSON it lists every command, flag, synonym and exit code', async () => {
    const io = bufferIo();
    expect(await run(['help', '--json'], io, fakeDoor().door)).toBe(0);
    const { data } = JSON.parse(io.out) as {
      data: {
        commands: CommandDescription[];
        exit_codes: Record<string, string>;
        synonyms: Record<string, string[]>;
      };
    };
    const names = data.commands.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['issue list', 'issue create', 'issue claim', 'issue help']),
    );
    const create = data.commands.find(({ name }) => name === 'issue create');
    expect(create?.aliases).toEqual(['new', 'add']);
    expect(create?.synonyms?.['--description <text>']).toBe('--body');
    expect(create?.flags?.map(({ flags }) => flags)).toContain('-b, --body <text>');
    const claim = data.commands.find(({ name }) => name === 'issue claim');
    expect(claim?.commands?.map(({ name }) => name)).toContain('issue claim run');
    expect(data.exit_codes['12']).toContain('lost');
    expect(data.synonyms['release']).toEqual(['claim', 'release']);
  });

  test('[CLI19] help of a command is the same however it is asked for', async () => {
    const asked = bufferIo();
    expect(await run(['help', 'start', 'run'], asked, fakeDoor().door)).toBe(0);
    const flagged = bufferIo();
    expect(await run(['claim', 'run', '-h'], flagged, fakeDoor().door)).toBe(0);
    expect(asked.out).toContain('Usage: issue claim run [options] <id> <command...>');
    expect(asked.out).toBe(flagged.out);
  });

  test('[CLI5] synonyms are accepted and not advertised', async () => {
    const io = bufferIo();
    await run(['--help'], io, fakeDoor().door);
    expect(io.out).toContain('  list [query...]');
    expect(io.out).not.toMatch(/\bls\b|list\|/);
    const create = bufferIo();
    await run(['create', '--help'], create, fakeDoor().door);
    expect(create.out).toContain('Usage: issue create [options] [title...]');
    expect(create.out).not.toContain('--description');
    expect(create.out).toContain('Examples:\n  issue create');
  });

  test('[CLI19] every command that a hint names exists', () => {
    const sources = ['cli', 'engine'].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
        .map((path) => readFileSync(join(room, path), 'utf8')),
    );
    const hints = sources.flatMap((source) => [
      ...source.matchAll(
        /(?:hint:|next:|next =|instead =|usage\([^;]*?,)\s*\[?\s*['"`]([^'`]+)['"`]/g,
      ),
    ]);
    const named = hints.flatMap(([, hint = '']) => [...hint.matchAll(/\bissue ([a-z]+)/g)]);
    const unknown = named.map(([, word = '']) => word).filter((word) => !isCommand(word));
    expect(named.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });
});
