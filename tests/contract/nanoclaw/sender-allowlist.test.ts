/**
 * Owns what the nanoclaw tag `channels` promises of the sender allowlist: it is replaced as a whole or not at all, and holds at once.
 * What a rule means is tested in tests/domain.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../read.ts';
import { connect, platformCases, startWorld, type World } from './platforms.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  for (const one of platformCases) if (one.name === 'telegram') await connect(world, one);
});
afterAll(() => world.stop());

const call = async (
  id: string,
  options: Parameters<World['clients']['nanoclaw']['call']>[1] = {},
) => await world.clients.nanoclaw.call(id, options);

describe('the sender allowlist', () => {
  const set = async (body: unknown) => await call('setSenderAllowlist', { body });
  const get = async () => (await call('getSenderAllowlist')).body;
  const open = { default: { allow: '*', mode: 'trigger' }, chats: {}, logDenied: true };
  const strict = {
    default: { allow: ['42'], mode: 'drop' },
    chats: { 'tg:-100': { allow: '*', mode: 'trigger' } },
    logDenied: false,
  };

  it('lets everyone write until one is set', async () => {
    expect(await get()).toEqual(open);
  });

  it('is replaced as a whole, with what is left out at its default', async () => {
    expect((await set(strict)).body).toEqual(strict);
    expect(await get()).toEqual(strict);
    expect((await set({ default: { allow: [], mode: 'drop' } })).body).toEqual({
      default: { allow: [], mode: 'drop' },
      chats: {},
      logDenied: true,
    });
  });

  it('writes addresses in the one way there is', async () => {
    const rule = { allow: '*', mode: 'drop' };
    const { body } = await set({ ...strict, chats: { '16505551234@s.whatsapp.net': rule } });
    expect(at(body, 'chats')).toEqual({ 'wa:16505551234': rule });
    await set(strict);
  });

  const rule = { allow: '*', mode: 'trigger' };
  it.each([
    ['no default', { chats: {} }],
    ['a list that is none', []],
    ['an unknown mode', { default: { allow: '*', mode: 'maybe' } }],
    ['a sender that is a number', { default: { allow: [42], mode: 'drop' } }],
    ['an empty sender', { default: { allow: [''], mode: 'drop' } }],
    ['an allow that is a name', { default: { allow: 'lee', mode: 'drop' } }],
    ['a rule without a mode', { default: { allow: '*' } }],
    ['a field that is not known', { default: rule, deny: [] }],
    ['an address that is none', { default: rule, chats: { 'tg:1': rule, hello: rule } }],
    ['an address of no channel', { default: rule, chats: { 'irc:5': rule } }],
    [
      'one chat twice',
      { default: rule, chats: { 'wa:16505551234': rule, 'whatsapp:16505551234': rule } },
    ],
    [
      'one bad rule among good ones',
      { default: rule, chats: { 'tg:1': rule, 'tg:2': { allow: '*' } } },
    ],
    ['1001 senders', { default: { allow: Array.from({ length: 1001 }, String), mode: 'drop' } }],
    [
      '__proto__ as an address',
      '{"default":{"allow":"*","mode":"drop"},"chats":{"__proto__":{"allow":"*","mode":"drop"}}}',
    ],
  ])('answers 400 to %s, and the one before goes on', async (_name, body) => {
    const answer = await set(body);
    expect(answer.status).toBe(400);
    expect(await get()).toEqual(strict);
  });

  it('holds from the next message on', async () => {
    const told = async (from: number, text: string) => {
      world.telegram.userSays({ chat: 500, from, text });
      await world.telegram.untilIdle();
      const { body } = await call('listChatMessages', { path: { jid: 'tg:500' } });
      return Array.isArray(body) ? body.map((one) => at(one, 'content')) : at(body, 'error');
    };
    await set(strict);
    expect(await told(500, 'not let in')).toEqual([]);
    expect(await told(42, 'let in')).toEqual(['let in']);
    await set(open);
    expect(await told(500, 'now let in')).toEqual(['let in', 'now let in']);
  });
});
