/**
 * Owns opening a session with the gateway: a new one, or the one before where Discord still has it.
 * What the gateway tells belongs to intake.ts, the socket to shard.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloseCodes,
  Encoding,
  type FetchingStrategyOptions,
  type SessionInfo,
  WebSocketShardEvents,
} from '@discordjs/ws';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { z } from 'zod';
import { CredentialsError, PlatformError } from '../../../domain/channels/platform.ts';
import type { CallLimits, DiscordClient } from './client.ts';
import type { Means, Memory } from './ports.ts';
import { API_VERSION } from './settings.ts';
import { type Dispatch, type Ending, Shard } from './shard.ts';

/** Messages of guilds and direct ones, with their text. */
const INTENTS =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.DirectMessages |
  GatewayIntentBits.MessageContent;
const IDENTITY = 'gatehouse';
/** After these Discord is not to be asked again before people have changed something. */
const REFUSED = new Set([4004, 4010, 4011, 4012, 4013, 4014]);
const TOKEN_REFUSED = 4004;
const INTENTS_REFUSED = 4014;

const gatewayBot = z.object({
  url: z.string().max(512),
  session_start_limit: z.object({
    total: z.int(),
    remaining: z.int(),
    reset_after: z.number().min(0),
    max_concurrency: z.int(),
  }),
});

/** What a session is opened with. */
export interface GatewayOptions {
  readonly client: DiscordClient;
  readonly token: string;
  readonly means: Means;
  readonly memory: Memory;
  /** Whether the gateway may be spoken to without encryption. */
  readonly isPlain: boolean;
  /** Hears every event in order, those of a session that is gone on with again from the last durable one. */
  readonly onDispatch: (dispatch: Dispatch) => void;
}

/** @returns a connection whose session works @throws CredentialsError, PlatformError, CallError */
export async function openGateway(options: GatewayOptions, signal: AbortSignal): Promise<Shard> {
  const { client, means, memory } = options;
  const information = await askForGateway(client, { signal, ms: means.times.callMs });
  const { remaining, reset_after: resetMs } = information.session_start_limit;
  if (memory.session !== null) {
    const outcome = await attempt(options, information, signal);
    if (outcome instanceof Shard) return outcome;
    if (!outcome.isSessionLost || isRefused(outcome)) throw errorOf(outcome);
  }
  if (remaining < 1) {
    const wait = `${Math.ceil(resetMs / 60_000)} min`;
    throw new PlatformError(`Discord allows no more new sessions for another ${wait}`);
  }
  const outcome = await attempt(options, information, signal);
  if (outcome instanceof Shard) return outcome;
  throw errorOf(outcome);
}

/** Whether Discord has refused for good. */
const isRefused = ({ code }: Ending): boolean => code !== null && REFUSED.has(code);

/** @returns the connection, or how it came to its end @throws PlatformError when that took too long, or was given up */
async function attempt(
  options: GatewayOptions,
  gatewayInformation: FetchingStrategyOptions['gatewayInformation'],
  signal: AbortSignal,
): Promise<Shard | Ending> {
  const { openMs, closeMs } = options.means.times;
  const { clock } = options.means;
  const shard = new Shard(strategyOf(options, gatewayInformation), { clock, closeMs });
  void shard.ended.then((ending) => remember(ending, options));
  shard.on(WebSocketShardEvents.Dispatch, ({ t: name, s: sequence, d: fields }) => {
    const sessionId = options.memory.session?.sessionId ?? null;
    options.onDispatch({ name, sessionId, sequence, fields });
  });
  const limit = new AbortController();
  const onAbort = () => limit.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) limit.abort();
  const timedOut = sleep(openMs, 'late' as const, { signal: limit.signal }).catch(
    () => 'given up' as const,
  );
  shard.begin();
  try {
    const outcome = await Promise.race([shard.opened, shard.ended, timedOut]);
    if (outcome === undefined) return shard;
    // What is opened all the same is not wanted; the session waits for the next attempt.
    await shard.shut(CloseCodes.Resuming);
    if (outcome === 'given up') throw new PlatformError('given up');
    if (outcome === 'late')
      throw new PlatformError(
        `The gateway of Discord is not ready within ${openMs / 1000} s`,
        true,
      );
    return outcome;
  } finally {
    limit.abort();
    signal.removeEventListener('abort', onAbort);
  }
}

async function askForGateway(client: DiscordClient, limits: CallLimits) {
  const { data } = gatewayBot.safeParse(await client.get('/gateway/bot', limits));
  if (data === undefined) throw new PlatformError('Discord does not say where its gateway is');
  return { ...data, shards: 1 };
}

/** What the SDK asks of whoever uses it. */
function strategyOf(
  { token, means, memory, isPlain }: GatewayOptions,
  gatewayInformation: FetchingStrategyOptions['gatewayInformation'],
) {
  if (!isGatewayUrl(gatewayInformation.url, isPlain))
    throw new PlatformError('Discord names a gateway that cannot be one');
  return {
    options: {
      token,
      intents: INTENTS,
      gatewayInformation,
      shardCount: 1,
      version: API_VERSION,
      encoding: Encoding.JSON,
      compression: null,
      useIdentifyCompression: false,
      identifyProperties: { os: process.platform, browser: IDENTITY, device: IDENTITY },
      initialPresence: null,
      largeThreshold: null,
      // One limit for all of it is kept by the caller.
      handshakeTimeout: null,
      helloTimeout: null,
      readyTimeout: null,
    },
    retrieveSessionInfo: () => memory.session,
    // The SDK counts what has arrived, which is more than what is durable; and it forgets sessions that can be gone on with.
    updateSessionInfo: (_shard: number, info: SessionInfo | null) => {
      if (info === null || info.sessionId === memory.session?.sessionId) return;
      const resumeURL = isGatewayUrl(info.resumeURL, isPlain)
        ? info.resumeURL
        : gatewayInformation.url;
      memory.session = { ...info, resumeURL };
    },
    waitForIdentify: async (_shard: number, signal: AbortSignal) => {
      const waitMs = memory.identifyFrom - means.clock.monotonic();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      memory.identifyFrom = means.clock.monotonic() + means.times.identifyMs;
    },
  };
}

/** Keeps what the next attempt must know. */
function remember(ending: Ending, { memory, means }: GatewayOptions): void {
  if (ending.isSessionLost) memory.session = null;
  if (!isRefused(ending)) return;
  const until = means.clock.monotonic() + means.times.refusedMs;
  memory.refusal = { until, error: errorOf(ending) };
}

function errorOf({ reason, code }: Ending): Error {
  if (code === TOKEN_REFUSED) return new CredentialsError(reason);
  if (code === INTENTS_REFUSED) return new CredentialsError(reason, 'disallowed_intents');
  return new PlatformError(reason);
}

/** The SDK lets the process die of an address that is none. */
function isGatewayUrl(address: string, isPlain: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hash, search } = new URL(address);
  return (protocol === 'wss:' || (isPlain && protocol === 'ws:')) && hash === '' && search === '';
}
