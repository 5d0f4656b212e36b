/**
 * Owns the Slack adapter as the domain knows it. Its parts are in the files beside it, the port in domain/channels.
 */
import type { ChannelAdapter } from '../../../domain/channels/platform.ts';
import { systemClock } from '../../../lib/clock.ts';
import { checkCredentials, slackConnector } from './connector.ts';
import type { Means, Times } from './ports.ts';
import { renderMrkdwn } from './render.ts';
import {
  JID_PREFIX,
  normalizeJid,
  type SlackCredentials,
  type SlackFacts,
  type SlackSettings,
} from './settings.ts';

export { SlackConnection } from './connection.ts';
export { isFromSlack, SIGNATURE_HEADER, TIMESTAMP_HEADER } from './events-api.ts';
export type { Post, PostOutcome, Seen, Times } from './ports.ts';
export type { SlackCredentials, SlackFacts, SlackSettings } from './settings.ts';

const TIMES: Times = {
  callMs: 10_000,
  helloMs: 15_000,
  pongMs: 15_000,
  nameMs: 1200,
  watchMs: 60_000,
  steadyMs: 10_000,
  closeMs: 2000,
  paceMs: 1500,
  againMs: 30_000,
};

/** The adapter, with what was received before, with a log, and with other times or another clock where that matters. */
export function slackAdapter({
  clock = systemClock,
  log = null,
  seen = null,
  times = {},
}: {
  readonly clock?: Means['clock'];
  readonly log?: Means['log'];
  readonly seen?: Means['seen'];
  readonly times?: Partial<Times>;
} = {}): ChannelAdapter<SlackSettings, SlackCredentials, SlackFacts> {
  const means: Means = { clock, log, seen, times: { ...TIMES, ...times } };
  return {
    displayName: 'Slack',
    jidPrefix: JID_PREFIX,
    normalize: normalizeJid,
    longestText: 4000,
    render: renderMrkdwn,
    modeOf: ({ mode }) => (mode === 'socket' ? 'socket' : 'webhook'),
    connector: (settings, events) => slackConnector(settings, events, means),
    validate: (credentials, signal) =>
      checkCredentials(credentials, { signal, ms: means.times.callMs }),
  };
}

/** Slack. */
export const slack = slackAdapter();
