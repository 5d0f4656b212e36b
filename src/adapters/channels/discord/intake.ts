/**
 * Owns what becomes of the events of a session: one after the other, each one durable before the next.
 * What a message says is in messages.ts, what was missed in catch-up.ts, the session in gateway.ts.
 */
import {
  type Account,
  type ChannelEvents,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import { CatchUp } from './catch-up.ts';
import type { DiscordClient } from './client.ts';
import { readMessage } from './messages.ts';
import type { Means, Memory } from './ports.ts';
import type { Dispatch } from './shard.ts';

/** Events that wait; Discord tells again of more than these. */
const MOST_WAITING = 5000;
/** Storing a message takes milliseconds. */
const STORE_MS = 10_000;

/** What an intake is made with. */
export interface IntakeOptions {
  readonly client: DiscordClient;
  readonly account: Account;
  readonly events: ChannelEvents;
  readonly means: Means;
  readonly memory: Memory;
}

/** The events of one connection. */
export class Intake {
  /** Resolves with the reason once an event could not be dealt with; never rejects. */
  readonly broken: Promise<string>;
  readonly #options: IntakeOptions;
  readonly #stop = new AbortController();
  readonly #catchUp: CatchUp;
  readonly #waiting: Dispatch[] = [];
  #break: (reason: string) => void = () => undefined;
  #working: Promise<void> | null = null;
  /** Since when a message is being stored; null while none is. */
  #storing: number | null = null;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#catchUp = new CatchUp(options.client, options.means, this.#stop.signal);
    this.broken = new Promise((resolve) => {
      this.#break = resolve;
    });
  }

  /** Takes an event; its turn comes after those before it. */
  push(dispatch: Dispatch): void {
    if (this.#stop.signal.aborted) return;
    if (this.#waiting.length >= MOST_WAITING) {
      this.#stop.abort();
      this.#break('More arrives from Discord than can be stored');
      return;
    }
    this.#waiting.push(dispatch);
    this.#working ??= this.#work();
  }

  /** @throws PlatformError where nothing seems to arrive */
  alive(): void {
    const { clock } = this.#options.means;
    if (this.#storing !== null && clock.monotonic() - this.#storing > STORE_MS)
      throw new PlatformError('A message from Discord could not be stored so far');
  }

  /** Takes nothing any more. @returns once nothing is being stored */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { signal } = this.#stop;
    const { memory } = this.#options;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        await this.#take(next);
        // Discord tells again of everything after it.
        if (memory.session !== null && memory.session.sessionId === next.sessionId)
          memory.session = { ...memory.session, sequence: next.sequence };
        if (signal.aborted) return;
      }
      this.#working = null;
    } catch (error) {
      if (signal.aborted) return;
      this.#stop.abort();
      this.#break(error instanceof Error ? error.message : String(error));
    }
  }

  async #take({ name, fields }: Dispatch): Promise<void> {
    const { memory, account } = this.#options;
    const { directory } = memory;
    switch (name) {
      case 'MESSAGE_CREATE':
        return await this.#store(fields);
      case 'READY':
        directory.clear();
        return await this.#catch(this.#catchUp.direct());
      case 'GUILD_CREATE': {
        const guild = directory.introduce(fields, account.id);
        if (guild !== null) await this.#catch(this.#catchUp.in(guild));
        return;
      }
      default:
        directory.follow(name, fields);
    }
  }

  async #catch(missed: ReturnType<CatchUp['direct']>): Promise<void> {
    try {
      for await (const { fields, guildId } of missed) {
        if (this.#stop.signal.aborted) throw new PlatformError('given up');
        await this.#store(fields, guildId);
      }
    } catch (error) {
      // Only a new session looks it up again.
      this.#options.memory.session = null;
      throw error;
    }
  }

  async #store(fields: unknown, guildId?: string): Promise<void> {
    const { account, events, means, memory } = this.#options;
    const message = readMessage(fields, { account, directory: memory.directory, guildId });
    if (message === undefined) {
      // Waiting for it to get better would keep every other message waiting as well.
      const id: unknown = Object(fields).id;
      means.log?.warn('A message from Discord has no form that is known, and is left out', { id });
    }
    if (message === undefined || message === null) return;
    this.#storing = means.clock.monotonic();
    await events.received(message);
    this.#storing = null;
  }
}
