/**
 * Owns putting together everything about agents in containers, in two steps: what others are built over, and what is built over them.
 * Each part is built in the file of its name.
 */
import type { Turns } from '../domain/agent/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import type { Outbox } from '../domain/channels/index.ts';
import type { CredentialProxy } from '../domain/credential-proxy/index.ts';
import type { Refusals, VitalSources } from '../domain/monitoring/index.ts';
import type { Plugins } from '../domain/plugins/index.ts';
import type { Crew, Queue } from '../domain/queue/index.ts';
import type { Sessions } from '../domain/sessions/index.ts';
import type { Settings } from '../domain/settings/index.ts';
import {
  ipcTasks,
  LateContainers,
  lateRunning,
  namespaceUseOf,
  placesOf,
} from './container-ports.ts';
import { buildContainers } from './containers.ts';
import { buildContainersRuntime, type KnownRuns } from './containers-runtime.ts';
import { buildCredentialProxy } from './credential-proxy.ts';
import { buildIpc } from './ipc.ts';
import { buildNamespaces } from './namespaces.ts';
import { buildSchedules } from './schedules.ts';
import type { Ground } from './services.ts';

/** What the second step is built over. */
export interface SandboxDeps {
  readonly journal: Journal;
  readonly settings: Settings;
  readonly sessions: Sessions;
  readonly turns: Turns;
  readonly plugins: Plugins;
  readonly outbox: Outbox;
  /** Told of a chat in which a message waits. */
  readonly onAsked: (jid: string) => void;
}

/** Builds the first step. `join` builds the second, once; before that no turn runs in a container. */
export function buildSandbox(
  ground: Ground,
  { journal, refusals, settings }: { journal: Journal; refusals: Refusals; settings: Settings },
) {
  const { namespaceUse, ...naming } = buildNamespaces(ground, { journal });
  const { namespaces, mounts, folders, instructions } = naming;
  let crew: Crew | null = null;
  const knownRuns: KnownRuns = {
    ids: () => crew?.runIds() ?? new Set(),
    specOf: (runId) => crew?.specOf(runId) ?? null,
  };
  const containersRuntime = buildContainersRuntime(ground, { journal, knownRuns });
  const credentialProxy = buildCredentialProxy(ground, { journal, refusals, settings });
  const elsewhere = new LateContainers();
  const join = (deps: SandboxDeps) => {
    const { outbox, turns } = deps;
    const ipc = buildIpc(ground, {
      journal,
      namespaces,
      outbox,
      tasks: ipcTasks(() => scheduling.schedules),
      containers: lateRunning(() => containers.queue),
    });
    const scheduling = buildSchedules(ground, {
      journal,
      outbox,
      turns,
      runner: { enqueue: (task) => containers.containerTasks.enqueue(task) },
    });
    const containers = buildContainers(ground, {
      ...deps,
      namespaces,
      instructions,
      mounts,
      folders,
      proxy: credentialProxy,
      runtime: containersRuntime.runtime,
      installId: containersRuntime.installId,
      ipcFolders: ipc.ipcFolders,
      ipcInbox: ipc.ipcInbox,
      slots: scheduling.scheduleRuns,
    });
    const { containerCrew, containerTurns, containerGroups, queue } = containers;
    crew = containerCrew;
    elsewhere.join(containerTurns, placesOf(ground, namespaces));
    const used = { queue, crew: containerCrew, groups: containerGroups };
    Object.assign(namespaceUse, namespaceUseOf(used, scheduling.schedules));
    const areas: Omit<VitalSources, 'channels'> = {
      containers: () => containersOf(containerCrew, queue),
      queue: async () => {
        const { queued: waitingGroups, pendingTasks, pendingMessages } = await queue.counts();
        return { waitingGroups, pendingTasks, pendingMessages };
      },
      proxy: () => proxyOf(credentialProxy),
      schedules: () => scheduling.schedules.counts(),
      ipc: () => ipc.ipcInbox.counts(),
    };
    return { ...ipc, ...scheduling, ...containers, areas };
  };
  return { ...naming, containersRuntime, credentialProxy, elsewhere, join };
}

function containersOf(crew: Crew, queue: Queue) {
  const { started, failed, timedOut } = crew.totals();
  return {
    active: crew.places.taken,
    idle: crew.all().filter(({ container }) => container.isIdle).length,
    maxConcurrent: queue.maxConcurrent(),
    totalStarted: started,
    totalFailed: failed,
    totalTimedOut: timedOut,
  };
}

function proxyOf(proxy: CredentialProxy) {
  const { running, figures } = proxy.state();
  const { requests, errors, active: activeRequests, meanFirstByteMs: avgLatencyMs } = figures;
  return { running, requests, errors, activeRequests, avgLatencyMs };
}
