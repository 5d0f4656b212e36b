/**
 * Owns the interfaces of `prx:host` as the generated glue calls them. Whether a call is granted, and doing it, is left to the host.
 */
import { type Bridge, Payload } from './bridge.ts';

/** A guest that asks for more at once is not served. */
const MAX_HEADERS = 100;

/** Interfaces by name; functions in camel case, as the glue wants them. */
export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The host of one guest. */
export function hostImports(
  bridge: Bridge,
  config: readonly (readonly [string, string])[],
): Imports {
  const values = new Map(config);
  return {
    'prx:host/log': {
      log: (level: string, message: string) => bridge.log(level, message),
    },
    'prx:host/config': {
      get: (key: string) => values.get(key),
      getAll: () => [...config],
    },
    'prx:host/kv': {
      // These two have no error to answer in.
      get: (key: string) =>
        orElse(undefined, () => bridge.call({ name: 'kv.get', args: { key } })) ?? undefined,
      listKeys: (prefix: string) =>
        orElse([], () => bridge.call({ name: 'kv.list-keys', args: { prefix } })),
      set(key: string, value: Uint8Array) {
        bridge.call({ name: 'kv.set', args: { key, value } });
      },
      delete: (key: string) => bridge.call({ name: 'kv.delete', args: { key } }),
    },
    'prx:host/http-outbound': {
      request(
        method: string,
        url: string,
        headers: [string, string][],
        body: Uint8Array | undefined,
      ) {
        if (headers.length > MAX_HEADERS)
          throw new Payload(`a request has at most ${MAX_HEADERS} headers`);
        const args = { method, url, headers, body: body ?? null };
        return bridge.call({ name: 'http-outbound.request', args });
      },
    },
    'prx:host/memory': {
      store: (text: string, category: string) =>
        bridge.call({ name: 'memory.store', args: { text, category } }),
      recall: (query: string, limit: number) =>
        bridge.call({ name: 'memory.recall', args: { query, limit } }),
    },
    'prx:host/events': {
      publish(topic: string, payload: string) {
        bridge.call({ name: 'events.publish', args: { topic, payload } });
      },
      subscribe: (pattern: string) => bridge.call({ name: 'events.subscribe', args: { pattern } }),
      unsubscribe(id: bigint) {
        bridge.call({ name: 'events.unsubscribe', args: { id } });
      },
    },
  };
}

function orElse<T, U>(instead: U, call: () => T): T | U {
  try {
    return call();
  } catch (error) {
    if (error instanceof Payload) return instead;
    throw error;
  }
}
