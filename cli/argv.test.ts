import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { asksForJson, commandIndex, prepareArgv, settleFields, unprotect } from './argv.js';
import { bufferIo } from './buffer-io.js';
import { COMMAND_GROUPS } from './commands/index.js';
import { createContext } from './context.js';
import { LIST_FIELDS } from './render/fields.js';

const prepared = (line: string): string[] =>
  settleFields(prepareArgv(line.split(' ')), LIST_FIELDS).map(unprotect);

describe('prepareArgv', () => {
  test('[CLI6] --json takes the next word only when it reads as fields of the command', () => {
    expect(prepared('list --json id,title')).toEqual(['list', '--json=id,title']);
    expect(prepared('list --json title')).toEqual(['list', '--json=title']);
    expect(prepared('list --json help')).toEqual(['list', '--json=help']);
    expect(prepared('show --json ab3f')).toEqual(['show', '--json=', 'ab3f']);
    expect(prepared('list --json label:a,b')).toEqual(['list', '--json=', 'label:a,b']);
    expect(prepared('--json list')).toEqual(['--json=', 'list']);
    expect(prepared('--json id,title list')).toEqual(['--json=id,title', 'list']);
    expect(prepared('list --json')).toEqual(['list', '--json=']);
    expect(prepared('list --json=id')).toEqual(['list', '--json=id']);
    expect(settleFields(['backup', '--json', 'copy'], undefined)).toEqual([
      'backup',
      '--json=',
      'copy',
    ]);
  });

  test('[CLI6] nothing after -- is touched', () => {
    const line = 'claim run ab3f -- x --json id --json a,b';
    expect(prepared(line)).toEqual(line.split(' '));
  });

  test('[CLI7] -field: and -( are protected from the flag parser in query commands only', () => {
    const [, negated = '', group = '', flag = ''] = prepareArgv([
      'list',
      '-label:bug',
      '-(a',
      '-l',
    ]);
    expect(negated).not.toMatch(/^-/);
    expect(unprotect(negated)).toBe('-label:bug');
    expect(unprotect(group)).toBe('-(a');
    expect(flag).toBe('-l');
    expect(prepareArgv(['comment', 'ab3f', '-b', '-label:bug'])).toContain('-label:bug');
  });

  test('[CLI5] guessed words become the ones we have', () => {
    expect(prepared('release ab3f')).toEqual(['claim', 'release', 'ab3f']);
    expect(prepared('-C dir untag ab3f bug')).toEqual([
      '-C',
      'dir',
      'label',
      'remove',
      'ab3f',
      'bug',
    ]);
    expect(prepared('next label:bug')).toEqual(['claim', '--next', 'label:bug']);
    expect(prepared('constructor')).toEqual(['constructor']);
  });
});

test('[CLI7] every command that takes a query protects its terms, under all its names', () => {
  for (const { commands } of COMMAND_GROUPS) {
    for (const { words, register } of commands) {
      const program = new Command();
      register(program, createContext(bufferIo()));
      const takers = program.commands.flatMap((command) => [command, ...command.commands]);
      const takesQuery = takers.some((taker) =>
        taker.registeredArguments.some((argument) => argument.name().includes('query')),
      );
      for (const word of words.split(' ')) {
        const [, term] = prepareArgv([word, '-label:bug']);
        expect([word, term === '-label:bug'], word).toEqual([word, !takesQuery]);
      }
    }
  }
});

test('the command is the first word that is no global flag or its value', () => {
  expect(commandIndex(['-C', 'dir', '--color', 'never', 'list'])).toBe(4);
  expect(commandIndex(['--json=', 'list'])).toBe(1);
  expect(commandIndex(['--help'])).toBe(-1);
  expect(commandIndex(['--', 'list'])).toBe(-1);
});

test('[CLI3] errors are JSON when --json stands anywhere before --', () => {
  expect(asksForJson(['list', '--json'])).toBe(true);
  expect(asksForJson(['--json=id', 'list'])).toBe(true);
  expect(asksForJson(['claim', 'run', 'ab3f', '--', 'x', '--json'])).toBe(false);
});
