/**
 * Owns the port of what opens channels. What an open one can do is in platform.ts, and the vendors' protocols are in
 * src/adapters/channels.
 */
import type { Connector } from '../connections/index.ts';
import type { ChannelConnection, ChannelEvents } from './platform.ts';

/**
 * Makes the connector of a channel from its table of the settings, by the channel's name. What comes in over its connections is told
 * to `events`.
 */
export type ChannelAdapters = Readonly<
  Record<
    string,
    ((settings: unknown, events: ChannelEvents) => Connector<ChannelConnection>) | undefined
  >
>;
