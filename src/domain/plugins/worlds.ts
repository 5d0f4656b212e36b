/**
 * Owns what loaded plugins are called for: tools of the agent, events of the journal, texts of turns, and schedules.
 * Which plugins are loaded belongs to shelf.ts, running a call to the runtime.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type EventRow, listEventsAfter } from '../../db/events.ts';
import { lastEventSeq } from '../../db/fan-out.ts';
import type { Store } from '../../db/open.ts';
import { type Clock, toTimestamp } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import type { Tool } from '../tools/index.ts';
import { covers } from './bus.ts';
import { type Capability, GuestRefusal, type LoadedPlugin, type PluginManifest } from './ports.ts';
import { nextRun } from './schema.ts';

/** A plugin that is called. */
export interface Active {
  readonly manifest: PluginManifest;
  readonly loaded: LoadedPlugin;
}

/** When middleware sees a text: before the model does, or before the user does. */
export type Stage = 'inbound' | 'outbound';

/** What became of a text: it goes on, changed or not, or a plugin stopped it. */
export type Passed =
  | { readonly text: string }
  | { readonly blockedBy: string; readonly reason: string };

const PAGE = 100;
const MAX_TOOL_NAME = 64;
const MAX_EVENT_BYTES = 64 * 1024;
const MAX_TEXT_LENGTH = 4 * 1024 * 1024;
const LONGEST_REASON = 500;

/** The uses of the loaded plugins. */
export class PluginWorlds {
  readonly #active: () => readonly Active[];
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** The last event that was handed on; null while no plugin waits for events. */
  #cursor: number | null = null;
  #reading = false;
  #more = false;
  /** When each schedule is due. */
  #due = new Map<string, number>();
  readonly #running = new Set<string>();
  /** Plugins that could not take the last event, so that each is told of once. */
  readonly #losing = new Set<string>();

  /** @param options.active The plugins that may be called now, in order of their names. */
  constructor(options: {
    active: () => readonly Active[];
    store: Store;
    clock: Clock;
    log: Logger;
  }) {
    this.#active = options.active;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** The tools that can be called now. A call goes to the version of the plugin that is loaded by then. */
  tools(): Tool[] {
    return this.#active().flatMap(({ manifest: { name }, loaded }): Tool[] => {
      if (loaded.tool === null || loaded.trouble()?.isFinal === true) return [];
      return [
        {
          name: toolName(name, loaded.tool.name),
          description: loaded.tool.description,
          inputSchema: loaded.tool.inputSchema,
          source: `plugin:${name}`,
          call: async (input, { signal }) => {
            const now = this.#active().find((one) => one.manifest.name === name);
            if (now === undefined) throw new Error(`plugin ${name} is not loaded any more`);
            const answer = await now.loaded.call(
              { name: 'tool.execute', args: { input: JSON.stringify(input) } },
              { depth: 0, signal },
            );
            const content = answer.success ? answer.output : (answer.error ?? answer.output);
            return { content, failed: !answer.success };
          },
        },
      ];
    });
  }

  /** Whether any middleware would look at a text. */
  hasMiddleware(): boolean {
    return this.#byPriority('middleware').length > 0;
  }

  /** Has every middleware look at a text, by priority. One that fails is passed over. */
  async middleware(stage: Stage, text: string): Promise<Passed> {
    let now = text;
    for (const { manifest, loaded } of this.#byPriority('middleware')) {
      try {
        const data = JSON.stringify({ text: now });
        const answer = await loaded.call(
          { name: 'middleware.process', args: { stage, data } },
          { depth: 0 },
        );
        now = readText(answer);
      } catch (error) {
        if (error instanceof GuestRefusal)
          return { blockedBy: manifest.name, reason: error.message.slice(0, LONGEST_REASON) };
        this.#log.warn(`${manifest.name}: its middleware is passed over`, { error });
      }
    }
    return { text: now };
  }

  /** Begins with the events from now on, if a plugin waits for any. */
  async followEvents(): Promise<void> {
    if (!this.#hasHooks()) this.#cursor = null;
    else this.#cursor ??= await lastEventSeq(this.#store.read);
  }

  /** Hands new events of the journal on; it returns at once. A plugin that cannot take one loses it. */
  onEvents(): void {
    if (this.#cursor === null) return;
    this.#more = true;
    if (this.#reading) return;
    this.#reading = true;
    this.#readEvents()
      .catch((error: unknown) => this.#log.error('events could not be read for plugins', { error }))
      .finally(() => {
        this.#reading = false;
      });
  }

  /** Runs the schedules that are due, each not twice at once; it does not wait for them. */
  async tick(): Promise<void> {
    const now = this.#clock.now();
    const due = new Map<string, number>();
    for (const one of this.#active()) {
      for (const { schedule, name } of capabilities(one, 'cron')) {
        if (schedule === null) continue;
        const key = JSON.stringify([one.manifest.name, name, schedule]);
        const at = this.#due.get(key) ?? nextRun(schedule, now);
        const isDue = at !== null && at <= now;
        if (isDue && !this.#running.has(key)) this.#run(key, one, name);
        const next = isDue ? nextRun(schedule, now) : at;
        if (next !== null) due.set(key, next);
      }
    }
    this.#due = due;
  }

  #run(key: string, { manifest, loaded }: Active, cron: string): void {
    this.#running.add(key);
    const label = `${manifest.name}: cron ${cron}`;
    loaded
      .call({ name: 'cron.run', args: {} }, { depth: 0 })
      .then(
        (line) => this.#log.info(`${label}: ${line.slice(0, LONGEST_REASON)}`),
        (error: unknown) => this.#log.warn(`${label} failed`, { error }),
      )
      .finally(() => this.#running.delete(key));
  }

  async #readEvents(): Promise<void> {
    while (this.#more && this.#cursor !== null) {
      this.#more = false;
      const rows = await listEventsAfter(this.#store.read, this.#cursor, PAGE);
      for (const row of rows) this.#handOn(row);
      const last = rows.at(-1);
      if (last !== undefined) this.#cursor = last.seq;
      if (rows.length === PAGE) this.#more = true;
      await setImmediate();
    }
  }

  #handOn(row: EventRow): void {
    const wanting = this.#byPriority('hook').filter((one) =>
      capabilities(one, 'hook').some(({ events }) => events.some((text) => covers(text, row.type))),
    );
    if (wanting.length === 0) return;
    const { id, type: event, data, createdAt } = row;
    const payload = JSON.stringify({ id, event, timestamp: toTimestamp(createdAt), data });
    if (Buffer.byteLength(payload) > MAX_EVENT_BYTES) {
      this.#log.warn(`event ${id} is too large for plugins`);
      return;
    }
    for (const one of wanting) void this.deliver(one, event, payload, 0);
  }

  /** Calls the hook of a plugin; what goes wrong is in the log alone. */
  async deliver(
    { manifest: { name }, loaded }: Active,
    event: string,
    payload: string,
    depth: number,
  ): Promise<void> {
    try {
      await loaded.call({ name: 'hook.on-event', args: { event, payload } }, { depth });
      this.#losing.delete(name);
    } catch (error) {
      if (!this.#losing.has(name)) this.#log.warn(`${name}: lost an event ${event}`, { error });
      this.#losing.add(name);
    }
  }

  #hasHooks(): boolean {
    return this.#active().some((one) => capabilities(one, 'hook').length > 0);
  }

  #byPriority(type: Capability['type']): Active[] {
    const priority = (one: Active) =>
      Math.min(...capabilities(one, type).map((each) => each.priority));
    return this.#active()
      .filter((one) => capabilities(one, type).length > 0)
      .sort((a, b) => priority(a) - priority(b));
  }
}

const capabilities = ({ manifest }: Active, type: Capability['type']) =>
  manifest.capabilities.filter((one) => one.type === type);

/** A name that models accept; a long one keeps a hash of what is cut off. */
function toolName(plugin: string, tool: string): string {
  const whole = `plugin_${plugin}_${tool}`.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  if (whole.length <= MAX_TOOL_NAME) return whole;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${whole.slice(0, MAX_TOOL_NAME - 9)}_${digest}`;
}

/** @throws Error when the answer is not what middleware answers */
function readText(answer: string): string {
  if (answer.length > MAX_TEXT_LENGTH) throw new Error('its answer is too long');
  const { text } = Object(JSON.parse(answer));
  if (typeof text !== 'string') throw new Error('its answer is not {"text": string}');
  return text;
}
