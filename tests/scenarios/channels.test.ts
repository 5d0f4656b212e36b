/**
 * Owns the story of a chat: somebody writes on a platform, the agent answers there, once and in order, whatever the platform does.
 * What each platform's protocol asks for is tested with its adapter, and `kill -9` in channels-kill.test.ts.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemCaller } from '../../src/domain/shared/index.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { startOpenAiServer } from '../support/model-servers/openai.ts';
import type { RecordedRequest, Reply } from '../support/model-servers/replies.ts';
import { tempDir } from '../support/temp.ts';
import { envOf, platforms, startAll, textsOf, type Wire } from './channel-world.ts';

const PATIENCE = { timeout: 30_000, interval: 10 };
const APOLOGY = /^I could not answer this/;
const GROUP = { n: 1, isGroup: true };
const DIRECT = { n: 2 };

type Daemon = Awaited<ReturnType<typeof startTestDaemon>>;

/** The latest prompt that the model was given. */
function promptOf({ body }: RecordedRequest): string {
  const messages: unknown[] = Array.isArray(body.messages) ? body.messages : [];
  const { content }: { content?: unknown } = Object(messages.at(-1));
  return Array.isArray(content)
    ? content.map((part) => String(Object(part).text)).join('')
    : String(content);
}

/** Answers with everything it was told, joined by `|`. */
const listing = (request: RecordedRequest): Reply => textsOf(promptOf(request)).join('|');

/** Platforms, a model, and a daemon on all of them. */
async function world(wires: readonly Wire[], env: Record<string, string> = {}) {
  for (const wire of wires) onTestFinished(() => wire.stop());
  const model = await startOpenAiServer();
  onTestFinished(() => model.stop());
  model.respond = listing;
  const home = tempDir();
  const starting = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: model.url, ...envOf(wires), ...env };
  const start = async (): Promise<Daemon> => {
    const daemon = await startTestDaemon({ home, env: starting });
    onTestFinished(() => daemon.stop());
    for (const wire of wires) {
      wire.meet(daemon.addresses);
      await untilConnected(daemon, wire);
    }
    return daemon;
  };
  return { model, daemon: await start(), start };
}

const untilConnected = (daemon: Daemon, { name }: Wire) =>
  vi.waitUntil(() => daemon.services.channels.connection(name) !== null, PATIENCE);

const untilSent = (wire: Wire, place: { n: number; isGroup?: boolean }, count: number) =>
  vi.waitUntil(() => wire.sentIn(place).length >= count, PATIENCE);

/** A promise and what resolves it. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

const historyOf = async ({ services }: Daemon, jid: string) =>
  (await services.postbox.messages(jid, { limit: 100, includeBot: true })).map(
    (one) => one.content,
  );

test('a direct message on any platform is answered there, in any script, and kept', async () => {
  const wires = await startAll();
  const { daemon } = await world(wires);
  const said = [
    'hello',
    '안녕하세요, 오늘 회의 몇 시예요?',
    'こんにちは。会議は何時ですか？',
    'مرحبا، متى الاجتماع؟',
    'family 👨‍👩‍👧‍👦 flag 🇰🇷 skin 👍🏽',
  ];
  for (const wire of wires) for (const text of said) wire.says({ ...DIRECT, text });
  for (const wire of wires) {
    await untilSent(wire, DIRECT, said.length);
    expect(wire.sentIn(DIRECT), wire.name).toEqual(said);
    await vi.waitUntil(
      async () => (await historyOf(daemon, wire.jidOf(DIRECT))).length === 2 * said.length,
      PATIENCE,
    );
    expect((await historyOf(daemon, wire.jidOf(DIRECT))).toSorted()).toEqual(
      [...said, ...said].toSorted(),
    );
    expect(await daemon.services.sessions.count('active', wire.name)).toBe(1);
  }
});

test('a long answer arrives in order, in messages that the platform takes, without a broken character', async () => {
  const wires = await startAll();
  const { model } = await world(wires);
  const sentence = '가족 👨‍👩‍👧‍👦과 함께 회의를 합니다. 会議は三時です。 الاجتماع في الثالثة. ';
  const parts = Array.from({ length: 150 }, (_, n) => `${n}: ${sentence.repeat(4).trim()}`);
  const answer = [...parts, '끝'].join('\n\n');
  model.respond = () => answer;
  for (const wire of wires) wire.says({ ...DIRECT, text: 'tell me everything' });
  const words = (text: string) => text.split(/\s+/).filter(Boolean);
  for (const wire of wires) {
    await vi.waitUntil(() => wire.sentIn(DIRECT).at(-1)?.endsWith('끝'), PATIENCE);
    const pieces = wire.sentIn(DIRECT);
    expect(pieces.length, wire.name).toBeGreaterThanOrEqual(
      Math.ceil(answer.length / wire.longest),
    );
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(wire.longest);
    expect(words(pieces.join('\n'))).toEqual(words(answer));
  }
});

test('in a group only those who mention the agent are answered, and are told with what was said before', async () => {
  const wires = (await startAll()).filter(({ hasGroups }) => hasGroups);
  const { model } = await world(wires, { ASSISTANT_NAME: '앤디' });
  for (const wire of wires) {
    wire.says({ ...GROUP, text: 'lunch at noon' });
    wire.says({ ...GROUP, text: 'I am a robot', mentions: true, byBot: true });
    wire.says({ ...GROUP, text: 'what time is lunch?', mentions: true });
  }
  for (const wire of wires) await untilSent(wire, GROUP, 1);
  for (const wire of wires) {
    wire.says({ ...GROUP, text: 'thanks' });
    wire.says({ ...GROUP, text: '@앤디 회의는요? 🗓️' });
  }
  for (const wire of wires) {
    await untilSent(wire, GROUP, 2);
    const [first = '', second = '', ...rest] = wire.sentIn(GROUP);
    expect(rest, wire.name).toEqual([]);
    expect(first).toMatch(/^lunch at noon\|(?:@andy\w* )?what time is lunch\?$/);
    expect(second).toBe('thanks|@앤디 회의는요? 🗓️');
  }
  expect(model.requests.filter(({ body }) => body.stream === true)).toHaveLength(2 * wires.length);
});

test('only users that are allowed are answered, and what the sender allowlist drops is not even kept', async () => {
  const telegram = await platforms.telegram();
  const { daemon } = await world([telegram], {
    GATEHOUSE_CHANNELS_CONFIG_TELEGRAM_ALLOWED_USERS: '12,13',
  });
  const jid = telegram.jidOf({ n: 3 });
  const rules = {
    default: { allow: '*', mode: 'trigger' },
    chats: { [jid]: { allow: ['1'], mode: 'drop' } },
  };
  await daemon.services.senderRules.set(rules, systemCaller('test'));
  for (const n of [1, 3, 2]) telegram.says({ n, text: `from ${n}` });
  await untilSent(telegram, DIRECT, 1);
  expect(telegram.server.sent.map(({ text }) => text)).toEqual(['from 2']);
  expect(await historyOf(daemon, telegram.jidOf({ n: 1 }))).toEqual(['from 1']);
  expect(await historyOf(daemon, jid)).toEqual([]);
});

test('a photo is told as what it is, with its caption', async () => {
  const wires = await startAll();
  await world(wires);
  for (const wire of wires) wire.says({ ...DIRECT, text: '이건 뭐예요?', isPhoto: true });
  for (const wire of wires) {
    await untilSent(wire, DIRECT, 1);
    expect(wire.sentIn(DIRECT)[0], wire.name).toMatch(/\[(?:Photo|Image)[^\]]*\]/);
    expect(wire.sentIn(DIRECT)[0], wire.name).toContain('이건 뭐예요?');
  }
});

test('a model that is down is apologised for once, and the next message is answered', async () => {
  const wires = await startAll();
  const { model } = await world(wires);
  model.respond = () => ({ status: 400, message: 'no such model' });
  for (const wire of wires) wire.says({ ...DIRECT, text: 'first' });
  for (const wire of wires) await untilSent(wire, DIRECT, 1);
  model.respond = listing;
  for (const wire of wires) wire.says({ ...DIRECT, text: 'second' });
  for (const wire of wires) {
    await untilSent(wire, DIRECT, 2);
    expect(wire.sentIn(DIRECT), wire.name).toEqual([expect.stringMatching(APOLOGY), 'second']);
  }
});

test('a group that becomes a supergroup keeps its session and what waits in it', async () => {
  const telegram = await platforms.telegram();
  const { daemon, model } = await world([telegram]);
  const held = gate();
  model.respond = async (request) => {
    if (promptOf(request).includes('second')) await held.opened;
    return listing(request);
  };
  const say = (text: string) => telegram.says({ ...GROUP, text, mentions: true });
  say('first');
  await untilSent(telegram, GROUP, 1);
  const before = await chatOf(daemon, telegram.jidOf(GROUP));
  say('second');
  say('third');
  await vi.waitUntil(
    () => model.requests.some((one) => promptOf(one).includes('second')),
    PATIENCE,
  );
  const [old, next] = [-1000 - GROUP.n, -1_001_000_000_001];
  telegram.server.upgrade(old, next);
  telegram.server.userSays({ chat: next, text: '@andy_bot fourth' });
  await telegram.server.untilIdle();
  held.open();
  const there = () => telegram.server.sent.filter(({ chatId }) => chatId === next);
  await vi.waitUntil(() => there().length === 3, PATIENCE);
  expect(there().map(({ text }) => text)).toEqual(
    ['second', 'third', 'fourth'].map((text) => `@andy_bot ${text}`),
  );
  expect(await chatOf(daemon, `tg:${next}`)).toMatchObject({ sessionId: before.sessionId });
  expect((await daemon.services.postbox.list({ limit: 10, offset: 0 })).total).toBe(1);
});

const chatOf = async ({ services }: Daemon, jid: string) => {
  const { chats } = await services.postbox.list({ limit: 10, offset: 0 });
  return chats.find((one) => one.jid === jid) ?? expect.unreachable(`no chat ${jid}`);
};

test('a platform that wants an answer later gets it later, once, and what follows after it', async () => {
  const wires = await startAll();
  await world(wires);
  for (const wire of wires) {
    wire.failSend('later');
    for (const text of ['first', 'second']) wire.says({ ...DIRECT, text });
  }
  for (const wire of wires) {
    await untilSent(wire, DIRECT, 2);
    expect(wire.sentIn(DIRECT), wire.name).toEqual(['first', 'second']);
  }
});

test('an answer that a platform refuses for good fails with the reason, and the next message is answered', async () => {
  const wires = await startAll();
  const { daemon } = await world(wires);
  for (const wire of wires) {
    wire.failSend('refused');
    for (const text of ['first', 'second']) wire.says({ ...DIRECT, text });
  }
  for (const wire of wires) {
    await untilSent(wire, DIRECT, 1);
    expect(wire.sentIn(DIRECT), wire.name).toEqual(['second']);
    expect(daemon.services.channels.connection(wire.name), wire.name).not.toBeNull();
  }
});

test('a platform that is gone while the agent answers gets the answer when it is back, once', async () => {
  const wires = await startAll();
  const { model } = await world(wires);
  const held = gate();
  model.respond = async (request) => {
    await held.opened;
    return listing(request);
  };
  for (const wire of wires) wire.says({ ...DIRECT, text: 'first' });
  await model.untilRequests(wires.length);
  for (const wire of wires) await wire.goDown();
  held.open();
  await vi.waitUntil(() => model.requests.length >= wires.length, PATIENCE);
  for (const wire of wires) await wire.comeBack();
  for (const wire of wires) wire.says({ ...DIRECT, text: 'second' });
  for (const wire of wires) {
    await untilSent(wire, DIRECT, 2);
    expect(wire.sentIn(DIRECT), wire.name).toEqual(['first', 'second']);
  }
}, 90_000);

test('a chat goes on in its session after a restart, with what was said before it', async () => {
  const wires = await startAll();
  const { daemon, start, model } = await world(wires);
  for (const wire of wires) wire.says({ ...DIRECT, text: 'first' });
  for (const wire of wires) await untilSent(wire, DIRECT, 1);
  const before = (await daemon.services.postbox.list({ limit: 10, offset: 0 })).chats;
  await daemon.stop();
  const again = await start();
  for (const wire of wires) wire.says({ ...DIRECT, text: 'second' });
  for (const wire of wires) {
    await untilSent(wire, DIRECT, 2);
    expect(wire.sentIn(DIRECT), wire.name).toEqual(['first', 'second']);
  }
  const after = (await again.services.postbox.list({ limit: 10, offset: 0 })).chats;
  const sessions = (chats: typeof after) =>
    Object.fromEntries(chats.map(({ jid, sessionId }) => [jid, sessionId]));
  expect(sessions(after)).toEqual(sessions(before));
  const last = JSON.stringify(model.requests.at(-1)?.body.messages);
  expect(last).toContain('first');
});
