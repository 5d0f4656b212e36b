/**
 * Owns what changing a `.env` file promises: the one variable is read back as it was given, and not one other byte is touched.
 * Who changes which variable is tested with the agent card.
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnvFileError, setInEnvFile, withVariable } from '../../src/lib/env-file.ts';
import { tempDir } from '../support/temp.ts';

const NAME = 'PUBLIC_AGENT_URL';
const URL_TEXT = 'http://new:8080/a2a';

describe('withVariable', () => {
  it.each([
    ['', `${NAME}=${URL_TEXT}\n`],
    ['A=1', `A=1\n${NAME}=${URL_TEXT}\n`],
    ['A=1\r\nB=2\r\n', `A=1\r\nB=2\r\n${NAME}=${URL_TEXT}\r\n`],
    [`A=1\r\n${NAME}=old\r\nB='2'\r\n`, `A=1\r\n${NAME}=${URL_TEXT}\r\nB='2'\r\n`],
    [
      `# c\n\n${NAME}=one\nX=1\n${NAME}="two" # c\n`,
      `# c\n\n${NAME}=one\nX=1\n${NAME}=${URL_TEXT}\n`,
    ],
    [`export ${NAME} = old\n`, `export ${NAME}=${URL_TEXT}\n`],
    [`# ${NAME}=old\n`, `# ${NAME}=old\n${NAME}=${URL_TEXT}\n`],
    [`MY_${NAME}=old\n`, `MY_${NAME}=old\n${NAME}=${URL_TEXT}\n`],
    [`\u00EF\u00BB\u00BF${NAME}=old\n`, `\u00EF\u00BB\u00BF${NAME}=${URL_TEXT}\n`],
    // The line looks like the variable's, but is in the middle of another one's value.
    [`TEXT="a\n${NAME}=no\nb"\n`, `TEXT="a\n${NAME}=no\nb"\n${NAME}=${URL_TEXT}\n`],
  ])('of %j is %j', (before, after) => {
    expect(withVariable(before, NAME, URL_TEXT)).toBe(after);
  });

  it('refuses what would change another variable', () => {
    expect(() => withVariable('OPEN="never closed\n', NAME, 'x y')).not.toThrow();
    expect(() => withVariable('A=1\n', NAME, 'one\ntwo=2')).not.toThrow();
    expect(() => withVariable('A=1\n', NAME, `'"\nB=2\n"`)).toThrow(EnvFileError);
  });

  it('is read back as exactly that change, whatever stood there before', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.constantFrom(`${NAME}=x`, `${NAME}="a`, 'A="b', "'", 'export A=1', '# c', '\r', `A='b\n'`),
    );
    const url = fc.webUrl({ withQueryParameters: true, withFragments: true });
    const spiced = fc
      .tuple(url, fc.constantFrom('', "'", '#', "#'", '$HOME', '%22', "?a='#'"))
      .map(([base, end]) => base + end);
    fc.assert(
      fc.property(fc.array(line), spiced, (lines, value) => {
        const before = lines.join('\n');
        let after: string;
        try {
          after = withVariable(before, NAME, value);
        } catch (error) {
          // An open quote swallows what follows: then nothing is changed.
          expect(error).toBeInstanceOf(EnvFileError);
          return;
        }
        expect({ ...parseEnv(after) }).toEqual({ ...parseEnv(before), [NAME]: value });
      }),
      { numRuns: 500 },
    );
  });

  it('takes every URL into a file of plain lines', () => {
    const url = fc.webUrl({ withQueryParameters: true, withFragments: true });
    fc.assert(
      fc.property(url, (value) => {
        const after = withVariable('A=1\nB="2"\n', NAME, value);
        expect({ ...parseEnv(after) }).toEqual({ A: '1', B: '2', [NAME]: value });
      }),
    );
  });
});

describe('setInEnvFile', () => {
  it('makes a file that only its owner reads, and leaves nothing else behind', async () => {
    const folder = tempDir();
    await setInEnvFile(join(folder, '.env'), NAME, URL_TEXT);
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(`${NAME}=${URL_TEXT}\n`);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['.env']);
  });

  it('keeps the mode and bytes that are no UTF-8', async () => {
    const file = join(tempDir(), '.env');
    writeFileSync(file, Buffer.from([0x41, 0x3d, 0xff, 0xfe, 0x0a]));
    chmodSync(file, 0o640);
    await setInEnvFile(file, NAME, URL_TEXT);
    expect(readFileSync(file)).toEqual(
      Buffer.concat([
        Buffer.from([0x41, 0x3d, 0xff, 0xfe, 0x0a]),
        Buffer.from(`${NAME}=${URL_TEXT}\n`),
      ]),
    );
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('keeps a link a link', async () => {
    const folder = tempDir();
    mkdirSync(join(folder, 'shared'));
    writeFileSync(join(folder, 'shared', 'env'), 'A=1\n');
    symlinkSync(join('shared', 'env'), join(folder, '.env'));
    await setInEnvFile(join(folder, '.env'), NAME, URL_TEXT);
    expect(lstatSync(join(folder, '.env')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'shared', 'env'), 'utf8')).toBe(`A=1\n${NAME}=${URL_TEXT}\n`);
  });

  it('refuses folders, dangling links and huge files, and leaves them alone', async () => {
    const folder = tempDir();
    const file = join(folder, '.env');
    mkdirSync(join(folder, 'venv'));
    await expect(setInEnvFile(join(folder, 'venv'), NAME, URL_TEXT)).rejects.toThrow(EnvFileError);
    symlinkSync('nowhere', join(folder, 'dangling'));
    await expect(setInEnvFile(join(folder, 'dangling'), NAME, URL_TEXT)).rejects.toThrow(/ENOENT/);
    writeFileSync(file, '#'.repeat(1024 * 1024 + 1));
    await expect(setInEnvFile(file, NAME, URL_TEXT)).rejects.toThrow(EnvFileError);
    expect(readdirSync(folder).sort()).toEqual(['.env', 'dangling', 'venv']);
  });
});
