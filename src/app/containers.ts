/**
 * Owns joining the areas of containers: turns that run in them, tasks, the queue, IPC, and what the agent in a container is reached with.
 * What each of them does belongs to its area of the domain.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/index.ts';
import { chatOfSession, findChat, setChatSession } from '../db/chats.ts';
import { chatsWithInbound } from '../db/inbound.ts';
import { findSession } from '../db/sessions.ts';
import type { Turns } from '../domain/agent/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import { FollowUps, type Outbox } from '../domain/channels/index.ts';
import type { CredentialProxy } from '../domain/credential-proxy/index.ts';
import type { IpcFolders, IpcInbox } from '../domain/ipc/index.ts';
import { type Mounts, toBind } from '../domain/mounts/index.ts';
import type { Folders, Instructions, Namespaces } from '../domain/namespaces/index.ts';
import type { Plugins } from '../domain/plugins/index.ts';
import { ContainerTurns, Crew, Groups, Launcher, Queue, Tasks } from '../domain/queue/index.ts';
import {
  containerNameOf,
  labelsOf,
  type ProviderOrder,
  type Runtime,
} from '../domain/runtime/index.ts';
import type { Task } from '../domain/schedules/index.ts';
import type { Sessions } from '../domain/sessions/index.ts';
import type { Settings } from '../domain/settings/index.ts';
import { systemCaller } from '../domain/shared/index.ts';
import type { Ground } from './services.ts';

/** What containers are joined from. */
export interface ContainerDeps {
  readonly journal: Journal;
  readonly settings: Settings;
  readonly sessions: Sessions;
  readonly turns: Turns;
  readonly plugins: Plugins;
  readonly namespaces: Namespaces;
  readonly instructions: Instructions;
  readonly mounts: Mounts;
  readonly folders: Folders;
  readonly proxy: CredentialProxy;
  readonly runtime: Runtime;
  readonly installId: () => Promise<string>;
  readonly outbox: Outbox;
  readonly ipcFolders: IpcFolders;
  readonly ipcInbox: IpcInbox;
  readonly slots: ConstructorParameters<typeof Tasks>[0]['slots'];
  /** Told of a chat in which a message waits. */
  readonly onAsked: (jid: string) => void;
}

/** Builds what runs turns and tasks in containers, and what callers see of it. */
export function buildContainers(ground: Ground, deps: ContainerDeps) {
  const { live, home, store, clock, loggerOf } = ground;
  const { journal, namespaces, instructions, mounts, proxy, runtime, turns, sessions } = deps;
  const { ipcFolders, ipcInbox, plugins } = deps;
  const settings = () => live.current().containers;
  const log = loggerOf('containers');
  const ipc = {
    async prepare(name: string) {
      await deps.folders.ensureGroup(name);
      await ipcInbox.prepare(name);
    },
    start: (name: string) => ipcInbox.start(name),
    stop: (name: string) => ipcInbox.stop(name),
    writeClose: (name: string) => ipcFolders.writeClose(name),
    nextInputName: () => ipcFolders.nextInputName(),
    writeInput: (name: string, file: string, content: unknown) =>
      ipcFolders.writeInput(name, file, content),
  };
  const followUps = new FollowUps({ store, journal, onAsked: deps.onAsked });
  const groups = new Groups({ store, journal, clock });
  const crew = new Crew({
    journal,
    clock,
    log,
    ipc,
    namespace: (name) => namespaces.byName(name),
    doubt: (error) => runtime.doubt(error),
    launcher: new Launcher({
      journal,
      clock,
      log,
      home,
      ipc,
      proxy,
      start: (spec, signal) => runtime.use((engine) => engine.start(spec, signal)),
      nameOf: containerNameOf,
      labels: async ({ runId, namespace }) => labelsOf(await deps.installId(), runId, namespace),
      user: containerUser(),
      mounts: async ({ name, isMain, containerConfig }) => {
        const wanted = containerConfig.additionalMounts ?? [];
        return (await mounts.forRun({ name, isMain, mounts: wanted })).map(toBind);
      },
      providers: (baseUrl) => providerOrders(live.current().providers, proxy, baseUrl),
      settings: () => ({
        image: settings().image,
        assistantName: live.current().agent.assistant_name,
        timezone: configuredZone(settings()),
        memoryMb: settings().memory_mb,
        cpus: settings().cpus,
        pids: settings().pids,
        extraArgs: settings().extra_args,
      }),
    }),
    settings: () => ({
      maxConcurrent: settings().max_concurrent,
      timeoutMs: settings().timeout_secs * 1000,
      idleMs: settings().idle_timeout_secs * 1000,
      outputBytes: settings().max_output_bytes,
    }),
  });
  const containerTurns = new ContainerTurns({
    clock,
    log,
    ipc,
    crew,
    groups,
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal, ref: false }),
    namespace: (name) => namespaces.byName(name),
    instructions: (name) => instructions.textFor(name),
    chatOf: async (sessionId) => (await chatOfSession(store.read, sessionId)) ?? null,
    announcedFile: (turnId) => followUps.fileOf(turnId),
    async filter(answer) {
      if (!plugins.hasMiddleware() || answer === '') return answer;
      const passed = await plugins.middleware('outbound', answer);
      return 'text' in passed ? passed.text : `[Withheld by ${passed.blockedBy}: ${passed.reason}]`;
    },
  });
  const queue = new Queue({
    journal,
    crew,
    groups,
    namespaces: () => namespaces.list(),
    maxConcurrent: () => settings().max_concurrent,
    setMaxConcurrent: async (limit, by) => {
      await deps.settings.change({ 'containers.max_concurrent': limit }, by);
    },
    takeIn: (message, by) => followUps.takeIn(message, by),
    waitingChats: () => chatsWithInbound(store.read),
    nextInputName: () => ipcFolders.nextInputName(),
    now: () => clock.now(),
  });
  const containerTasks = new Tasks({
    journal,
    turns,
    containers: containerTurns,
    log: loggerOf('schedules'),
    slots: deps.slots,
    sessionOf: (task) => sessionOf(ground, sessions, task),
  });
  // A higher limit lets those in who wait.
  live.follow(() => crew.places.look());
  return { containerCrew: crew, containerTurns, containerTasks, containerGroups: groups, queue };
}

/** The session in which a task runs: that of its chat, or a new one. */
async function sessionOf(
  ground: Ground,
  sessions: Sessions,
  { jid, contextMode, namespace, scheduleId }: Task,
): Promise<string> {
  const by = systemCaller('scheduler');
  const { read } = ground.store;
  const chat = contextMode === 'group' && jid !== null ? await findChat(read, jid) : undefined;
  const known = chat?.sessionId ? await findSession(read, chat.sessionId) : undefined;
  if (known !== undefined && known.status !== 'terminated') return known.id;
  const metadata = { namespace, schedule_id: scheduleId };
  const input = { channel: chat?.channel ?? 'schedule', userId: 'scheduler', metadata };
  if (chat === undefined) return (await sessions.create(input, by)).id;
  const made = await sessions.create(input, by, (change, id) =>
    setChatSession(change.tx, chat.jid, id),
  );
  return made.id;
}

/** Never root: what a daemon of root starts is given to a user of its own. */
function containerUser(): string {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  return uid === 0 ? '1000:1000' : `${uid}:${gid}`;
}

/** The IANA zone of containers and of schedules that name none. */
export const configuredZone = ({ timezone }: Pick<Config['containers'], 'timezone'>): string =>
  timezone ?? machineZone();

/** What a machine says of itself need not be a zone that anybody knows: `TZ=IST-2` is none. */
function machineZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return /^[A-Z][A-Za-z_]+\/|^UTC$/.test(timeZone ?? '') ? timeZone : 'UTC';
}

const PLACEHOLDER = 'CREDENTIAL_PROXY_PLACEHOLDER';

/** The daemon's providers in the order in which they are asked, as a container reaches them. A mapping of a provider's name stands in for it. */
function providerOrders(
  section: Config['providers'],
  proxy: CredentialProxy,
  baseUrl: string,
): ProviderOrder[] {
  const mapped = new Map(proxy.state().mappings.map((one) => [one.name.toLowerCase(), one.id]));
  const isThere = (name: 'anthropic' | 'openai') =>
    section[name].api_key !== undefined || mapped.has(name);
  const known = (['anthropic', 'openai'] as const).filter(isThere);
  const first = section.primary ?? known[0] ?? Object.keys(section.compatible)[0] ?? 'offline';
  return [...new Set([first, ...section.fallback])].map((name) => {
    const vendor = name === 'anthropic' || name === 'openai' ? name : 'compatible';
    const about = vendor === 'compatible' ? section.compatible[name] : section[vendor];
    const id = mapped.get(name.toLowerCase());
    return {
      vendor: about === undefined ? 'offline' : vendor,
      name,
      model: about?.model ?? 'echo',
      baseUrl: id === undefined ? `${baseUrl}/p/${name}` : `${baseUrl}/m/${id}`,
      placeholder: PLACEHOLDER,
      maxOutputTokens: about?.max_output_tokens ?? 4096,
      prices: { input: about?.input_price ?? 0, output: about?.output_price ?? 0 },
      silenceMs: section.timeout_secs * 1000,
    };
  });
}
