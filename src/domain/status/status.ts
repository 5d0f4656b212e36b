/**
 * Owns what the daemon says of itself: how it is, since when, and whether it can write.
 * Every number is asked of the part that owns it, every trouble of the part that has it.
 */
import { countMessages } from '../../db/messages.ts';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Provider } from '../agent/index.ts';
import type { Channels } from '../channels/index.ts';
import type { McpServers } from '../mcp/index.ts';
import type { Plugins } from '../plugins/index.ts';
import type { Sessions } from '../sessions/index.ts';
import type { LoopWatch } from './loop-watch.ts';
import { ProviderCheck } from './provider-check.ts';
import { StoreProbe } from './store-probe.ts';
import { askAll, type Trouble, type TroubleSource } from './trouble.ts';

/** What the store holds at one moment. */
export interface Counts {
  readonly sessions: {
    readonly active: number;
    readonly idle: number;
    readonly terminated: number;
  };
  readonly messages: number;
}

/** The state of the daemon at one moment. */
export interface Report {
  readonly version: string;
  readonly uptimeSecs: number;
  readonly activeSessions: number;
  readonly messages: number;
  readonly channels: { readonly connected: number; readonly total: number };
  readonly plugins: { readonly loaded: number; readonly total: number };
  readonly provider: { readonly name: string; readonly model: string };
  /** `degraded` with any trouble, `unhealthy` when nothing can be written. */
  readonly state: 'healthy' | 'degraded' | 'unhealthy';
  readonly troubles: readonly Trouble[];
}

/** What the report is made from. */
export interface StatusParts {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly channels: Channels;
  readonly mcp: McpServers;
  readonly plugins: Plugins;
  readonly provider: Provider;
  readonly loop: LoopWatch;
  readonly clock: Clock;
  readonly version: string;
  readonly isStopping: () => boolean;
  /** Parts that tell their troubles, beside those above. */
  readonly sources: readonly TroubleSource[];
}

const NOTHING: Counts = { sessions: { active: 0, idle: 0, terminated: 0 }, messages: 0 };

/** What the daemon says of itself. */
export class Status {
  readonly #parts: StatusParts;
  readonly #probe: StoreProbe;
  readonly #sources: readonly TroubleSource[];
  readonly #begun: number;
  #lastCounts = NOTHING;

  constructor(parts: StatusParts) {
    const { store, clock, provider, channels, mcp, plugins, loop } = parts;
    this.#parts = parts;
    this.#begun = clock.monotonic();
    this.#probe = new StoreProbe(store, clock);
    const providerCheck = new ProviderCheck(provider, clock);
    this.#sources = [
      { component: 'event_loop', troubles: () => loop.troubles() },
      { component: `provider:${provider.name}`, troubles: () => providerCheck.troubles() },
      {
        component: 'channels',
        troubles: () => channels.survey().down.map((one) => toTrouble('channel', one)),
      },
      { component: 'mcp', troubles: () => mcp.down().map((one) => toTrouble('mcp', one)) },
      { component: 'plugins', troubles: () => pluginTroubles(plugins) },
      ...parts.sources,
    ];
  }

  /** Everything the status operations tell; it answers within about two seconds whatever the parts do. */
  async report(): Promise<Report> {
    const { clock, version, provider, channels, plugins } = this.#parts;
    const [store, others, counts] = await Promise.all([
      this.#probe.check(),
      askAll(this.#sources),
      this.#count(),
    ]);
    const troubles = [...(store === null ? [] : [store]), ...counts.troubles, ...others];
    const degraded = troubles.length === 0 ? 'healthy' : 'degraded';
    const { total, down } = channels.survey();
    return {
      version,
      uptimeSecs: Math.floor((clock.monotonic() - this.#begun) / 1000),
      activeSessions: counts.sessions.active,
      messages: counts.messages,
      channels: { connected: total - down.length, total },
      plugins: plugins.count(),
      provider: { name: provider.name, model: provider.model },
      state: store === null ? degraded : 'unhealthy',
      troubles,
    };
  }

  /** True if a write has just become durable, at most a second ago, the event loop turns and the daemon means to stay. */
  async isHealthy(): Promise<boolean> {
    const { isStopping, loop } = this.#parts;
    return !isStopping() && loop.troubles().length === 0 && (await this.#probe.check()) === null;
  }

  /** What the store holds. @throws what the store throws when it cannot be read */
  async counts(): Promise<Counts> {
    const { sessions, store } = this.#parts;
    return {
      sessions: {
        active: await sessions.count('active'),
        idle: await sessions.count('idle'),
        terminated: await sessions.count('terminated'),
      },
      messages: await countMessages(store.read),
    };
  }

  /** A store that cannot be read is no reason to say nothing; that the numbers are old is said beside them. */
  async #count(): Promise<Counts & { troubles: Trouble[] }> {
    try {
      this.#lastCounts = await this.counts();
      return { ...this.#lastCounts, troubles: [] };
    } catch {
      const reason = 'The store cannot be read: counts are the last ones known';
      return { ...this.#lastCounts, troubles: [{ component: 'store', reason }] };
    }
  }
}

async function pluginTroubles(plugins: Plugins): Promise<Trouble[]> {
  return (await plugins.list())
    .filter((one) => one.status === 'error')
    .map(({ name, error }) => toTrouble('plugin', { name, reason: error ?? 'not loaded' }));
}

const toTrouble = (kind: string, { name, reason }: { name: string; reason: string }): Trouble => ({
  component: `${kind}:${name}`,
  reason,
});
