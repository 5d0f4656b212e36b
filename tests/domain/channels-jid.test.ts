/**
 * Owns how the addresses of chats are written. Which chats exist is tested with the adapters.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelOf, normalizeJid } from '../../src/domain/channels/jid.ts';

test.each([
  ['telegram', 'tg:123456789', 'tg:123456789'],
  ['telegram', 'tg:-1001234567890', 'tg:-1001234567890'],
  ['telegram', 'tg:9223372036854775807', 'tg:9223372036854775807'],
  ['slack', 'slack:C0123456789', 'slack:C0123456789'],
  ['slack', 'slack:G01', 'slack:G01'],
  ['slack', 'slack:D0ABCDEF', 'slack:D0ABCDEF'],
  ['discord', 'dc:112233445566778899', 'dc:112233445566778899'],
  ['discord', 'dc:18446744073709551615', 'dc:18446744073709551615'],
  ['whatsapp', 'wa:821012345678', 'wa:821012345678'],
  ['whatsapp', 'whatsapp:821012345678', 'wa:821012345678'],
  ['whatsapp', '821012345678@s.whatsapp.net', 'wa:821012345678'],
])('a chat of %s: %s', (channel, written, jid) => {
  expect(channelOf(written)).toBe(channel);
  expect(normalizeJid(written)).toBe(jid);
});

test.each([
  ...[
    '',
    'tg:',
    'tg:-',
    'tg:0',
    'tg:-0',
    'tg:007',
    'tg:+1',
    'tg:1.5',
    'tg:1e3',
    'tg:abc',
    'tg:--1',
  ],
  ...['tg:9223372036854775808', 'tg:-9223372036854775808', 'tg:12345678901234567890', 'TG:1'],
  ...[' tg:1', 'tg:1 ', 'tg:1\n', 'tg: 1', 'tg:１', 'tg:١', 'tg:1/2', 'tg:1\0'],
  ...['slack:', 'slack:C1', 'slack:U0123456', 'slack:c0123456', 'slack:C01-23', 'slack:#general'],
  ...[
    'dc:',
    'dc:0',
    'dc:-1',
    'dc:18446744073709551616',
    'dc:112233445566778899012',
    'discord:123456',
  ],
  ...['wa:', 'wa:1234', 'wa:123456789012345678901', 'wa:+8210123456', 'whatsapp:', '12345@g.us'],
  ...['821012345678', '@s.whatsapp.net', 'wa:821012345678@s.whatsapp.net', '12345@s-whatsapp.net'],
  ...['__proto__', 'constructor'],
])('no chat: %j', (written) => {
  expect(channelOf(written)).toBeNull();
  expect(normalizeJid(written)).toBeNull();
});

test('no chat has an endless address', () => {
  for (const start of ['tg:1', 'slack:C', 'dc:1', 'wa:1']) {
    expect(normalizeJid(start + '1'.repeat(60))).toBeNull();
    expect(normalizeJid(start + '1'.repeat(1_000_000))).toBeNull();
  }
});

test('the normal address is its own, and of the same channel', () => {
  const written = fc.oneof(
    fc.stringMatching(/^(?:tg:-?|dc:|wa:|whatsapp:)[0-9]{1,21}$/),
    fc.stringMatching(/^[0-9]{1,21}@s\.whatsapp\.net$/),
    fc.stringMatching(/^slack:[A-Z][A-Z0-9]{0,12}$/),
    fc.string(),
  );
  fc.assert(
    fc.property(written, (jid) => {
      const normal = normalizeJid(jid);
      expect(channelOf(jid) === null).toBe(normal === null);
      if (normal === null) return;
      expect(normalizeJid(normal)).toBe(normal);
      expect(channelOf(normal)).toBe(channelOf(jid));
    }),
  );
});
