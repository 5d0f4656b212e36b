/**
 * Owns the Discord adapter as the domain knows it. Its parts are in the files beside it, the port in domain/channels.
 */
import type { ChannelAdapter } from '../../../domain/channels/platform.ts';
import { systemClock } from '../../../lib/clock.ts';
import { checkToken, discordConnector } from './connector.ts';
import { LONGEST_TEXT } from './outbound.ts';
import type { Means, Times } from './ports.ts';
import { renderMarkdown } from './render.ts';
import {
  type DiscordCredentials,
  type DiscordFacts,
  type DiscordSettings,
  JID_PREFIX,
  normalizeJid,
} from './settings.ts';

export type { Seen, Times } from './ports.ts';
export type { DiscordCredentials, DiscordFacts, DiscordSettings } from './settings.ts';

const TIMES: Times = {
  callMs: 10_000,
  openMs: 20_000,
  identifyMs: 5500,
  closeMs: 2000,
  refusedMs: 300_000,
};

/** The adapter, with what was received before, with a log, and with other times or another clock where that matters. */
export function discordAdapter({
  clock = systemClock,
  log = null,
  seen = null,
  times = {},
}: {
  readonly clock?: Means['clock'];
  readonly log?: Means['log'];
  readonly seen?: Means['seen'];
  readonly times?: Partial<Times>;
} = {}): ChannelAdapter<DiscordSettings, DiscordCredentials, DiscordFacts> {
  const means: Means = { clock, log, seen, times: { ...TIMES, ...times } };
  return {
    displayName: 'Discord',
    jidPrefix: JID_PREFIX,
    normalize: normalizeJid,
    longestText: LONGEST_TEXT,
    render: renderMarkdown,
    modeOf: () => 'gateway',
    connector: (settings, events) => discordConnector(settings, events, means),
    validate: (credentials, signal) => checkToken(credentials, { signal, ms: means.times.callMs }),
  };
}
