/**
 * Owns the way into the channels area. What each part of it does is said in its file.
 */
export { ChannelAccess, type Wanted } from './access.ts';
export { type Channel, type ChannelHealth, Channels } from './channels.ts';
export { type FollowUpMessage, FollowUps } from './follow-up.ts';
export { Inbox, type InboxSettings } from './inbox.ts';
export { CHANNEL_NAMES, type ChannelName, channelOf, normalizeJid } from './jid.ts';
export { Outbox } from './outbox.ts';
export { type ChannelOverview, Overview } from './overview.ts';
export {
  type Account,
  type ChannelAdapter,
  type ChannelConnection,
  type ChannelEvents,
  type ChannelMode,
  CredentialsError,
  type InboundMessage,
  type Piece,
  PlatformError,
  SendError,
} from './platform.ts';
export type { ChannelAdapters } from './ports.ts';
export { type Chat, type ChatMessage, Postbox, type Sent } from './postbox.ts';
export { type ChannelPosts, type PostRefusal, postRefusal } from './posts.ts';
export { withoutInternal } from './prompt.ts';
export { Replies } from './replies.ts';
export { Retention } from './retention.ts';
export { RuleBook } from './rule-book.ts';
export type { SenderRules } from './sender-rules.ts';
export type { Platform, Vendor, Vendors } from './vendors.ts';
