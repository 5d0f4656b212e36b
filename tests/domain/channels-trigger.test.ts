/**
 * Owns the rule by which a text addresses the agent, in any script. What a platform itself marks as a mention is tested with its adapter.
 */
import { expect, test } from 'vitest';
import { isTriggered } from '../../src/domain/channels/trigger.ts';
import { cpuClock } from '../support/cpu.ts';

test.each([
  ['@Andy', ['Andy']],
  ['  \n@Andy hello ', ['Andy']],
  ['@andy HELLO', ['ANDY']],
  ['@Andy, hello', ['Andy']],
  ['@Andy: hello', ['Andy']],
  ['@Andy\nhello\nyou', ['Andy']],
  ['@Andy?', ['Andy']],
  ['@Andy👋 hi', ['Andy']],
  ["@Andy's turn", ['Andy']],
  ['@Andy\u200b hi', ['Andy']],
  ['@앤디 안녕', ['앤디']],
  ['@앤디, 안녕', ['앤디']],
  [`${'@앤디'.normalize('NFD')} 안녕`, ['앤디']],
  ['@앤디 안녕', ['앤디'.normalize('NFD')]],
  ['@앤디~ 안녕', ['앤디']],
  ['@앤디～ 안녕', ['앤디']],
  ['@アンディ〜', ['アンディ']],
  ['@Andy^^', ['Andy']],
  ['＠앤디 안녕', ['앤디']],
  ['　＠アンディ　こんにちは', ['アンディ']],
  ['﹫Andy hi', ['Andy']],
  ['@アンディ、こんにちは', ['アンディ']],
  ['@アンディ　こんにちは', ['アンディ']],
  ['\u200f@ندى، مرحبا', ['ندى']],
  ['@ندى؟', ['ندى']],
  ['@Zoe\u0308 hi', ['Zoë']],
  ['@STRASSE los', ['Straße']],
  ['@ΟΔΟΣ γεια', ['οδος']],
  ['@İPEK selam', ['ipek']],
  ['@🤖 hi', ['🤖']],
  ['@👩‍💻 hi', ['👩‍💻']],
  ['@C++ help', ['C++']],
  ['@Bot! help', ['Bot!']],
  ['@.* help', ['.*']],
  ['@Dr. Bot help', ['Dr. Bot']],
  ['@Andy Smith hi', ['Andy', 'Andy Smith']],
  ['@Andy Smith hi', ['Andy Smith', 'Andy']],
  ['@Andy @Andy hi', ['Andy']],
  ['@Andy hi', ['', ' ', ' Andy ']],
])('%j addresses %j', (text, names) => {
  expect(isTriggered(text, names)).toBe(true);
});

test.each([
  ['Andy hello', ['Andy']],
  ['hello @Andy', ['Andy']],
  ['#Andy hello', ['Andy']],
  ['@ Andy', ['Andy']],
  ['@@Andy', ['Andy']],
  ['＠@Andy', ['Andy']],
  ['@Andy+Bob', ['Andy']],
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
});

test.each([
  ['spaces', ' '.repeat(65_536)],
  ['at signs', '@'.repeat(65_536)],
  ['the beginning of the name', `@${'a'.repeat(65_536)}`],
  ['marks', `@${'\u0301'.repeat(65_536)}`],
  ['marks after the name', `@${'a'.repeat(64)}${'\u0301'.repeat(65_536)}`],
])('64 KiB of %s are read in time', (_name, text) => {
  const names = ['a'.repeat(64), `${'a'.repeat(63)}b`];
  const spent = cpuClock();
  for (let round = 0; round < 10; round += 1) {
    expect(isTriggered(text, names)).toBe(false);
  }
  expect(spent()).toBeLessThan(1000);
});
