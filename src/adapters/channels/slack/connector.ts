/**
 * Owns opening connections to Slack, and checking credentials without one. When that is tried again belongs to domain/connections.
 */
import { z } from 'zod';
import {
  type Account,
  type ChannelEvents,
  CredentialsError,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import type { Connector } from '../../../domain/connections/index.ts';
import { CatchUp } from './catch-up.ts';
import { CallError, type CallLimits, isTokenRefused, SlackClient, waitOf } from './client.ts';
import { SlackConnection } from './connection.ts';
import { Events } from './events.ts';
import { EventsApi } from './events-api.ts';
import { Names } from './names.ts';
import { type Inbound, type Means, type Memory, quietError } from './ports.ts';
import {
  isAppToken,
  isBotToken,
  isSigningSecret,
  type SlackCredentials,
  type SlackFacts,
  type SlackSettings,
} from './settings.ts';
import { SocketMode } from './socket-mode.ts';

const NEEDED_SCOPES = [
  'chat:write',
  'channels:history',
  'groups:history',
  'im:history',
  'channels:read',
  'groups:read',
  'users:read',
];
/** An app token that is good for something else. */
const APP_TOKEN_UNFIT = new Set(['missing_scope', 'not_allowed_token_type', 'no_permission']);

const name = z.string().transform((value) => value.slice(0, 256).toWellFormed());
const identity = z.object({
  team: name,
  team_id: name,
  user: name,
  user_id: z.string().regex(/^[UW][A-Z0-9]{1,30}$/),
  bot_id: z.string().optional().catch(undefined),
  response_metadata: z
    .object({ scopes: z.array(z.string()).optional() })
    .optional()
    .catch(undefined),
});

/** What a connection is opened with. */
interface Opening {
  readonly settings: SlackSettings;
  readonly events: ChannelEvents;
  readonly means: Means;
  readonly memory: Memory;
}

/** Connections with these settings, one after the other. */
export function slackConnector(
  settings: SlackSettings,
  events: ChannelEvents,
  means: Means,
): Connector<SlackConnection> {
  const memory: Memory = { quietUntil: 0, historyFrom: 0, gaps: new Map(), noted: new Set() };
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

/** Asks Slack whose tokens these are, and leaves no trace. @throws CredentialsError, PlatformError */
export async function checkCredentials(
  { botToken, appToken, signingSecret, apiBase }: SlackCredentials,
  limits: CallLimits,
): Promise<SlackFacts> {
  if (signingSecret !== undefined && !isSigningSecret(signingSecret))
    throw new CredentialsError('The signing secret has not the form of one');
  const client = clientFor(botToken, apiBase);
  try {
    const { team, team_id, user, user_id, response_metadata } = await identify(client, limits);
    const allowed = response_metadata?.scopes;
    return {
      team,
      teamId: team_id,
      botUserId: user_id,
      botName: user,
      appTokenValid: appToken === undefined ? null : await isGood(client, appToken, limits),
      missingScopes:
        allowed === undefined ? [] : NEEDED_SCOPES.filter((scope) => !allowed.includes(scope)),
    };
  } catch (error) {
    throw explained(error);
  } finally {
    await client.close();
  }
}

async function open(
  client: SlackClient,
  opening: Opening,
  signal: AbortSignal,
): Promise<SlackConnection> {
  const { settings, means, memory } = opening;
  const { times, clock, log } = means;
  needed(settings);
  const closing = new AbortController();
  const { user_id: id, user, bot_id } = await identify(client, { signal, ms: times.callMs });
  const names = new Names({ client, clock, signal: closing.signal, ms: times.nameMs });
  const account: Account = { id, username: user, displayName: (await names.user(id)) ?? user };
  const events = new Events({
    self: { account, botId: bot_id ?? null },
    events: opening.events,
    names,
    log,
  });
  const catchUp = new CatchUp({ client, events, means, memory, signal: closing.signal });
  try {
    await catchUp.prepare();
    const inbound = await inboundFor(client, opening, events, signal);
    const mode = settings.mode === 'socket' ? 'socket' : 'webhook';
    const catchingUp = catchUp.run();
    return new SlackConnection({ client, account, mode, inbound, times, closing, catchingUp });
  } catch (error) {
    closing.abort();
    await events.stop();
    throw error;
  }
}

async function inboundFor(
  client: SlackClient,
  { settings, means }: Opening,
  events: Events,
  signal: AbortSignal,
): Promise<Inbound> {
  const { app_token: appToken, signing_secret: secret } = needed(settings);
  if (settings.mode === 'events') return new EventsApi({ events, secret, clock: means.clock });
  const isPlain = settings.api_base.startsWith('http:');
  try {
    return await SocketMode.open({ client, appToken, isPlain, events, means }, signal);
  } catch (error) {
    throw isAppTokenRefused(error) ? appTokenError(error) : error;
  }
}

/** What the mode needs; what it does not is empty. @throws CredentialsError where it is not there, or cannot be what it should */
function needed({ mode, app_token = '', signing_secret = '' }: SlackSettings) {
  if (mode === 'socket' && app_token === '')
    throw new CredentialsError('Socket Mode needs an app token');
  if (mode === 'socket' && !isAppToken(app_token))
    throw new CredentialsError('The app token has not the form of one');
  if (mode === 'events' && !isSigningSecret(signing_secret))
    throw new CredentialsError('The Events API needs a signing secret');
  return { app_token, signing_secret };
}

async function identify(client: SlackClient, limits: CallLimits) {
  const answered: unknown = await client.call(limits, (web) => web.auth.test());
  const { data } = identity.safeParse(answered);
  if (data === undefined) throw new PlatformError('Slack does not say whose the token is');
  return data;
}

/** Whether a socket could be opened with an app token; none is. */
async function isGood(client: SlackClient, token: string, limits: CallLimits): Promise<boolean> {
  if (!isAppToken(token)) return false;
  try {
    await client.call(limits, (web) => web.apps.connections.open({}), token);
    return true;
  } catch (error) {
    if (isAppTokenRefused(error)) return false;
    throw error;
  }
}

/** @throws CredentialsError for what cannot be a token */
function clientFor(token: string, apiBase: string): SlackClient {
  if (!isBotToken(token)) throw new CredentialsError('The bot token has not the form of one');
  return new SlackClient(token, apiBase);
}

const isAppTokenRefused = (error: unknown): error is CallError =>
  isTokenRefused(error) ||
  (error instanceof CallError &&
    error.trouble.kind === 'answer' &&
    APP_TOKEN_UNFIT.has(error.trouble.code));

const appTokenError = ({ message }: CallError): CredentialsError =>
  new CredentialsError(`The app token does not open a socket: ${message}`);

function explained(error: unknown): unknown {
  if (isTokenRefused(error)) return new CredentialsError(error.message);
  if (!(error instanceof CallError)) return error;
  return new PlatformError(error.message, error.trouble.kind === 'silent');
}
