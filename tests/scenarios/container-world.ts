/**
 * Owns what stories of agents in containers stand on: a daemon with a chat, a model behind the proxy and a real engine, and a model that
 * does as the chat tells it. The stories are left to the tests.
 */
import { expect, onTestFinished, vi } from 'vitest';
import { clientsOf } from '../contract/served.ts';
import { type ChildDaemon, spawnDaemon } from '../support/daemon.ts';
import { startAnthropicServer } from '../support/model-servers/anthropic.ts';
import type { RecordedRequest, Reply } from '../support/model-servers/replies.ts';
import { TelegramServer } from '../support/platforms/telegram.ts';
import { baseImage, podmanSocket } from '../support/podman.ts';
import { tempDir } from '../support/temp.ts';

/** For what a busy machine does at last. */
export const PATIENCE = { timeout: 60_000, interval: 50 };
/** The key that no container may see. */
export const CANARY = 'sk-ant-canary-3f9a1c77b2d84e55';
export const IMAGE = 'gatehouse-scenario:latest';
/** The namespace, and its chat. */
export const GROUP = 'telegram_dev';
const CHAT = 77;
export const JID = `tg:${CHAT}`;

/** The text of everything that the model was given last. */
function told({ body }: RecordedRequest): string {
  const messages: unknown[] = Array.isArray(body.messages) ? body.messages : [];
  return JSON.stringify(messages.at(-1));
}

/** A daemon of its own, with Telegram, a model behind the proxy, and a real engine. */
export async function world(env: Record<string, string> = {}) {
  const model = await startAnthropicServer();
  const telegram = await TelegramServer.start();
  onTestFinished(async () => {
    await telegram.stop();
    await model.stop();
  });
  const home = tempDir();
  const starting = {
    ANTHROPIC_API_KEY: CANARY,
    ANTHROPIC_BASE_URL: model.url,
    TELEGRAM_API_BASE: telegram.url,
    TELEGRAM_BOT_TOKEN: telegram.token,
    GATEHOUSE_CHANNELS_CONFIG_TELEGRAM_ALLOWED_USERS: '*',
    GATEHOUSE_CONTAINERS_ENGINE: 'docker',
    GATEHOUSE_CONTAINERS_SOCKET: await podmanSocket(),
    GATEHOUSE_CONTAINERS_IMAGE: IMAGE,
    GATEHOUSE_CONTAINERS_BASE_IMAGE: baseImage(),
    GATEHOUSE_CONTAINERS_MEMORY_MB: '192',
    GATEHOUSE_CONTAINERS_PIDS: '64',
    GATEHOUSE_CONTAINERS_CPUS: '1',
    GATEHOUSE_CONTAINERS_SCHEDULER_TICK_MS: '50',
    GATEHOUSE_CONTAINERS_MIN_INTERVAL_MS: '1000',
    ...env,
  };
  const start = async () => {
    const daemon = await spawnDaemon({ home, env: starting });
    // In good order, so that no container is left on the engine that other tests share.
    onTestFinished(async () => void (await daemon.end('SIGTERM')));
    return daemon;
  };
  return { model, telegram, home, start };
}

/** A client of the daemon's nanoclaw API. */
export const nanoclawOf = ({ addresses }: ChildDaemon) => clientsOf(addresses).nanoclaw;
type Client = ReturnType<typeof nanoclawOf>;

/** What the last answer of an operation holds, as plain data. */
export async function read(
  client: Client,
  operation: string,
  options = {},
): Promise<Record<string, unknown>> {
  return { ...Object((await client.call(operation, options)).body) };
}

/** The same of an operation that answers a list. */
export async function rows(client: Client, operation: string, options = {}) {
  return Object.values(await read(client, operation, options)).map((row) => ({ ...Object(row) }));
}

/** A namespace that answers in the chat. */
export async function mapChat(client: Client, containerConfig: Record<string, unknown> = {}) {
  const body = { name: GROUP, chatJids: [JID], containerConfig };
  expect((await client.call('createNamespace', { body })).status).toBe(201);
}

/** A model that runs the command of `[run] …` in the container and says what came of it, and else repeats what it was told. */
export function obeys(request: RecordedRequest): Reply {
  const last = told(request);
  if (last.includes('tool_result')) return `done: ${last}`;
  const command = /\[run\] (.*?) \[end\]/s.exec(unescaped(last))?.[1];
  return command === undefined
    ? `heard ${last.length} characters`
    : { toolCalls: [{ name: 'run_command', input: { command } }] };
}

/** A text as it was before it stood in a prompt, and that in JSON. */
const unescaped = (text: string) =>
  text
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** Has the user write in the chat. */
export const says = (telegram: TelegramServer, text: string) =>
  telegram.userSays({ chat: CHAT, text });
/** What the chats were sent so far. */
export const answers = (telegram: TelegramServer) => telegram.sent.map(({ text }) => text);
/** Anything but the excuse for a turn that failed. */
export const isAnswer = (text: string) => !text.startsWith('I could not answer');
/** Waits until the chats were sent so much. */
export const untilAnswers = (telegram: TelegramServer, count: number) =>
  vi.waitUntil(() => telegram.sent.length >= count, PATIENCE);
