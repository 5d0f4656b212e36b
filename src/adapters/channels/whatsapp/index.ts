/**
 * Owns the WhatsApp adapter as the domain knows it. Its parts are in the files beside it, the port in domain/channels.
 */
import type { ChannelAdapter, ChannelEvents } from '../../../domain/channels/platform.ts';
import type { Connector } from '../../../domain/connections/index.ts';
import { systemClock } from '../../../lib/clock.ts';
import type { WhatsappConnection } from './connection.ts';
import { checkCredentials, whatsappConnector } from './connector.ts';
import { LONGEST_TEXT } from './outbound.ts';
import type { Means, Times } from './ports.ts';
import { render } from './render.ts';
import {
  JID_PREFIX,
  normalizeJid,
  type WhatsappCredentials,
  type WhatsappFacts,
  type WhatsappSettings,
} from './settings.ts';

export { WhatsappConnection } from './connection.ts';
export type { Post, PostOutcome, Times } from './ports.ts';
export type { WhatsappCredentials, WhatsappFacts, WhatsappSettings } from './settings.ts';
export { challengeFor, isFromMeta, SIGNATURE_HEADER, type WebhookQuestion } from './webhook.ts';

const TIMES: Times = { callMs: 10_000, watchMs: 60_000 };

/** The adapter; its connections take posts as well. */
export interface WhatsappAdapter
  extends ChannelAdapter<WhatsappSettings, WhatsappCredentials, WhatsappFacts> {
  connector(settings: WhatsappSettings, events: ChannelEvents): Connector<WhatsappConnection>;
}

/** The adapter, with a log, and with other times or another clock where that matters. */
export function whatsappAdapter({
  clock = systemClock,
  log = null,
  times = {},
}: {
  readonly clock?: Means['clock'];
  readonly log?: Means['log'];
  readonly times?: Partial<Times>;
} = {}): WhatsappAdapter {
  const means: Means = { clock, log, times: { ...TIMES, ...times } };
  return {
    displayName: 'WhatsApp',
    jidPrefix: JID_PREFIX,
    normalize: normalizeJid,
    longestText: LONGEST_TEXT,
    render,
    modeOf: () => 'webhook',
    connector: (settings, events) => whatsappConnector(settings, events, means),
    validate: (credentials, signal) =>
      checkCredentials(credentials, { signal, ms: means.times.callMs }),
  };
}

/** WhatsApp. */
export const whatsapp = whatsappAdapter();
