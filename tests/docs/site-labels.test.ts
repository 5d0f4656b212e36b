/**
 * Owns the proof that a label of Redocly's that nobody has translated, or a Redocly that keeps its labels elsewhere, stops the build.
 * That readers see the labels, and all of them, is shown in a browser by site.test.ts.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readLabels, writeLabelScript, writeStrictLabelScript } from '../../scripts/docs/labels.ts';
import { copyRedocly } from '../../scripts/docs/redocly.ts';
import { tempDir } from '../support/temp.ts';

const run = promisify(execFile);

describe('labels of the references', () => {
  it('are found by their name, and are English where there is none', async () => {
    const folder = tempDir();
    const labels = await readLabels();
    const say = async (lang: 'en' | 'ko') => {
      const file = join(folder, `${lang}.cjs`);
      await writeFile(
        file,
        `${writeLabelScript(labels, lang)}
        console.log([redocLabel('responses', 'Responses'), redocLabel(undefined, 'hooks'), redocLabel('array', 'array')].join())`,
      );
      return (await run(process.execPath, [file])).stdout.trim();
    };
    expect(await say('ko')).toBe('응답,hooks,');
    expect(await say('en')).toBe('Responses,hooks,array');
  });

  it('end a script element nowhere', () => {
    const label = { en: ['Copy'], ko: '</script>', ja: '</script>', fr: '</script>' };
    expect(writeLabelScript(new Map([['copy', label]]), 'ko')).not.toContain('</script>');
  });

  it('stop the build when one is not in the table, or reads otherwise in English', async () => {
    const file = join(tempDir(), 'labels.mjs');
    await writeFile(file, writeStrictLabelScript(await readLabels(), 'ja'));
    const ask = (calls: string) =>
      run(process.execPath, ['--import', file, '--eval', calls]).then(
        () => 'done',
        (error: { stderr: string }) => error.stderr,
      );
    expect(await ask(`redocLabel('body', 'Request Body'); redocLabel(undefined, 'a name')`)).toBe(
      'done',
    );
    expect(await ask(`redocLabel('wings', 'Wings')`)).toMatch(/labels\.yaml.*\nwings: Wings\n/);
    expect(await ask(`redocLabel('body', 'Torso')`)).toMatch(/\nbody: Torso\n/);
  });
});

describe('the copy of Redocly', () => {
  const HOOK = 'x={useTranslate:()=>({translate:(a,b)=>(typeof b=="string"?b:"")||a}),y:1}';

  it('asks for each label, in the browser and in the command', async () => {
    const { copy, chunk } = await makeRedocly({ 'redoc.standalone.js': HOOK, 'ABC.js': HOOK });
    await copy();
    const own =
      'x={useTranslate:()=>({translate:(a,b)=>globalThis.redocLabel(a,(typeof b=="string"?b:"")||a)}),y:1}';
    expect(await chunk('redoc.standalone.js')).toBe(own);
    expect(await chunk('ABC.js')).toBe(own);
  });

  it.each([
    ['in the browser only', { 'redoc.standalone.js': HOOK, 'ABC.js': 'y' }, /elsewhere/],
    ['in the command only', { 'redoc.standalone.js': 'y', 'ABC.js': HOOK }, /elsewhere/],
    ['nowhere', { 'redoc.standalone.js': 'y', 'ABC.js': 'y' }, /elsewhere/],
    ['in a third place', { 'redoc.standalone.js': HOOK, 'A.js': HOOK, 'B.js': HOOK }, /elsewhere/],
    ['twice', { 'redoc.standalone.js': `${HOOK};${HOOK}`, 'ABC.js': HOOK }, /twice/],
  ])('is refused where the labels are %s', async (_, chunks, refusal) => {
    const { copy } = await makeRedocly(chunks);
    await expect(copy()).rejects.toThrow(refusal);
  });
});

/** A package with these chunks. */
async function makeRedocly(chunks: Readonly<Record<string, string>>) {
  const folder = tempDir();
  await mkdir(join(folder, 'original/lib/chunks'), { recursive: true });
  for (const [name, text] of Object.entries(chunks)) {
    await writeFile(join(folder, 'original/lib/chunks', name), text);
  }
  return {
    copy: () => copyRedocly(join(folder, 'copy'), join(folder, 'original')),
    chunk: (name: string) => readFile(join(folder, 'copy/lib/chunks', name), 'utf8'),
  };
}
