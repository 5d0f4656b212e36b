/**
 * Owns opening connections to Discord, and checking a token without one. When that is tried again belongs to domain/connections.
 */
import { z } from 'zod';
import {
  type Account,
  type ChannelEvents,
  CredentialsError,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import type { Connector } from '../../../domain/connections/index.ts';
import { CallError, type CallLimits, DiscordClient, isTokenRefused } from './client.ts';
import { DiscordConnection } from './connection.ts';
import { Directory } from './directory.ts';
import { openGateway } from './gateway.ts';
import { Intake } from './intake.ts';
import { busyError, type Means, type Memory } from './ports.ts';
import {
  type DiscordCredentials,
  type DiscordFacts,
  type DiscordSettings,
  isSnowflake,
  isToken,
} from './settings.ts';

const name = z.string().transform((value) => value.slice(0, 256).toWellFormed());
const bot = z.object({
  id: z.string().refine(isSnowflake),
  username: name,
  global_name: name.nullish().catch(null),
});
const application = z.object({ flags: z.int().min(0) });
/** The bot may read message text: allowed by Discord, or as a small one. */
const MESSAGE_CONTENT = (1 << 18) | (1 << 19);

/** What a connection is opened with. */
interface Opening {
  readonly settings: DiscordSettings;
  readonly events: ChannelEvents;
  readonly means: Means;
  readonly memory: Memory;
}

/** Connections with these settings, one after the other. */
export function discordConnector(
  settings: DiscordSettings,
  events: ChannelEvents,
  means: Means,
): Connector<DiscordConnection> {
  const directory = new Directory();
  const memory: Memory = { session: null, identifyFrom: 0, refusal: null, directory };
  return {
    connect: async (signal) => {
      const { refusal } = memory;
      if (refusal !== null && means.clock.monotonic() < refusal.until) throw refusal.error;
      const client = clientFor(settings.bot_token, settings.api_base);
      try {
        return await open(client, { settings, events, means, memory }, signal);
      } catch (error) {
        await client.close();
        if (error instanceof CallError && error.trouble.kind === 'busy') {
          const { waitMs } = error.trouble;
          memory.refusal = { until: means.clock.monotonic() + waitMs, error: busyError(waitMs) };
        }
        throw explained(error);
      }
    },
  };
}

/** Asks Discord whose a token is, and leaves no trace. @throws CredentialsError, PlatformError */
export async function checkToken(
  { botToken, apiBase }: DiscordCredentials,
  limits: CallLimits,
): Promise<DiscordFacts> {
  const client = clientFor(botToken, apiBase);
  try {
    const { id, username } = await identify(client, limits);
    const messageContentIntent = await mayReadText(client, limits);
    return { botId: id, username: username ?? '', messageContentIntent };
  } catch (error) {
    throw explained(error);
  } finally {
    await client.close();
  }
}

async function open(
  client: DiscordClient,
  { settings, events, means, memory }: Opening,
  signal: AbortSignal,
): Promise<DiscordConnection> {
  const limits = { signal, ms: means.times.callMs };
  const account = await identify(client, limits);
  // The gateway would say so as well, and count it.
  if ((await mayReadText(client, limits)) === false)
    throw new CredentialsError(
      'The bot may not read message text: switch on the Message Content Intent in the developer portal',
      'disallowed_intents',
    );
  const intake = new Intake({ client, account, events, means, memory });
  try {
    const { bot_token: token, api_base: base } = settings;
    const isPlain = base.startsWith('http:');
    const onDispatch = intake.push.bind(intake);
    const gateway = { client, token, means, memory, isPlain, onDispatch };
    const shard = await openGateway(gateway, signal);
    return new DiscordConnection({ account, client, shard, intake, means, memory });
  } catch (error) {
    await intake.stop();
    throw error;
  }
}

async function identify(client: DiscordClient, limits: CallLimits): Promise<Account> {
  const { data } = bot.safeParse(await client.get('/users/@me', limits));
  if (data === undefined) throw new PlatformError('Discord does not say whose the token is');
  return { id: data.id, username: data.username, displayName: data.global_name ?? null };
}

/** @returns null when Discord does not say */
async function mayReadText(client: DiscordClient, limits: CallLimits): Promise<boolean | null> {
  try {
    const { data } = application.safeParse(await client.get('/applications/@me', limits));
    return data === undefined ? null : (data.flags & MESSAGE_CONTENT) !== 0;
  } catch (error) {
    const isAnswer = error instanceof CallError && error.trouble.kind === 'answer';
    if (isAnswer && !isTokenRefused(error)) return null;
    throw error;
  }
}

/** @throws CredentialsError for what cannot be a token */
function clientFor(token: string, apiBase: string): DiscordClient {
  if (!isToken(token)) throw new CredentialsError('The bot token has not the form of one');
  return new DiscordClient(token, apiBase);
}

function explained(error: unknown): unknown {
  if (isTokenRefused(error)) return new CredentialsError(error.message);
  if (!(error instanceof CallError)) return error;
  return new PlatformError(error.message, error.trouble.kind === 'silent');
}
