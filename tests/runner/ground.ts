/**
 * Owns what tests of the runner stand on: the bundle, an agent as a child process with a workspace of its own, and what the daemon would
 * do around it. What an agent must do is said by the tests.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { bundleAgent } from '../../scripts/agent-bundle.ts';
import {
  type AgentMessage,
  agentMessage,
  type ContainerInput,
  MarkerReader,
  type ProviderOrder,
  type TurnOrder,
} from '../../src/domain/runtime/index.ts';
import { tempDir } from '../support/temp.ts';

let bundled: ReturnType<typeof makeBundle> | undefined;
afterAll(async () => {
  if (bundled !== undefined) rmSync((await bundled).folder, { recursive: true });
});

/** Makes the bundle, once in a test file: what is in `dist` may be old. */
export function bundle(): ReturnType<typeof makeBundle> {
  bundled ??= makeBundle();
  return bundled;
}

async function makeBundle() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-runner-'));
  return { folder, metafile: await bundleAgent(folder) };
}

/** A workspace as it is mounted into a container. */
export function workspace() {
  const root = tempDir();
  const group = join(root, 'group');
  const ipc = join(root, 'ipc');
  for (const folder of [group, ...['messages', 'tasks', 'input'].map((name) => join(ipc, name))])
    mkdirSync(folder, { recursive: true });
  return { root, group, ipc };
}

/** Leaves a file for the agent as the daemon does. */
export function leave(ipc: string, name: string, content: unknown): void {
  const path = join(ipc, 'input', name);
  writeFileSync(`${path}.tmp`, typeof content === 'string' ? content : JSON.stringify(content));
  renameSync(`${path}.tmp`, path);
}

/** An order to answer one message. */
export function turnOrder(text: string, given: Partial<TurnOrder> = {}): TurnOrder {
  turns += 1;
  const message = {
    id: `msg_${turns}`,
    sessionId: 'sess_1',
    seq: turns,
    role: 'human' as const,
    content: text,
    toolCalls: null,
    inputTokens: 0,
    outputTokens: 0,
    createdAt: 1,
  };
  return {
    id: `turn_${turns}`,
    sessionId: 'sess_1',
    inputSeq: turns,
    steps: 0,
    system: 'You are Andy.',
    history: [message],
    maxModelCalls: 10,
    maxToolCalls: 10,
    ...given,
  };
}

let turns = 0;

/** The file that hands over the next message. */
export const followUp = (turn: TurnOrder) => ({
  type: 'message',
  text: turn.history.at(-1)?.content ?? '',
  turn,
});

/** A provider that speaks Anthropic's protocol at an address; offline without one. */
export function provider(baseUrl?: string): ProviderOrder {
  return {
    vendor: baseUrl === undefined ? 'offline' : 'anthropic',
    name: 'anthropic',
    model: 'claude-test',
    baseUrl: baseUrl ?? '',
    placeholder: 'CREDENTIAL_PROXY_PLACEHOLDER',
    maxOutputTokens: 1000,
    prices: { input: 3_000_000, output: 15_000_000 },
    silenceMs: 10_000,
  };
}

/** A whole order. */
export function orderFor(text: string, given: Partial<ContainerInput> = {}): ContainerInput {
  return {
    prompt: text,
    groupFolder: 'family',
    chatJid: 'tg:1',
    isMain: false,
    turn: turnOrder(text),
    providers: [provider()],
    ...given,
  };
}

/** An agent that runs as a process. */
export interface RunningAgent {
  readonly child: ChildProcess;
  readonly root: string;
  readonly ipc: string;
  readonly group: string;
  /** What it said so far. */
  readonly messages: readonly AgentMessage[];
  readonly stderr: () => string;
  /** Waits until it has said so many messages, or as many that end a turn. */
  untilMessages(count: number): Promise<void>;
  untilResults(count: number): Promise<readonly AgentMessage[]>;
  untilNoted(text: string): Promise<void>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts one; it is ended with the test. */
export async function startAgent(
  input: unknown,
  environment: Readonly<Record<string, string>> = {},
  place = workspace(),
): Promise<RunningAgent> {
  const { folder } = await bundle();
  const { root, group, ipc } = place;
  const child = spawn(process.execPath, [join(folder, 'runner.mjs')], {
    env: {
      PATH: process.env.PATH,
      GATEHOUSE_WORKSPACE: root,
      GATEHOUSE_PROXY_PORT: String(await freePort()),
      GATEHOUSE_PROXY_SOCKET: join(root, 'no.sock'),
      ...environment,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const reader = new MarkerReader();
  const messages: AgentMessage[] = [];
  let stderr = '';
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    messages.push(...reader.read(chunk).map((text) => agentMessage.parse(JSON.parse(text))));
    tell();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
    tell();
  });
  const ended = once(child, 'close').then(([code]): number | null => {
    tell();
    return typeof code === 'number' ? code : null;
  });
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!isSo() && child.exitCode === null) return;
        watchers.delete(check);
        if (isSo()) resolve();
        else reject(new Error(`it ended: ${stderr}`));
      };
      watchers.add(check);
      check();
    });
  const results = () => messages.filter((one) => one.step === undefined);
  child.stdin.on('error', () => undefined);
  child.stdin.end(typeof input === 'string' ? input : JSON.stringify(input));
  return {
    child,
    root,
    ipc,
    group,
    messages,
    stderr: () => stderr,
    untilMessages: (count) => until(() => messages.length >= count),
    untilResults: async (count) => {
      await until(() => results().length >= count);
      return results();
    },
    untilNoted: (text) => until(() => stderr.includes(text)),
    ended,
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
