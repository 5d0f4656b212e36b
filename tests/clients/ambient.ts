/**
 * Owns a PRX client whose waits are written down instead of waited. What it should wait for is left to the tests.
 */
import { createCore } from '../../clients/typescript/src/api-client.ts';
import { createMethods } from '../../clients/typescript/src/generated/prx.ts';
import type { ClientOptions } from '../../clients/typescript/src/options.ts';
import type { Ambient } from '../../clients/typescript/src/retry.ts';

/** The token of every client of these tests. */
export const SECRET = 'prx_secret-of-the-tests-0123456789';

/** A client with the waits it asked for, in milliseconds; chance always says one half. */
export function createWatched(
  baseUrl: string,
  options: Partial<ClientOptions> & { now?: () => number } = {},
) {
  const waits: number[] = [];
  const { now = Date.now, ...more } = options;
  const ambient: Ambient = {
    now,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
    },
  };
  const credential = { header: 'Authorization', prefix: 'Bearer ', secret: SECRET } as const;
  const { binder } = createCore('prx', { baseUrl, ...more }, credential, ambient);
  return { client: createMethods(binder), waits };
}

/** What a promise is rejected with. @throws Error when it is not */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}
