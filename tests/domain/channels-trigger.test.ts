/**
 * Owns the rule by which a text addresses the agent, in any script. What a platform itself marks as a mention is tested with its adapter.
 */
import { expect, test } from 'vitest';
import { isTriggered, withoutTrigger } from '../../src/domain/channels/trigger.ts';

test.each([
  ['@Andy', ['Andy'], ''],
  ['  \n@Andy hello ', ['Andy'], 'hello'],
  ['@andy HELLO', ['ANDY'], 'HELLO'],
  ['@Andy, hello', ['Andy'], 'hello'],
  ['@Andy: hello', ['Andy'], 'hello'],
  ['@Andy\nhello\nyou', ['Andy'], 'hello\nyou'],
  ['@Andy?', ['Andy'], '?'],
  ['@Andy👋 hi', ['Andy'], '👋 hi'],
  ["@Andy's turn", ['Andy'], "'s turn"],
  ['@Andy\u200b hi', ['Andy'], 'hi'],
  ['@앤디 안녕', ['앤디'], '안녕'],
  ['@앤디, 안녕', ['앤디'], '안녕'],
  [`${'@앤디'.normalize('NFD')} 안녕`, ['앤디'], '안녕'],
  ['@앤디 안녕', ['앤디'.normalize('NFD')], '안녕'],
  ['@アンディ、こんにちは', ['アンディ'], 'こんにちは'],
  ['@アンディ　こんにちは', ['アンディ'], 'こんにちは'],
  ['\u200f@ندى، مرحبا', ['ندى'], 'مرحبا'],
  ['@ندى؟', ['ندى'], '؟'],
  ['@Zoe\u0308 hi', ['Zoë'], 'hi'],
  ['@STRASSE los', ['Straße'], 'los'],
  ['@ΟΔΟΣ γεια', ['οδος'], 'γεια'],
  ['@İPEK selam', ['ipek'], 'selam'],
  ['@🤖 hi', ['🤖'], 'hi'],
  ['@👩‍💻 hi', ['👩‍💻'], 'hi'],
  ['@C++ help', ['C++'], 'help'],
  ['@Bot! help', ['Bot!'], 'help'],
  ['@.* help', ['.*'], 'help'],
  ['@Dr. Bot help', ['Dr. Bot'], 'help'],
  ['@Andy Smith hi', ['Andy', 'Andy Smith'], 'hi'],
  ['@Andy Smith hi', ['Andy Smith', 'Andy'], 'hi'],
  ['@Andy @Andy hi', ['Andy'], '@Andy hi'],
  ['@Andy hi', ['', ' ', ' Andy '], 'hi'],
])('%j addresses %j', (text, names, rest) => {
  expect(isTriggered(text, names)).toBe(true);
  expect(withoutTrigger(text, names)).toBe(rest);
});

test.each([
  ['Andy hello', ['Andy']],
  ['hello @Andy', ['Andy']],
  ['#Andy hello', ['Andy']],
  ['@ Andy', ['Andy']],
  ['@@Andy', ['Andy']],
  ['@Andyx', ['Andy']],
  ['@Andy1', ['Andy']],
  ['@Andy_bot', ['Andy']],
  ['@And', ['Andy']],
  ['@앤디야', ['앤디']],
  ['@ندىs', ['ندى']],
  ['@Zoe\u0308', ['Zoe']],
  ['@کتاب\u200cها', ['کتاب']],
  ['@👩‍💻', ['👩']],
  ['@C++', ['C']],
  ['@Andy', ['A.dy']],
  ['@Andy', ['An*', '(', '[', '\\']],
  ['@', ['']],
  ['@ hi', ['', ' ']],
  ['@Andy', []],
  ['', ['Andy']],
])('%j does not address %j', (text, names) => {
  expect(isTriggered(text, names)).toBe(false);
  expect(withoutTrigger(text, names)).toBe(text);
});

test.each([
  ['spaces', ' '.repeat(65_536)],
  ['at signs', '@'.repeat(65_536)],
  ['the beginning of the name', `@${'a'.repeat(65_536)}`],
  ['marks', `@${'\u0301'.repeat(65_536)}`],
  ['marks after the name', `@${'a'.repeat(64)}${'\u0301'.repeat(65_536)}`],
  ['commas', `@x${' ,'.repeat(32_768)}y`],
])('64 KiB of %s are read in time', (_name, text) => {
  const names = ['a'.repeat(64), `${'a'.repeat(63)}b`];
  const begun = performance.now();
  for (let round = 0; round < 10; round += 1) {
    expect(isTriggered(text, names)).toBe(false);
    withoutTrigger(text, ['x']);
  }
  expect(performance.now() - begun).toBeLessThan(1000);
});
