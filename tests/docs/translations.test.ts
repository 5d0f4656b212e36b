/**
 * Owns the proof that the check of translations notices what it is for: an edited text, a new one, a lost one, code left out. That
 * the translations of this repository are whole is told by the check itself.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findProblems, whatIsLost } from '../../scripts/translations/check.ts';
import { findGuideProblems, stampGuides } from '../../scripts/translations/guides.ts';
import { missingTexts } from '../../scripts/translations/index.ts';
import {
  type Action,
  applyOverlay,
  knownWords,
  makeActions,
  readOverlay,
  writeOverlay,
} from '../../scripts/translations/overlay.ts';
import { findPlaces, type Json } from '../../scripts/translations/texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-translations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const english = (description = 'Lists at most 500 of `things`.'): Json => ({
  info: { title: 'T', description: 'An API.' },
  paths: {
    "/it's/{id}": {
      get: {
        summary: 'An API.',
        parameters: [{ name: 'id', description, example: { description: 'data' } }],
        responses: {
          200: {
            description: 'Done.',
            content: {
              'a/b': { examples: { one: { summary: 'One', value: { summary: 'data' } } } },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        default: { description: 'data' },
        properties: { description: { description: 'Words.' } },
        examples: [{ summary: 'data' }],
      },
    },
  },
});

const french: Record<string, string> = {
  'An API.': 'Une API.',
  'Lists at most 500 of `things`.': 'Donne au plus 500 `things`.',
  'Done.': 'Fait.',
  One: 'Un',
  'Words.': 'Des mots.',
};

const contract = (document: Json, actions: readonly Action[] = []) => ({
  api: 'prx',
  document,
  places: findPlaces(document),
  actions,
});
const translated = (document = english()) =>
  makeActions(contract(document), new Map(Object.entries(french)));

describe('texts', () => {
  it('are the summaries and descriptions, not what stands in data under these names', () => {
    const places = findPlaces(english());
    expect(places.map((one) => one.target)).toEqual([
      '$.info',
      "$.paths['/it\\'s/{id}'].get",
      "$.paths['/it\\'s/{id}'].get.parameters[0]",
      "$.paths['/it\\'s/{id}'].get.responses['200']",
      "$.paths['/it\\'s/{id}'].get.responses['200'].content['a/b'].examples.one",
      '$.components.schemas.Thing.properties.description',
    ]);
    expect(missingTexts([contract(english())]).sort()).toEqual(Object.keys(french).sort());
  });
});

describe('an overlay', () => {
  it('is applied to every place, and to nothing else', () => {
    const document = english();
    const applied = applyOverlay(document, translated());
    let expected = JSON.stringify(document);
    for (const [from, to] of Object.entries(french))
      expected = expected.replaceAll(JSON.stringify(from), JSON.stringify(to));
    expect(JSON.stringify(applied)).toBe(expected);
    expect(document).toEqual(english());
  });

  it('is not applied to a document that has not its places', () => {
    expect(() => applyOverlay({ info: {} }, translated())).toThrow(/names nothing here/);
  });

  it('is the same after it was written and read, and gives the same bytes', async () => {
    await writeOverlay(folder, 'fr', 'prx', translated());
    const bytes = readFileSync(join(folder, 'fr/prx.yaml'), 'utf8');
    const read = await readOverlay(folder, 'fr', 'prx');
    expect(read).toEqual(translated());
    await writeOverlay(folder, 'fr', 'prx', read);
    expect(readFileSync(join(folder, 'fr/prx.yaml'), 'utf8')).toBe(bytes);
  });
});

describe('the check', () => {
  const check = (document: Json, actions: readonly Action[]) =>
    findProblems('fr', [contract(document, actions)]);

  it('has nothing to say of a whole translation', () => {
    expect(check(english(), translated())).toEqual([]);
  });

  it('names an edited description, whose old translation is not kept as if it were fresh', () => {
    const edited = english('Lists at most 100 of `things`.');
    const problems = check(edited, translated());
    expect(problems).toEqual([
      "fr/prx.yaml: description of $.paths['/it\\'s/{id}'].get.parameters[0] is stale: the English text changed",
    ]);
    expect(missingTexts([contract(edited, translated())])).toEqual([
      'Lists at most 100 of `things`.',
    ]);
    const known = knownWords([contract(edited, translated())]);
    expect(check(edited, makeActions(contract(edited, translated()), known))).toHaveLength(1);
  });

  it('names what has no translation, is gone, or is there twice', () => {
    const actions = translated();
    expect(check(english(), actions.slice(1))).toEqual([
      'fr/prx.yaml: description of $.info has no translation',
    ]);
    const { components, ...less } = english();
    expect(components).toBeDefined();
    expect(check(less, actions)).toEqual([
      'fr/prx.yaml: $.components.schemas.Thing.properties.description is gone',
    ]);
    expect(check(english(), [...actions, ...actions.slice(0, 1)])).toEqual([
      'fr/prx.yaml: $.info is translated twice',
    ]);
  });

  it.each([
    ['Lists at most 500 of `things`.', 'Donne au plus 500 choses.', ['`things`']],
    ['Lists at most 500 of `things`.', 'Donne au plus 50 `things`.', ['500']],
    ['At most 1,000,000 bytes.', 'Au plus 1\u202f000\u202f000 octets.', []],
    ['See https://example.com/a.', 'Voir ici.', ['https://example.com/a.']],
    ['See it.', ' ', ['everything']],
  ])('%s → %s lost %j', (text, words, lost) => {
    expect(whatIsLost(text, words)).toEqual(lost);
  });
});

describe('the guides', () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('are missing, whole, stale, or without their code', async () => {
    cpSync('docs/guides/en/errors.md', join(folder, 'guides/en/errors.md'));
    const place = join(folder, 'guides');
    cpSync(join(place, 'en'), join(place, 'ko'), { recursive: true });
    rmSync(join(place, 'ko/errors.md'));
    expect(await findGuideProblems('ko', place)).toEqual(['ko/errors.md is missing']);
    cpSync(join(place, 'en/errors.md'), join(place, 'ko/errors.md'));
    expect(await findGuideProblems('ko', place)).toEqual([
      'ko/errors.md is stale: the English text changed',
    ]);
    expect(await stampGuides('ko', place)).toEqual([]);
    const stamped = readFileSync(join(place, 'ko/errors.md'), 'utf8');
    expect(await stampGuides('ko', place)).toEqual([]);
    expect(readFileSync(join(place, 'ko/errors.md'), 'utf8')).toBe(stamped);
    write('guides/ko/errors.md', stamped.replaceAll('`X-Request-Id`', 'X-Request-Id'));
    expect(await findGuideProblems('ko', place)).toEqual(['ko/errors.md lost `X-Request-Id`']);
    write('guides/ko/errors.md', stamped);
    write('guides/en/errors.md', `${readFileSync('docs/guides/en/errors.md', 'utf8')}More.\n`);
    expect(await findGuideProblems('ko', place)).toHaveLength(1);
  });
});
