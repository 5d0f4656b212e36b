/**
 * Owns the tests of what arrives from Slack over sockets: what messages say, and that none is lost.
 * Connecting is in slack.test.ts, posts in slack-events.test.ts.
 */
import { expect, it } from 'vitest';
import { connected, never, pending } from './slack-ground.ts';

it('tells of a message, and acknowledges it once it is durable', async () => {
  const { server, heard } = await connected();
  server.users.set('U0USER00001', 'Kim Minji');
  server.channels.set('C0CHAN00001', 'general');
  const stored = { now: false };
  heard.store = async () => {
    expect(server.pending).toBe(1);
    stored.now = true;
  };
  const at = 1_700_000_000_000;
  const { ts } = server.userSays({ chat: 'C0CHAN00001', text: '안녕 &lt;b&gt; &amp;amp;', at });
  await server.untilIdle();
  expect(stored.now).toBe(true);
  expect(heard.messages).toEqual([
    {
      eventId: `C0CHAN00001:${ts}`,
      jid: 'slack:C0CHAN00001',
      chatName: 'general',
      isGroup: true,
      messageId: ts,
      sender: 'U0USER00001',
      senderName: 'Kim Minji',
      text: '안녕 <b> &amp;',
      at,
      isBot: false,
      isOwn: false,
      mentionsAgent: false,
      thread: null,
    },
  ]);
});

it.each([
  [
    'a direct message',
    'D0DIRECT001',
    {},
    { isGroup: false, chatName: 'Kim', mentionsAgent: false },
  ],
  ['the tab of the app', 'D0DIRECT001', { channel_type: 'app_home' }, { isGroup: false }],
  ['a private channel', 'G0PRIVATE01', {}, { isGroup: true }],
  ['a group conversation', 'G0MANY00001', { channel_type: 'mpim' }, { isGroup: true }],
  ['a channel', 'C0CHAN00001', {}, { isGroup: true, chatName: null }],
  [
    'a mention',
    'C0CHAN00001',
    { text: 'x <@U0BOT000001> y' },
    { text: 'x @andy y', mentionsAgent: true },
  ],
  [
    'a mention with a label',
    'C1',
    { text: '<@U0BOT000001|andy>!' },
    { text: '@andy!', mentionsAgent: true },
  ],
  [
    'another mention',
    'C1',
    { text: '<@U0USER00001> <@U9|bob> <@U8>' },
    { text: '@Kim @bob @U8', mentionsAgent: false },
  ],
  [
    'everybody',
    'C1',
    { text: '<!here> <!channel> <!subteam^S1|@team>' },
    { text: '@here @channel @team', mentionsAgent: false },
  ],
  [
    'an escaped mention',
    'C1',
    { text: '&lt;@U0BOT000001&gt;' },
    { text: '<@U0BOT000001>', mentionsAgent: false },
  ],
  [
    'links',
    'C1',
    {
      text: '<https://a.example/?x=1&amp;y=2> <http://b.example|b.example> <https://c.example|here> <mailto:a@b.example|a@b.example> <#C2|general>',
    },
    {
      text: 'https://a.example/?x=1&y=2 http://b.example here (https://c.example) a@b.example #general',
    },
  ],
  ['a date', 'C1', { text: '<!date^1392734382^{date}|Feb 18>' }, { text: 'Feb 18' }],
  [
    'an answer to the app',
    'C1',
    { thread_ts: '1.000001', parent_user_id: 'U0BOT000001' },
    { mentionsAgent: true },
  ],
  [
    'an answer to somebody',
    'C1',
    { thread_ts: '1.000001', parent_user_id: 'U0USER00002' },
    { mentionsAgent: false },
  ],
  [
    'an answer shown in the channel',
    'C1',
    { subtype: 'thread_broadcast', thread_ts: '1.000001' },
    { text: 'hi' },
  ],
  ['somebody of whom they say', 'C1', { subtype: 'me_message', text: 'waves' }, { text: 'waves' }],
  [
    'the app itself',
    'C1',
    { user: 'U0BOT000001', bot_id: 'B0BOT000001' },
    { isBot: true, isOwn: true, senderName: 'Andy' },
  ],
  [
    'the app itself, which is known by its bot alone',
    'C1',
    { subtype: 'bot_message', user: undefined, bot_id: 'B0BOT000001' },
    { isBot: true, isOwn: true, sender: 'U0BOT000001' },
  ],
  [
    'another app',
    'C1',
    { user: 'U0USER00003', bot_id: 'B0OTHER0001', bot_profile: { name: 'CI' } },
    { isBot: true, isOwn: false, senderName: 'CI' },
  ],
  [
    'an old integration',
    'C1',
    {
      subtype: 'bot_message',
      user: undefined,
      bot_id: 'B0OTHER0001',
      username: 'hook',
      text: '',
      attachments: [{ fallback: 'build &amp; test' }],
    },
    { isBot: true, sender: 'B0OTHER0001', senderName: 'hook', text: 'build & test' },
  ],
  ['Slackbot', 'D1', { user: 'USLACKBOT' }, { isBot: true, isOwn: false }],
  ['somebody unknown', 'C1', { user: 'U7' }, { sender: 'U7', senderName: 'U7' }],
  [
    'what is no field as it should be',
    'C1',
    { files: 7, attachments: 'x', parent_user_id: {}, channel_type: 5, bot_profile: [] },
    { text: 'hi' },
  ],
])('tells of %s', async (_name, chat, fields, expected) => {
  const { server, heard } = await connected();
  server.users.set('U0USER00001', 'Kim');
  server.userSays({ chat, text: 'hi', fields });
  await server.untilIdle();
  expect(heard.messages).toMatchObject([expected]);
});

it.each([
  [[{ name: 'p.png', mimetype: 'image/png' }], '', '[Image: p.png]'],
  [[{ name: 'p.png', mimetype: 'image/png' }], 'look &amp; see', '[Image: p.png] look & see'],
  [[{ name: 'v.mp4', mimetype: 'video/mp4', subtype: 'slack_video' }], '', '[Video: v.mp4]'],
  [[{ name: 'a.mp3', mimetype: 'audio/mpeg' }], '', '[Audio: a.mp3]'],
  [
    [{ name: 'audio_message.m4a', mimetype: 'audio/mp4', subtype: 'slack_audio' }],
    '',
    '[Voice message]',
  ],
  [
    [{ name: '보고서.pdf', mimetype: 'application/pdf' }, {}],
    'both',
    '[File: 보고서.pdf] [File] both',
  ],
  [
    [{ name: 'x]\n@andy <@U0BOT000001> & [y', mimetype: 'image/png' }],
    '',
    '[Image: x @andy @U0BOT000001 & y]',
  ],
  [[{ name: 7 }, 'no file'], '', '[File] [File]'],
  [
    Array.from({ length: 22 }, () => ({ name: 'f' })),
    '',
    `${'[File: f] '.repeat(20)}[2 more files]`,
  ],
])('tells of files %j as placeholders', async (files, text, expected) => {
  const { server, heard } = await connected();
  server.userSays({ chat: 'C1', text, fields: { subtype: 'file_share', files } });
  await server.untilIdle();
  expect(heard.texts).toEqual([expected]);
  expect(heard.messages[0]?.mentionsAgent).toBe(false);
});

it('acknowledges what is nothing for an agent, and whatever has no form it knows', async () => {
  const { server, heard, warnings, connection } = await connected();
  const message = server.userSays({ chat: 'C1', text: 'first' });
  server.userEdits(message, 'changed');
  server.tell({ type: 'message', subtype: 'message_deleted', channel: 'C1', ts: '1.1' });
  server.tell({
    type: 'message',
    subtype: 'channel_join',
    channel: 'C1',
    ts: '1.2',
    user: 'U1',
    text: 'joined',
  });
  server.tell({ type: 'reaction_added', user: 'U1' });
  for (const type of ['close', 'error', 'connected', 'disconnected', 'ws_message', '__proto__'])
    server.tell({ type });
  server.tell({ type: 'message', channel: '../C1', ts: '1.3', user: 'U1', text: 'x' });
  server.tell({ type: 'message', channel: 'C1', ts: 'now', user: 'U1', text: 'x' });
  server.tell({ type: 'message', channel: 'C1', ts: '1.4', text: 'nobody' });
  server.userSays({ chat: 'C1', text: '   ' });
  server.deliveries.add({ type: 'event_callback' });
  server.deliveries.add({ type: 'event_callback', event: null });
  for (const frame of [
    '',
    'no json',
    'null',
    '[]',
    '7',
    '{"type":"events_api"}',
    '{"type":5}',
    '{"type":"events_api","envelope_id":{},"payload":null}',
    '{"type":"hello"}',
    '{"type":"slash_commands","envelope_id":"s1","payload":{"command":"/x"}}',
  ])
    server.say(frame);
  server.userSays({ chat: 'C1', text: 'last' });
  await server.untilIdle();
  expect(heard.texts).toEqual(['first', 'last']);
  expect(warnings).toHaveLength(3);
  await connection.check(never);
});

it('gives up a socket over which more comes than fits', async () => {
  const { server, connection } = await connected();
  server.say(JSON.stringify({ type: 'hello', more: 'x'.repeat(3 * 1024 * 1024) }));
  expect(await connection.ended).toContain('socket');
});

it('tells of a mention under one name, whichever events the app gets', async () => {
  const { server, heard } = await connected();
  const said = { chat: 'C1', text: '<@U0BOT000001> hi' };
  const { ts, channel_type, ...rest } = server.userSays(said);
  server.tell({ ...rest, ts, type: 'app_mention' });
  await server.untilIdle();
  const [first, second] = heard.messages;
  expect(first).toEqual(second);
  expect(first).toMatchObject({ isGroup: true, mentionsAgent: true });
});

it('hears again of what was not acknowledged', async () => {
  const { server, heard, connection, connect } = await connected();
  server.deliveries.ackMs = 30;
  const stuck = pending();
  heard.store = async ({ text }) => {
    if (text === 'two') await stuck.promise;
  };
  for (const text of ['one', 'two', 'three']) server.userSays({ chat: 'D1', text });
  await heard.until(1);
  await expect.poll(() => server.deliveries.acked).toHaveLength(1);
  heard.store = async () => undefined;
  server.dropSockets();
  await connection.ended;
  stuck.reject();
  await connection.close();
  await connect();
  await server.untilIdle();
  // What the app had no time to acknowledge comes twice, under the same name.
  expect([...new Set(heard.texts)]).toEqual(['one', 'two', 'three']);
});

it('ends where a message cannot be stored, and stores none after it before it comes again', async () => {
  const { server, heard, connection, connect } = await connected();
  heard.store = async () => {
    throw new Error('disk full');
  };
  for (const text of ['one', 'two', 'three']) server.userSays({ chat: 'D1', text });
  expect(await connection.ended).toBe('A message from Slack could not be stored');
  heard.store = async () => undefined;
  server.userSays({ chat: 'D1', text: 'four' });
  server.tell({ type: 'reaction_added' });
  // Both have arrived, and only what is nothing for an agent is done with.
  await expect.poll(() => server.deliveries.acked).toEqual(['envelope-5']);
  await connection.close();
  await connect();
  await server.untilIdle();
  expect(heard.texts).toEqual(['one', 'two', 'three', 'four']);
});

it('keeps the order of each chat, while names are slow and after they fail', async () => {
  const { server, heard } = await connected({ nameMs: 60 });
  server.fail('users.info', 'hang', { status: 500 }, { error: 'missing_scope' });
  server.fail('conversations.info', 'hang', { error: 'ratelimited' });
  const texts = Array.from({ length: 60 }, (_, n) => String(n));
  for (const text of texts)
    server.userSays({ chat: `C${Number(text) % 3}`, from: `U${Number(text) % 5}`, text });
  await server.untilIdle();
  for (const chat of ['C0', 'C1', 'C2']) {
    const own = heard.messages.filter(({ jid }) => jid === `slack:${chat}`);
    expect(own.map(({ text }) => text)).toEqual(
      texts.filter((n) => Number(n) % 3 === Number(chat[1])),
    );
  }
});

it('tells of a channel that has got another address', async () => {
  const { server, heard } = await connected();
  server.tell({ type: 'channel_id_changed', old_channel_id: 'G012', new_channel_id: 'C345' });
  server.tell({ type: 'channel_id_changed', old_channel_id: 'G012' });
  await server.untilIdle();
  expect(heard.moves).toEqual(['slack:G012 -> slack:C345']);
});

it('keeps the text of every script as it is', async () => {
  const { server, heard } = await connected();
  const texts = [
    '안녕하세요 세계',
    '日本語「引用」',
    'مرحبا بالعالم',
    '👩‍👩‍👧‍👦 🇰🇷 e\u0301',
    'x'.repeat(20_000),
  ];
  for (const text of texts) server.userSays({ chat: 'D1', text });
  await server.untilIdle();
  expect(heard.texts).toEqual([...texts.slice(0, 4), 'x'.repeat(16_384)]);
});
