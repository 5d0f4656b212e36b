/**
 * Owns the way into the channels area: its ports and its service.
 */
export { type Channel, type ChannelHealth, Channels } from './channels.ts';
export type { ChannelAdapter, ChannelAdapters, ChannelConnection } from './ports.ts';
