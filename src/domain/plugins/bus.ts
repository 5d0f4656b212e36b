/**
 * Owns the messages between plugins: who wants which topics, and delivering at most once within limits.
 * What a plugin does with a message is left to the plugin, and which plugin may take part to host.ts.
 */
import { HostRefusal } from './ports.ts';

const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_TOPIC_BYTES = 256;
const MAX_DEPTH = 8;
const MAX_QUEUE = 1024;
const MAX_SUBSCRIPTIONS = 4096;

/** Takes one message; `depth` is how many deliveries led to it. It must not throw. */
export type Deliver = (topic: string, payload: string, depth: number) => Promise<void>;

/** True when a pattern covers a name: the name itself, a prefix ending in `.*`, or `*`. */
export function covers(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === name) return true;
  return pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1));
}

/** The bus of this daemon. */
export class EventBus {
  readonly #subscriptions = new Map<bigint, { owner: object; pattern: string; deliver: Deliver }>();
  readonly #dropped: (topic: string) => void;
  #lastId = 0n;
  #queued = 0;

  /** @param dropped Told of a message that found the queue full. */
  constructor(dropped: (topic: string) => void) {
    this.#dropped = dropped;
  }

  /** Delivers to everyone who wants the topic, without waiting for them. @throws HostRefusal */
  publish(topic: string, payload: string, depth: number): void {
    if (!isTopic(topic)) throw new HostRefusal(`a topic has 1 to ${MAX_TOPIC_BYTES} bytes`);
    if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES)
      throw new HostRefusal(`a payload has at most ${MAX_PAYLOAD_BYTES} bytes`);
    if (!isJson(payload)) throw new HostRefusal('the payload is not JSON');
    if (depth >= MAX_DEPTH) throw new HostRefusal(`events led to events ${MAX_DEPTH} times`);
    for (const { pattern, deliver } of this.#subscriptions.values()) {
      if (!covers(pattern, topic)) continue;
      if (this.#queued >= MAX_QUEUE) {
        this.#dropped(topic);
        return;
      }
      this.#queued += 1;
      deliver(topic, payload, depth + 1).finally(() => {
        this.#queued -= 1;
      });
    }
  }

  /** Delivers the topics of a pattern from now on. @returns the id of the subscription @throws HostRefusal */
  subscribe(owner: object, pattern: string, deliver: Deliver): bigint {
    const bare = pattern.endsWith('.*') ? pattern.slice(0, -2) : pattern;
    if (pattern !== '*' && (!isTopic(pattern) || bare === '' || bare.includes('*')))
      throw new HostRefusal('a pattern is a topic, a prefix ending in .*, or *');
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS)
      throw new HostRefusal(`there are ${MAX_SUBSCRIPTIONS} subscriptions already`);
    this.#lastId += 1n;
    this.#subscriptions.set(this.#lastId, { owner, pattern, deliver });
    return this.#lastId;
  }

  /** @throws HostRefusal when the owner has no such subscription */
  unsubscribe(owner: object, id: bigint): void {
    if (this.#subscriptions.get(id)?.owner !== owner)
      throw new HostRefusal('there is no such subscription');
    this.#subscriptions.delete(id);
  }

  /** Ends every subscription of an owner. */
  leave(owner: object): void {
    for (const [id, one] of this.#subscriptions)
      if (one.owner === owner) this.#subscriptions.delete(id);
  }
}

const isTopic = (text: string) => text !== '' && Buffer.byteLength(text) <= MAX_TOPIC_BYTES;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
