/**
 * Owns what tests of turns in containers stand on: the turns of a ground, the queue over a scripted engine, and namespaces that the test
 * makes up. What they must do is left to the tests.
 */
import { mkdirSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { chatOfSession, setChatSession, touchChat } from '../../src/db/chats.ts';
import type { Elsewhere } from '../../src/domain/agent/index.ts';
import {
  ContainerTurns,
  Crew,
  Groups,
  Launcher,
  type NamespaceFacts,
} from '../../src/domain/queue/index.ts';
import {
  type ContainerSpec,
  followUpFile,
  type TurnOrder,
} from '../../src/domain/runtime/index.ts';
import { systemCaller } from '../../src/domain/shared/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { type Inside, type Script, ScriptedEngine } from '../support/scripted-engine.ts';
import { tempDir } from '../support/temp.ts';
import { openGround, storeFile } from './ground.ts';

export const SYSTEM = systemCaller('test');
export const never = new AbortController().signal;
/** What a model call of a script takes. */
export const usage = { provider: 'test', model: 'echo', input: 2, output: 3, costMicros: 0 };

/** Everything that turns in containers need, with scripts for containers. */
export async function openQueue(script: Script, file = storeFile()) {
  const home = tempDir();
  let made: ContainerTurns | undefined;
  const turnsOf = () => {
    if (made === undefined) throw new Error('The queue is not there yet');
    return made;
  };
  const elsewhere: Elsewhere = {
    async placeOf(sessionId) {
      const jid = await chatOfSession(ground.store.read, sessionId);
      const namespace = [...namespaces.values()].find(({ chats }) => chats.includes(jid ?? ''));
      return namespace === undefined ? null : { namespace: namespace.name, isTask: false };
    },
    engine: (record, brief) => ({
      run: (turn, signal, emit) => turnsOf().engine(record, brief).run(turn, signal, emit),
    }),
  };
  const ground = await openGround(file, undefined, { elsewhere });
  const { journal, clock, store } = ground;
  const namespaces = new Map<string, NamespaceFacts & { chats: string[] }>();
  const engine = new ScriptedEngine(script);
  const settings = { maxConcurrent: 5, timeoutMs: 20_000, idleMs: 20_000, outputBytes: 100_000 };
  const input = (namespace: string) => join(home, 'ipc', namespace, 'input');
  let counter = 0;
  const slept: number[] = [];
  /** What a test does while a failed turn waits for its next try, and while it is asked for the file of a message. */
  const hooks = { slept: () => {}, announced: (): Promise<string | null> => Promise.resolve(null) };
  const launchParts = {
    journal,
    clock,
    log: silentLoggerOf('queue'),
    home,
    settings: () => ({
      image: 'agent:test',
      assistantName: 'Andy',
      timezone: 'UTC',
      memoryMb: 256,
      cpus: 1,
      pids: 64,
      extraArgs: [],
    }),
    start: (spec: ContainerSpec) => engine.start(spec),
    nameOf: (namespace: string, at: number) => `gatehouse-${namespace}-${at}-${counter++}`,
    labels: ({ runId }: { runId: string }) => Promise.resolve({ run: runId }),
    user: '1000:1000',
    mounts: ({ containerConfig }: NamespaceFacts) =>
      Promise.resolve(
        (containerConfig.additionalMounts ?? []).map(({ hostPath }) => ({
          source: hostPath,
          target: '/workspace/extra/x',
          readOnly: true,
        })),
      ),
    ipc: {
      async prepare(namespace: string) {
        await rm(input(namespace), { recursive: true, force: true });
        mkdirSync(input(namespace), { recursive: true });
      },
      start: () => undefined,
      stop: () => Promise.resolve(),
      writeClose: (namespace: string) => writeFile(join(input(namespace), '_close'), ''),
      nextInputName: () => `${String(counter++).padStart(6, '0')}.json`,
      async writeInput(namespace: string, name: string, content: unknown) {
        const path = join(input(namespace), name);
        await writeFile(`${path}.tmp`, JSON.stringify(content));
        await rename(`${path}.tmp`, path);
      },
    },
    proxy: {
      admitted: new Set<string>(),
      async admit({ runId }: { runId: string }) {
        this.admitted.add(runId);
        return { token: runId, socketDir: join(home, 'run', runId) };
      },
      async dismiss(token: string) {
        this.admitted.delete(token);
      },
    },
    providers: (baseUrl: string) => [
      {
        vendor: 'offline' as const,
        name: 'offline',
        model: 'echo',
        baseUrl,
        placeholder: '',
        maxOutputTokens: 100,
        prices: { input: 0, output: 0 },
        silenceMs: 1000,
      },
    ],
  };
  const groups = new Groups({ store, journal, clock });
  await groups.load();
  const crew = new Crew({
    journal,
    clock,
    ipc: launchParts.ipc,
    log: silentLoggerOf('queue'),
    launcher: new Launcher(launchParts),
    settings: () => settings,
    namespace: (name) => namespaces.get(name) ?? null,
    doubt: () => undefined,
  });
  made = new ContainerTurns({
    clock,
    ipc: launchParts.ipc,
    log: silentLoggerOf('queue'),
    crew,
    sleep(milliseconds) {
      slept.push(milliseconds);
      clock.advance(milliseconds);
      hooks.slept();
      return Promise.resolve();
    },
    groups,
    namespace: (name) => namespaces.get(name) ?? null,
    instructions: (namespace) => Promise.resolve(`You work in ${namespace}.`),
    chatOf: async (sessionId) => (await chatOfSession(store.read, sessionId)) ?? null,
    announcedFile: () => hooks.announced(),
    filter: (answer) => Promise.resolve(answer),
  });
  onTestFinished(async () => {
    await ground.turns.stop();
    await crew.stop();
    await ground.store.close();
  });
  return {
    ...ground,
    home,
    engine,
    crew,
    groups,
    namespaces,
    settings,
    slept,
    hooks,
    proxy: launchParts.proxy,
    inputFolder: input,
    /** A namespace with a chat that has a session. @returns the session */
    async chat(jid: string, facts: Partial<NamespaceFacts> & { name: string }): Promise<string> {
      const known = namespaces.get(facts.name);
      const namespace = { isMain: false, containerConfig: {}, chats: [], ...known, ...facts };
      namespaces.set(facts.name, { ...namespace, chats: [...namespace.chats, jid] });
      const made = await ground.sessions.create(
        { channel: 'telegram', userId: '1', metadata: {} },
        SYSTEM,
      );
      await journal.commit(SYSTEM, async ({ tx }) => {
        const now = clock.now();
        await touchChat(tx, { jid, channel: 'telegram', isGroup: false, at: now, now });
        await setChatSession(tx, jid, made.id);
      });
      return made.id;
    },
  };
}

/** A script that answers every turn with `re: ` and its message, until it is asked to end. */
export const echoes: Script = async (inside) => {
  await answerAll(inside, ({ prompt }) => `re: ${prompt}`);
  return 0;
};

/** Answers turn after turn. @param inputFolder where the files of the IPC folder come; from the bind of the container */
export async function answerAll(
  inside: Inside,
  answer: (turn: { prompt: string; order: TurnOrder }) => string | Promise<string>,
): Promise<void> {
  const folder = join(
    inside.spec.binds.find(({ target }) => target === '/workspace/ipc')?.source ?? '',
    'input',
  );
  let next: { prompt: string; order: TurnOrder } | null = {
    prompt: inside.input.prompt,
    order: inside.input.turn,
  };
  while (next !== null) {
    const result = await answer(next);
    if (inside.killed.aborted) return;
    inside.say({ status: 'success', result, turnId: next.order.id, usage, durationMs: 1 });
    next = await nextFile(folder, inside.killed);
  }
}

async function nextFile(folder: string, killed: AbortSignal) {
  while (!killed.aborted) {
    const names = (await readdir(folder)).sort();
    const name = names.find((one) => one.endsWith('.json'));
    if (name !== undefined) {
      const path = join(folder, name);
      const read = followUpFile.parse(JSON.parse(await readFile(path, 'utf8')));
      await rm(path);
      return { prompt: read.text, order: read.turn };
    }
    if (names.includes('_close')) return null;
    await sleep(5);
  }
  return null;
}
