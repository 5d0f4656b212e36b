/**
 * Owns how tables and values are laid out, and that the completion scripts can be read by their shells. What is in them is tested
 * beside this file.
 */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pairs, plain, plainLines, table } from '../../src/cli/operations/table.ts';
import { gatehouse, newHome } from './command.ts';

const wide = { width: null, colour: false };

test('columns are as wide as what is in them, wide letters counted twice', () => {
  const rows = [
    ['1', '한국어', 'x'],
    ['22', 'a', 'y'],
  ];
  expect(table(['ID', 'NAME', 'C'], rows, wide)).toBe(
    'ID  NAME    C\n1   한국어  x\n22  a       y\n',
  );
});

test('too wide a table gives up its widest columns first, then its last ones', () => {
  const heading = ['ID', 'MESSAGE', 'STATE'];
  const rows = [['1', 'm'.repeat(100), 'done']];
  const lines = table(heading, rows, { width: 30, colour: false }).trim().split('\n');
  expect(lines).toEqual(['ID  MESSAGE              STATE', `1   ${'m'.repeat(18)}…  done`]);
  const tight = table(heading, rows, { width: 12, colour: false });
  expect(tight).toBe(`ID  MESSAGE\n1   ${'m'.repeat(7)}…\n`);
  for (let width = 1; width < 130; width += 1) table(heading, rows, { width, colour: false });
});

test('a letter of several code points is cut as one', () => {
  const family = '👨‍👩‍👧';
  const text = table(['NAME', 'X'], [[family.repeat(20), 'y'.repeat(30)]], {
    width: 25,
    colour: false,
  });
  expect(text).toContain('…');
  expect(text.replaceAll(family, '')).not.toContain('\u200d');
});

test('the heading is bold only where colour is wanted', () => {
  expect(table(['A'], [], { width: 80, colour: true })).toBe('\u001b[1mA\u001b[22m\n');
  expect(table(['A'], [], { width: 80, colour: false })).toBe('A\n');
});

test('values of several lines stand below their names', () => {
  expect(
    pairs([
      ['a', '1'],
      ['long', 'x\ny\n'],
    ]),
  ).toBe('a     1\nlong\n  x\n  y\n');
});

test('control and format characters are taken out of text', () => {
  expect(plain('a\u001b[31mb\r\nc\u202ed')).toBe('a [31mb c d');
  expect(plainLines('a\r\nb\u001b\tc\u2066')).toBe('a\nb\tc');
});

test.each(['bash', 'zsh', 'fish'])('the script for %s asks the program', async (shell) => {
  const { code, stdout } = await gatehouse(['completion', shell], { home: newHome() });
  expect(code).toBe(0);
  expect(stdout).toContain('__complete --');
});

test('bash completes commands, flags and values with its script', async () => {
  const { stdout: script } = await gatehouse(['completion', 'bash'], { home: newHome() });
  const ask = (...words: string[]) => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const program = `'${process.execPath}' dist/main.js`;
    const text = `gatehouse() { ${program} "$@"; }\n${script}\nCOMP_WORDS=(gatehouse ${quoted}); COMP_CWORD=${words.length}; _gatehouse; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', text]).toString().trim().split('\n');
  };
  expect(ask('sess')).toEqual(['sessions']);
  expect(ask('logs', 'tail', '--lev')).toEqual(['--level']);
  expect(ask('sessions', 'list', '--status', '')).toEqual(['active', 'idle', 'terminated']);
});
