/**
 * Owns the Telegram adapter as the domain knows it. Its parts are in the files beside it, the port in domain/channels.
 */
import type { ChannelAdapter, ChannelEvents } from '../../../domain/channels/platform.ts';
import type { Connector } from '../../../domain/connections/index.ts';
import { systemClock } from '../../../lib/clock.ts';
import type { TelegramConnection } from './connection.ts';
import { checkToken, telegramConnector } from './connector.ts';
import type { Means, Times } from './ports.ts';
import { renderHtml } from './render.ts';
import {
  JID_PREFIX,
  normalizeJid,
  type TelegramCredentials,
  type TelegramFacts,
  type TelegramSettings,
} from './settings.ts';

export { TelegramConnection } from './connection.ts';
export type { Post, PostOutcome, Times } from './ports.ts';
export type { TelegramCredentials, TelegramFacts, TelegramSettings } from './settings.ts';
export { isFromTelegram, SECRET_HEADER } from './webhook.ts';

const TIMES: Times = { callMs: 10_000, pollMs: 25_000, watchMs: 60_000 };

/** The adapter; its connections take posts as well. */
export interface TelegramAdapter
  extends ChannelAdapter<TelegramSettings, TelegramCredentials, TelegramFacts> {
  connector(settings: TelegramSettings, events: ChannelEvents): Connector<TelegramConnection>;
}

/** The adapter, with a log, and with other times or another clock where that matters. */
export function telegramAdapter({
  clock = systemClock,
  log = null,
  times = {},
}: {
  readonly clock?: Means['clock'];
  readonly log?: Means['log'];
  readonly times?: Partial<Times>;
} = {}): TelegramAdapter {
  const means: Means = { clock, log, times: { ...TIMES, ...times } };
  return {
    displayName: 'Telegram',
    jidPrefix: JID_PREFIX,
    normalize: normalizeJid,
    longestText: 4096,
    render: renderHtml,
    modeOf: ({ mode }) => mode,
    connector: (settings, events) => telegramConnector(settings, events, means),
    validate: (credentials, signal) => checkToken(credentials, { signal, ms: means.times.callMs }),
  };
}

/** Telegram. */
export const telegram = telegramAdapter();
