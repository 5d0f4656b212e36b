/**
 * Owns how the addresses of chats are written on every platform. Whether a chat of that address exists is known to its platform only.
 */

/** The name of a channel. */
export type ChannelName = 'telegram' | 'slack' | 'discord' | 'whatsapp';

/** The channels, in the order in which they are told. */
export const CHANNEL_NAMES: readonly ChannelName[] = ['telegram', 'slack', 'discord', 'whatsapp'];

const LONGEST = 64;
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** The channel that an address belongs to, in any way of writing it; null when it is the address of no chat. */
export function channelOf(jid: string): ChannelName | null {
  return read(jid)?.channel ?? null;
}

/**
 * The one way to write an address: `tg:{chat id}`, `slack:{channel id}`, `dc:{channel id}` or `wa:{digits}`; null when it is none.
 * WhatsApp has the aliases `whatsapp:{digits}` and `{digits}@s.whatsapp.net`.
 */
export function normalizeJid(jid: string): string | null {
  return read(jid)?.jid ?? null;
}

function read(jid: string): { channel: ChannelName; jid: string } | null {
  if (jid.length > LONGEST) return null;
  const chat = /^tg:-?([1-9]\d{0,18})$/.exec(jid)?.[1];
  if (chat !== undefined) return BigInt(chat) <= INT64_MAX ? { channel: 'telegram', jid } : null;
  if (/^slack:[CGD][A-Z0-9]{2,}$/.test(jid)) return { channel: 'slack', jid };
  const snowflake = /^dc:([1-9]\d{0,19})$/.exec(jid)?.[1];
  if (snowflake !== undefined) {
    return BigInt(snowflake) <= UINT64_MAX ? { channel: 'discord', jid } : null;
  }
  const number = /^(?:(?:wa|whatsapp):(\d{5,20})|(\d{5,20})@s\.whatsapp\.net)$/.exec(jid);
  return number === null
    ? null
    : { channel: 'whatsapp', jid: `wa:${number[1] ?? number[2] ?? ''}` };
}
