/**
 * Owns the sender allowlist: what is refused of one that somebody wants to set, and whom a list lets in. Storing it is tested elsewhere.
 */
import { expect, test } from 'vitest';
import { normalizeJid } from '../../src/domain/channels/jid.ts';
import {
  judge,
  OPEN_RULES,
  readRules,
  type SenderRules,
} from '../../src/domain/channels/sender-rules.ts';

const open = { allow: '*', mode: 'trigger' };

test('until a list is set everyone may write', () => {
  expect(judge(OPEN_RULES, 'tg:1', 'anyone')).toBe('allowed');
});

const rules: SenderRules = {
  default: { allow: ['1', '2'], mode: 'trigger' },
  chats: {
    'tg:-1': { allow: ['3'], mode: 'drop' },
    'tg:-2': { allow: '*', mode: 'drop' },
    'tg:-3': { allow: [], mode: 'trigger' },
  },
  logDenied: true,
};

test.each([
  ['tg:9', '1', 'allowed'],
  ['tg:9', '3', 'mute'],
  ['tg:-1', '3', 'allowed'],
  ['tg:-1', '1', 'drop'],
  ['tg:-2', '9', 'allowed'],
  ['tg:-3', '1', 'mute'],
  ['tg:9', '', 'mute'],
  ['tg:9', '*', 'mute'],
  ['__proto__', '3', 'mute'],
  ['constructor', '3', 'mute'],
  ['toString', '1', 'allowed'],
])('in %s what %j writes is %s', (jid, sender, verdict) => {
  expect(judge(rules, jid, sender)).toBe(verdict);
});

test('a list is read with its addresses in their normal form', () => {
  const input = {
    default: open,
    chats: {
      '821012345678@s.whatsapp.net': { allow: ['821012345678'], mode: 'drop' },
      'tg:-1001234567890': { allow: [], mode: 'trigger' },
    },
    logDenied: false,
  };
  expect(readRules(input, normalizeJid)).toEqual({
    rules: {
      default: open,
      chats: {
        'wa:821012345678': { allow: ['821012345678'], mode: 'drop' },
        'tg:-1001234567890': { allow: [], mode: 'trigger' },
      },
      logDenied: false,
    },
  });
});

test('only the default must be there', () => {
  expect(readRules({ default: open }, normalizeJid)).toEqual({ rules: OPEN_RULES });
});

test('a list does not change with what it was read from', () => {
  const allow = ['1'];
  const read = readRules({ default: { allow, mode: 'drop' } }, normalizeJid);
  allow.push('2');
  expect(read).toMatchObject({ rules: { default: { allow: ['1'] } } });
});

const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('a thousand chats and a thousand senders are not too many', () => {
  const allow = many(1000).map(String);
  const chats = Object.fromEntries(many(1000).map((id) => [`tg:${id}`, open]));
  expect(readRules({ default: { allow, mode: 'drop' }, chats }, normalizeJid)).toHaveProperty(
    'rules',
  );
});

const chat = (rule: unknown, jid = 'tg:1') => ({ default: open, chats: { [jid]: rule } });

test.each([
  [null, '', 'must be object'],
  [[], '', 'must be object'],
  ['*', '', 'must be object'],
  [{}, 'default', 'is required'],
  [{ default: null }, 'default', 'must be object'],
  [{ default: { mode: 'drop' } }, 'default.allow', 'is required'],
  [{ default: { allow: '*' } }, 'default.mode', 'is required'],
  [{ default: { ...open, mode: 'Drop' } }, 'default.mode', 'must be one of trigger, drop'],
  [{ default: { ...open, allow: 'all' } }, 'default.allow', 'must be * or a list of senders'],
  [{ default: { ...open, allow: { 0: 'a' } } }, 'default.allow', 'must be * or a list of senders'],
  [{ default: { ...open, more: 1 } }, 'default.more', 'is not a known property'],
  [{ default: open, more: 1 }, 'more', 'is not a known property'],
  [{ default: open, logDenied: 'yes' }, 'logDenied', 'must be boolean'],
  [{ default: open, logDenied: null }, 'logDenied', 'must be boolean'],
  [{ default: open, chats: [] }, 'chats', 'must be object'],
  [{ default: open, chats: null }, 'chats', 'must be object'],
  [chat(null), 'chats.tg:1', 'must be object'],
  [chat(open, 'tg:x'), 'chats.tg:x', 'is not the address of a chat'],
  [chat(open, 'constructor'), 'chats.constructor', 'is not the address of a chat'],
  [
    JSON.parse(
      '{"default":{"allow":"*","mode":"drop"},"chats":{"__proto__":{"allow":"*","mode":"drop"}}}',
    ),
    'chats.__proto__',
    'is not the address of a chat',
  ],
  [
    JSON.parse('{"__proto__":{"allow":"*","mode":"drop"},"default":{"allow":"*","mode":"drop"}}'),
    '__proto__',
    'is not a known property',
  ],
  [
    chat({ allow: ['a', 7], mode: 'drop' }),
    'chats.tg:1.allow.1',
    'must be a string of 1 to 256 characters',
  ],
  [
    chat({ allow: [''], mode: 'drop' }),
    'chats.tg:1.allow.0',
    'must be a string of 1 to 256 characters',
  ],
  [
    chat({ allow: ['a'.repeat(257)], mode: 'drop' }),
    'chats.tg:1.allow.0',
    'must be a string of 1 to 256 characters',
  ],
  [
    chat({ allow: many(1001).map(String), mode: 'drop' }),
    'chats.tg:1.allow',
    'must NOT have more than 1000 items',
  ],
  [
    { default: open, chats: Object.fromEntries(many(1001).map((id) => [`tg:${id}`, open])) },
    'chats',
    'must NOT have more than 1000 properties',
  ],
  [
    { default: open, chats: { 'wa:12345': open, 'whatsapp:12345': open } },
    'chats.whatsapp:12345',
    'is the same chat as another entry: wa:12345',
  ],
  [chat(open, 'x'.repeat(300)), `chats.${'x'.repeat(200)}…`, 'is not the address of a chat'],
])('a bad entry refuses the list: $1 $2', (input, path, message) => {
  expect(readRules(input, normalizeJid)).toEqual({ issues: [{ path, message }] });
});

test('every fault is told, up to twenty', () => {
  const input = { default: open, chats: Object.fromEntries(many(30).map((id) => [`x${id}`, {}])) };
  expect(readRules(input, normalizeJid)).toHaveProperty('issues.length', 20);
  expect(readRules({ chats: { x: open } }, normalizeJid)).toHaveProperty('issues.length', 2);
});

test('an inherited setting is none', () => {
  const input: unknown = Object.create({ default: open });
  expect(readRules(input, normalizeJid)).toHaveProperty('issues');
});
