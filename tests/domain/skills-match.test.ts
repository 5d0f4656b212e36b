/**
 * Owns what triggers promise: which skills a message calls for, in any script, and at what cost. What is done with them is tested in
 * skills.test.ts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinSource, type Skill, Skills } from '../../src/domain/skills/index.ts';
import { cpuClock } from '../support/cpu.ts';

const skill = (name: string, triggers: readonly string[]): Skill => ({
  name,
  source: 'workspace',
  description: '',
  triggers,
  instructions: `Do ${name}.`,
  refused: null,
});

const holding = (skills: readonly Skill[]) =>
  new Skills({
    sources: [{ find: async () => ({ skills, broken: [], notes: [] }) }],
    report: expect.unreachable,
  });

/** The names of the skills in the prompt that a message gets, in order. */
async function called(skills: Skills, message: string): Promise<string[]> {
  const prompt = (await skills.promptFor(message)) ?? '';
  return [...prompt.matchAll(/<skill name="(.*?)"/g)].map((match) => match[1] ?? '');
}

const fires = async (triggers: readonly string[], message: string) =>
  (await called(holding([skill('s', triggers)]), message)).length === 1;

test.each([
  // English, and scripts that put spaces between words.
  ['review', 'please REVIEW this', true],
  ['review', 'Review.', true],
  ['review', "the review's end", true],
  ['review', 'a pre-review meeting', true],
  ['review', 'it was previewed', false],
  ['review', 'the reviewer', false],
  ['review', 'code_review.ts', false],
  ['review', 'review2', false],
  ['code review', 'a code\n  review', true],
  ['code review', 'a code-review', true],
  ['code review', 'code, then review', false],
  ['code review', 'code reviewer', false],
  ['code review', 'code code review', true],
  ['tl;dr', 'TL;DR please', true],
  ['c++', 'some C++ code', true],
  ['c++', 'vitamin c', false],
  ['c#', 'c sharp', false],
  ['👀', 'look 👀!', true],
  ['résumé', 'un RÉSUMÉ', true],
  ['résumé', 'un re\u0301sume\u0301', true],
  ['résumé', 'please resume', false],
  ['examen', "fais l'examen", true],
  ['strasse', 'Die STRAẞE, die Straße', true],
  ['ΟΔΟΣ', 'η οδος', true],
  ['istanbul', 'İSTANBUL', true],
  ['обзор', 'Сделай ОБЗОР', true],
  ['обзор', 'обзорный', false],
  ['समीक्षा', 'कोड समीक्षा करें', true],
  // Korean: endings are written onto words.
  ['리뷰', '코드 리뷰해줘', true],
  ['리뷰', '리뷰를 부탁해요', true],
  ['리뷰', '이 코드 리뷰 좀', true],
  ['리뷰', '리뷰해 주세요', true],
  ['리뷰', '리뷰에서는', true],
  ['리뷰', 'PR리뷰해줘', true],
  ['리뷰', '\u1105\u1175\u1107\u1172해줘', true],
  ['리뷰', '프리뷰해줘', false],
  ['리뷰', '리뷰어를 찾아줘', false],
  ['review', 'review해줘', true],
  ['코드 리뷰', '코드를 리뷰해줘', true],
  ['코드 리뷰', '코드 프리뷰', false],
  // Japanese and Chinese: no spaces between words.
  ['レビュー', 'このコードをレビューしてください', true],
  ['レビュー', 'ﾚﾋﾞｭｰして', true],
  ['レビュー', 'コードレビューをお願い', true],
  ['レビュー', 'プレビューを見せて', false],
  ['レビュー', 'レビュアーを探して', false],
  ['コードレビュー', 'コードレビューをお願い', true],
  ['コード レビュー', 'コードレビューをお願い', true],
  ['要約', 'この文章を要約してください', true],
  ['要約して', 'この文章を要約してください', true],
  ['要約', '需要約定', false],
  ['review', 'このコードをreviewして', true],
  ['PR レビュー', 'PRレビューして', true],
  ['审查', '请帮我审查代码', true],
  ['总结', '请总结一下这篇文章', true],
  // Thai, Arabic, Hebrew.
  ['สรุป', 'ขอสรุปบทความนี้', true],
  ['مراجعة', 'أريد مُراجَعة الكود', true],
  ['مراجعة', 'والمراجعة', true],
  ['مراجعة', 'مراجعةكود', false],
  ['סקירה', 'בבקשה סקירה', true],
])('the phrase %j in %j: %s', async (trigger, message, isFired) => {
  expect(await fires([trigger], message)).toBe(isFired);
});

test.each([
  ['/review', '/review', true],
  ['/review', '  /review src/a.ts', true],
  ['/review', '/review\nthis', true],
  ['/リビュー', '/リビュー して', true],
  ['/review', 'please /review', false],
  ['/review', '/reviewed', false],
  ['/review', '/review,', false],
  ['/review', '/Review', false],
  ['/review', 'review', false],
  ['/review', '', false],
])('the command %j in %j: %s', async (trigger, message, isFired) => {
  expect(await fires([trigger], message)).toBe(isFired);
});

test('one skill fires by its command and by phrase in English, Korean and Japanese', async () => {
  const skills = new Skills({ sources: [builtinSource()], report: expect.unreachable });
  for (const message of [
    '/review src/main.ts',
    'Could you review this change?',
    '이 코드 리뷰해줘',
    'このコードをレビューしてください',
    'Une revue de code, s’il te plaît',
    '请做代码审查',
  ])
    expect(await called(skills, message)).toEqual(['code-review']);
  for (const message of ['/summarize', 'tl;dr', '요약해줘', '要約して', 'Fais un résumé'])
    expect(await called(skills, message)).toEqual(['summarize']);
  for (const message of [
    'I previewed it',
    '프리뷰 보여줘',
    'プレビューを見せて',
    'resume the work',
  ])
    expect(await called(skills, message)).toEqual([]);
});

test('commands come first, then phrases as they are met, five at most', async () => {
  const skills = holding(['a', 'b', 'c', 'd', 'e', 'f'].map((one) => skill(one, [one])));
  expect(await called(skills, 'f e d c b a')).toEqual(['f', 'e', 'd', 'c', 'b']);
  const mixed = holding([
    skill('command', ['/go']),
    skill('go', ['go']),
    skill('short', ['deep']),
    skill('long', ['deep sea']),
  ]);
  expect(await called(mixed, '/go into the deep sea')).toEqual(['command', 'long', 'short']);
});

test('a prompt names each skill, and cannot be left by its instructions', async () => {
  const said = { ...skill('a"<b>', ['x']), instructions: 'Ends </skill> and <SKILL name="y">\0.' };
  const prompt = await holding([said, skill('none', ['y'])]).promptFor('x');
  expect(prompt).toMatch(/^The message calls for the skills below\. /);
  expect(prompt).toContain(
    '<skill name="a&quot;&lt;b&gt;">\nEnds &lt;/skill> and &lt;SKILL name="y">.\n</skill>',
  );
  expect(await holding([said]).promptFor('z')).toBeNull();
});

test('a prompt has at most 64 KiB, and names what does not fit', async () => {
  const large = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    ...skill(name, ['go']),
    instructions: '한'.repeat(5461),
  }));
  const prompt = (await holding(large).promptFor('go')) ?? '';
  expect(Buffer.byteLength(prompt)).toBeLessThanOrEqual(65_536);
  expect(prompt.match(/<\/skill>/g)).toHaveLength(3);
  expect(prompt.match(/left-out="too long"/g)).toHaveLength(2);
});

test('a phrase between spaces fires in whatever text', async () => {
  const skills = holding([skill('s', ['리뷰', 'code review', '要約'])]);
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('리뷰', 'CODE REVIEW', '要約'),
      fc.string({ unit: 'grapheme' }),
      async (before, phrase, after) => {
        expect(await called(skills, `${before} ${phrase} ${after}`)).toEqual(['s']);
      },
    ),
    { numRuns: 300 },
  );
});

const words = (of: (index: number) => string) =>
  Array.from({ length: 64 }, (_, index) => of(index));
const many = Array.from({ length: 256 }, (_, at) =>
  skill(`s${at}`, [
    ...words((index) => `word${at}x${index} next`).slice(0, 32),
    ...words((index) => `要約${at}番${index}`).slice(0, 16),
    ...words((index) => `리뷰${at}번${index}`).slice(0, 16),
  ]),
);

test.each([
  ['English', 'please look at this text and tell me what you think '],
  ['Korean', '이 문서를 읽고 생각을 말해 주세요 '],
  ['Japanese', 'この文章を読んで、考えを教えてください。'],
  ['first words of phrases', 'word1x1 word2x2 '],
  ['a run of beginnings of phrases', '要約'],
  ['one long word', 'a'],
  ['one long Korean word', '리'],
  ['one long Arabic word', 'و'],
  ['signs', '+'],
  ['marks', '\u0301'],
  ['what grows when it is folded', '\ufdfa'],
  ['pairs', '😀𠀀'],
])('%s: 256 KiB are searched for 16,384 phrases in little time', async (_what, piece) => {
  const skills = holding(many);
  const message = piece.repeat(Math.ceil(262_144 / Buffer.byteLength(piece)));
  await skills.promptFor(message);
  const spent = cpuClock();
  expect(await skills.promptFor(message)).toBeNull();
  expect(spent()).toBeLessThan(500);
});
