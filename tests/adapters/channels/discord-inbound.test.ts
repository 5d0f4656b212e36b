/**
 * Owns the tests of what arrives from Discord: what messages say, that each is durable before the next, and what was missed.
 * Connecting is in discord.test.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Refusal, tooMuch } from '../../support/platforms/discord/answers.ts';
import { KIM, messageOf, type Said, snowflake } from '../../support/platforms/discord/messages.ts';
import { connected, connectorTo, Heard, never, startDiscord } from './discord-ground.ts';

const DM = '600000000000000001';

/** What a daemon in a guild hears of one message. */
async function heardOf(said: Omit<Said, 'chat'>) {
  const { server, heard } = await connected();
  const { channels, botRole } = server.addGuild('Lab', ['general']);
  const [channel] = channels;
  const message = server.userSays({ chat: channel?.id ?? '', ...said });
  await heard.until(1);
  return { server, heard, message, botRole, told: heard.messages[0] };
}

it('tells of a message in a guild', async () => {
  const { message, told } = await heardOf({ text: '안녕하세요 👋🏽 **세계**', nick: '김' });
  expect(told).toEqual({
    eventId: message.id,
    jid: `dc:${message.channel_id}`,
    chatName: 'Lab #general',
    isGroup: true,
    messageId: message.id,
    sender: KIM.id,
    senderName: '김',
    text: '안녕하세요 👋🏽 **세계**',
    at: Date.parse(String(message.timestamp)),
    isBot: false,
    isOwn: false,
    mentionsAgent: false,
    thread: null,
  });
});

it('tells of a direct message', async () => {
  const { server, heard } = await connected();
  server.userSays({ chat: DM, text: 'مرحبا' });
  await heard.until(1);
  expect(heard.messages[0]).toMatchObject({
    jid: `dc:${DM}`,
    chatName: 'Kim',
    isGroup: false,
    senderName: 'Kim',
    text: 'مرحبا',
  });
});

it.each([
  ['photo.png', 'image/png', '[Image: photo.png]'],
  ['clip.mp4', 'video/mp4', '[Video: clip.mp4]'],
  ['voice-message.ogg', 'audio/ogg', '[Audio: voice-message.ogg]'],
  ['보고서.pdf', 'application/pdf', '[File: 보고서.pdf]'],
  ['unknown', undefined, '[File: unknown]'],
  ['a]\n[b\u2028.txt', 'text/plain', '[File: a b .txt]'],
  ['', 'image/png', '[Image]'],
])('puts a placeholder for the file %j', async (filename, type, placeholder) => {
  const file = { filename, ...(type === undefined ? {} : { content_type: type }) };
  expect((await heardOf({ files: [file] })).told?.text).toBe(placeholder);
});

it('puts placeholders for everything else that is no text', async () => {
  const image = { filename: 'a.png', content_type: 'image/png' };
  const { told } = await heardOf({
    text: 'look',
    files: [image, { filename: 'b.zip' }],
    fields: {
      sticker_items: [{ id: '1', name: 'wave', format_type: 1 }],
      poll: { question: { text: 'Lunch?' }, answers: [] },
      message_snapshots: [{ message: { content: 'old news', attachments: [image] } }],
    },
  });
  expect(told?.text).toBe(
    'look\n[Image: a.png]\n[File: b.zip]\n[Sticker: wave]\n[Poll: Lunch?]\n[Forwarded] old news [Image: a.png]',
  );
});

it('knows when it is meant', async () => {
  const bot = { id: '700000000000000001', username: 'andy', global_name: 'Andy', bot: true };
  const mina = { id: '300000000000000002', username: 'mina', global_name: '미나' };
  const byName = await heardOf({
    text: `<@${bot.id}> ask <@!${mina.id}> and <@1> please`,
    fields: { mentions: [bot, mina] },
  });
  expect(byName.told).toMatchObject({ text: 'ask @미나 and <@1> please', mentionsAgent: true });
  const nothingElse = await heardOf({ text: `<@!${bot.id}>`, fields: { mentions: [bot] } });
  expect(nothingElse.told).toMatchObject({ text: '@andy', mentionsAgent: true });
  const ofBot = messageOf({ chat: DM, from: bot, text: 'before' });
  expect((await heardOf({ text: 'and?', replyTo: ofBot })).told?.mentionsAgent).toBe(true);
  const ofUser = messageOf({ chat: DM, text: 'before' });
  expect((await heardOf({ text: 'and?', replyTo: ofUser })).told?.mentionsAgent).toBe(false);
  expect((await heardOf({ text: '@everyone', fields: { mention_everyone: true } })).told).toEqual(
    expect.objectContaining({ mentionsAgent: false, text: '@everyone' }),
  );
});

it('knows the role that is its own', async () => {
  const { server, heard } = await connected();
  const lab = server.addGuild('Lab', ['general']);
  const other = server.addGuild('Other', ['general']);
  for (const role of [lab.botRole, other.botRole]) {
    const chat = lab.channels[0]?.id ?? '';
    server.userSays({ chat, text: `<@&${role}> hi`, fields: { mention_roles: [role] } });
  }
  await heard.until(2);
  expect(heard.messages.map((one) => one.mentionsAgent)).toEqual([true, false]);
});

it('marks messages of bots and its own', async () => {
  const { server, heard, connection } = await connected();
  server.userSays({ chat: DM, text: 'a bot', from: { ...KIM, bot: true } });
  server.userSays({ chat: DM, text: 'a webhook', fields: { webhook_id: '5' } });
  await connection.send(`dc:${DM}`, { text: 'me', plain: 'me', replyTo: null, key: 'k' }, never);
  server.userSays({ chat: DM, text: 'a person' });
  await heard.until(4);
  expect(heard.messages.map(({ text, isBot, isOwn }) => [text, isBot, isOwn])).toEqual([
    ['a bot', true, false],
    ['a webhook', true, false],
    ['me', true, true],
    ['a person', false, false],
  ]);
});

it('leaves out what is no new message of anybody, and what has no form', async () => {
  const { server, heard } = await connected();
  const first = server.userSays({ chat: DM, text: 'first' });
  server.userEdits(first, 'changed');
  server.userSays({ chat: DM, text: '', fields: { type: 7 } });
  server.userSays({ chat: DM, text: 'pinned', fields: { type: 6 } });
  server.userSays({ chat: DM, text: '' });
  server.gateway.dispatch('MESSAGE_DELETE', { id: first.id, channel_id: DM });
  server.gateway.dispatch('MESSAGE_CREATE', { id: 'x', content: 'no form' });
  server.gateway.dispatch('GUILD_CREATE', { id: '1', unavailable: true });
  server.gateway.dispatch('TYPING_START', {});
  server.userSays({ chat: DM, text: 'second', fields: { attachments: 'none', mentions: 5 } });
  await heard.until(2);
  expect(heard.texts).toEqual(['first', 'second']);
});

it('follows the names of guilds and channels', async () => {
  const { server, heard } = await connected();
  const { id, channels } = server.addGuild('Lab', ['general']);
  const chat = channels[0]?.id ?? '';
  server.gateway.dispatch('GUILD_UPDATE', { id, name: '연구소' });
  server.gateway.dispatch('CHANNEL_UPDATE', { id: chat, guild_id: id, name: '잡담' });
  server.userSays({ chat, text: 'one' });
  server.gateway.dispatch('CHANNEL_DELETE', { id: chat, guild_id: id, name: '잡담' });
  server.userSays({ chat, text: 'two' });
  await heard.until(2);
  expect(heard.messages.map(({ chatName }) => chatName)).toEqual(['연구소 #잡담', null]);
});

it('takes one message after the other, and again what was not durable', async () => {
  const { server, heard, connection, connect } = await connected();
  let isBroken = true;
  heard.store = async ({ text }) => {
    await sleep(1);
    if (isBroken && text === 'm3') throw new Error('the disk is full');
  };
  for (let n = 0; n < 6; n += 1) server.userSays({ chat: DM, text: `m${n}` });
  expect(await connection.ended).toBe('the disk is full');
  await connection.close();
  // Now it is the first one that arrives, and those after it have arrived as well.
  const again = await connect();
  expect(await again.ended).toBe('the disk is full');
  await again.close();
  expect(heard.texts).toEqual(['m0', 'm1', 'm2']);
  isBroken = false;
  await connect();
  await heard.until(6);
  expect(heard.texts).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
});

it('looks up what was written while there was no session, in order and before what is new', async () => {
  const server = await startDiscord();
  const { channels } = server.addGuild('Lab', ['general', 'quiet', 'new', 'closed']);
  const [general = '', quiet = '', fresh = '', closed = ''] = channels.map(({ id }) => id);
  server.userSays({ chat: DM, text: 'before anybody listened' });
  const known = new Heard();
  const { connect } = connectorTo(server, { known });
  const first = await connect();
  for (const chat of [DM, general, quiet, closed]) server.userSays({ chat, text: `1 ${chat}` });
  await known.until(4);
  await first.close();
  server.closedChats.set(closed, new Refusal(403, 50001, 'Missing Access'));
  for (const chat of [DM, general, fresh, closed]) server.userSays({ chat, text: `2 ${chat}` });
  for (let n = 0; n < 250; n += 1) server.userSays({ chat: general, text: `m${n}` });
  server.fail('history', tooMuch(0.05));
  // As another process would: with what is stored, and without a session.
  const again = connectorTo(server, { known });
  await again.connect();
  server.userSays({ chat: general, text: 'last' });
  await server.until(() => ['last', `2 ${fresh}`].every((text) => known.texts.includes(text)));
  const texts = (chat: string) =>
    [...new Map(known.messages.map((one) => [one.eventId, one])).values()]
      .filter(({ jid }) => jid === `dc:${chat}`)
      .map(({ text }) => text);
  expect(texts(DM)).toEqual([`1 ${DM}`, `2 ${DM}`]);
  const many = Array.from({ length: 250 }, (_, n) => `m${n}`);
  expect(texts(general)).toEqual([`1 ${general}`, `2 ${general}`, ...many, 'last']);
  expect(texts(fresh)).toEqual([`2 ${fresh}`]);
  expect(texts(closed)).toEqual([`1 ${closed}`]);
  expect(server.askedFor('history').some(({ path }) => path.includes(quiet))).toBe(false);
  expect(known.messages.filter(({ jid }) => jid !== `dc:${DM}`).every((one) => one.isGroup)).toBe(
    true,
  );
});

it('looks it up in another session where that did not work', async () => {
  const server = await startDiscord();
  const known = new Heard();
  const { connect } = connectorTo(server, { known });
  const first = await connect();
  server.userSays({ chat: DM, text: 'one' });
  await known.until(1);
  await first.close();
  server.userSays({ chat: DM, text: 'two' });
  server.fail('history', { status: 502, body: 'Bad Gateway' });
  const second = await connect();
  expect(await second.ended).toBe('Discord failed (502)');
  await second.close();
  await connect();
  await known.until(2);
  expect(known.texts).toEqual(['one', 'two']);
  expect(server.gateway.said(2)).toHaveLength(3);
});

it('does not look back for longer than a day, nor where nothing was ever received', async () => {
  const server = await startDiscord();
  server.userSays({ chat: DM, text: 'old' });
  await connectorTo(server, { known: new Heard() }).connect();
  const known = new Heard();
  const old = messageOf({ chat: DM, text: 'seen' });
  known.messages.push({
    eventId: '4194304',
    jid: `dc:${DM}`,
    chatName: null,
    isGroup: false,
    messageId: '4194304',
    sender: KIM.id,
    senderName: 'Kim',
    text: old.content,
    at: 0,
    isBot: false,
    isOwn: false,
    mentionsAgent: false,
    thread: null,
  });
  await connectorTo(server, { known }).connect();
  await server.until(() => server.askedFor('history').length === 1);
  await known.until(2);
  const [asked] = server.askedFor('history');
  const after = new URLSearchParams(asked?.query).get('after') ?? '';
  expect(BigInt(after)).toBeGreaterThan(4_194_304n);
  expect(BigInt(after)).toBeLessThan(BigInt(snowflake()));
});
