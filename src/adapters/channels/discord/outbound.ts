/**
 * Owns sending one message to Discord, and what a message that it did not take says. When it is tried again belongs to the domain.
 */
import { createHash } from 'node:crypto';
import { type Piece, SendError, type SendFault } from '../../../domain/channels/platform.ts';
import { CallError, type CallLimits, type DiscordClient, isTokenRefused } from './client.ts';
import { channelIdOf, isSnowflake } from './settings.ts';

/** Most characters of a message. */
export const LONGEST_TEXT = 2000;
const LONGEST_NONCE = 25;
/** Discord would ask for every address that an agent was made to write. */
const SUPPRESS_EMBEDS = 1 << 2;
/** How soon a message that did not reach Discord may be tried again, in milliseconds. */
const UNSENT_WAIT_MS = 1000;
/** A token that is refused is replaced by people. */
const TOKEN_WAIT_MS = 10_000;

/**
 * Sends a piece, without its markup where that makes it too long or leaves nothing to see.
 * @returns its identifier
 * @throws SendError; its cause is the call that failed
 */
export async function sendPiece(
  client: DiscordClient,
  jid: string,
  piece: Piece,
  limits: CallLimits,
): Promise<string> {
  const channelId = channelIdOf(jid);
  if (channelId === null) throw new SendError(`${jid} is no chat of Discord`, { kind: 'refused' });
  const isFit = piece.text.length <= LONGEST_TEXT && piece.text.trim() !== '';
  const text = isFit ? piece.text : piece.plain;
  if (text.length > LONGEST_TEXT)
    throw new SendError(`A message to Discord has at most ${LONGEST_TEXT} characters`, {
      kind: 'refused',
    });
  try {
    const sent = await client.post(`/channels/${channelId}/messages`, limits, {
      content: text.toWellFormed(),
      // Nobody is called by what an agent was made to write.
      allowed_mentions: { parse: [] },
      flags: SUPPRESS_EMBEDS,
      nonce: createHash('sha256').update(piece.key).digest('base64url').slice(0, LONGEST_NONCE),
      enforce_nonce: true,
      ...replyTo(piece.replyTo),
    });
    return idOf(sent);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { trouble, message } = error;
    const code = trouble.kind === 'answer' ? (trouble.code ?? String(trouble.status)) : null;
    throw new SendError(message, faultOf(error), code);
  }
}

function replyTo(messageId: string | null) {
  if (messageId === null || !isSnowflake(messageId)) return {};
  // The message may be gone by now.
  return { message_reference: { message_id: messageId, fail_if_not_exists: false } };
}

/** @throws SendError where Discord says that it took the message, and not which one it is */
function idOf(sent: unknown): string {
  const id: unknown = Object(sent).id;
  if (typeof id === 'string' && isSnowflake(id)) return id;
  throw new SendError('Discord did not say which message it took', { kind: 'unknown' });
}

function faultOf(error: CallError): SendFault {
  const { trouble } = error;
  if (trouble.kind === 'busy') return { kind: 'later', waitMs: trouble.waitMs };
  if (trouble.kind === 'unsent') return { kind: 'later', waitMs: UNSENT_WAIT_MS };
  if (trouble.kind !== 'answer') return { kind: 'unknown' };
  if (isTokenRefused(error)) return { kind: 'later', waitMs: TOKEN_WAIT_MS };
  return { kind: trouble.status >= 500 ? 'unknown' : 'refused' };
}
