/**
 * Owns opening connections to Telegram, and checking a token without one. When that is tried again belongs to domain/connections.
 */
import { z } from 'zod';
import {
  type Account,
  type ChannelEvents,
  CredentialsError,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import type { Connector } from '../../../domain/connections/index.ts';
import { CallError, type CallLimits, isTokenRefused, TelegramClient, waitOf } from './client.ts';
import { TelegramConnection } from './connection.ts';
import { Polling } from './polling.ts';
import { type Means, type Memory, quietError } from './ports.ts';
import {
  isToken,
  secretTokenOf,
  type TelegramCredentials,
  type TelegramFacts,
  type TelegramSettings,
} from './settings.ts';
import { Webhook } from './webhook.ts';

const name = z.string().transform((value) => value.slice(0, 256).toWellFormed());
const bot = z.object({
  id: z.int(),
  is_bot: z.literal(true),
  first_name: name,
  username: name.nullish(),
  can_read_all_group_messages: z.boolean().catch(false),
});

/** What a connection is opened with. */
interface Opening {
  readonly settings: TelegramSettings;
  readonly events: ChannelEvents;
  readonly means: Means;
  readonly memory: Memory;
}

/** Connections with these settings, one after the other. */
export function telegramConnector(
  settings: TelegramSettings,
  events: ChannelEvents,
  means: Means,
): Connector<TelegramConnection> {
  const memory: Memory = { offset: undefined, quietUntil: 0 };
  const opening = { settings, events, means, memory };
  return {
    connect: async (signal) => {
      const quiet = quietError(memory, means.clock);
      if (quiet !== null) throw quiet;
      const client = clientFor(settings.bot_token, settings.api_base);
      try {
        return await open(client, opening, signal);
      } catch (error) {
        const waitMs = waitOf(error);
        if (waitMs !== null) memory.quietUntil = means.clock.monotonic() + waitMs;
        await client.close();
        throw explained(error);
      }
    },
  };
}

/** Asks Telegram whose a token is, and leaves no trace. @throws CredentialsError, PlatformError */
export async function checkToken(
  { botToken, apiBase }: TelegramCredentials,
  limits: CallLimits,
): Promise<TelegramFacts> {
  const client = clientFor(botToken, apiBase);
  try {
    return await identify(client, limits);
  } catch (error) {
    throw explained(error);
  } finally {
    await client.close();
  }
}

async function open(
  client: TelegramClient,
  { settings, events, means, memory }: Opening,
  signal: AbortSignal,
): Promise<TelegramConnection> {
  const { mode, webhook_url: url } = settings;
  const { times } = means;
  const { botId, username, firstName } = await identify(client, { signal, ms: times.callMs });
  const account: Account = { id: botId, username, displayName: firstName };
  const options = { client, account, events, means, memory };
  if (mode === 'polling') {
    const inbound = await Polling.open(options, signal);
    return new TelegramConnection({ client, account, mode, inbound, times });
  }
  if (url === undefined) throw new PlatformError('The webhook mode needs webhook_url');
  const address = { url, secret: secretTokenOf(settings) };
  const inbound = await Webhook.open({ ...options, address }, signal);
  return new TelegramConnection({ client, account, mode, inbound, times });
}

async function identify(client: TelegramClient, limits: CallLimits): Promise<TelegramFacts> {
  const answered: unknown = await client.call(limits, (api) => api.getMe());
  const { data } = bot.safeParse(answered);
  if (data === undefined) throw new PlatformError('Telegram does not say whose the token is');
  return {
    botId: String(data.id),
    username: data.username ?? null,
    firstName: data.first_name,
    canReadAllGroupMessages: data.can_read_all_group_messages,
  };
}

/** @throws CredentialsError for what cannot be a token */
function clientFor(token: string, apiBase: string): TelegramClient {
  if (!isToken(token)) throw new CredentialsError('The bot token has not the form of one');
  return new TelegramClient(token, apiBase);
}

function explained(error: unknown): unknown {
  if (isTokenRefused(error)) return new CredentialsError(error.message);
  if (!(error instanceof CallError)) return error;
  return new PlatformError(error.message, error.trouble.kind === 'silent');
}
