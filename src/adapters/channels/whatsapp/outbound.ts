/**
 * Owns sending one message to WhatsApp, and what a message that Meta did not take says. When it is tried again belongs to the domain.
 */
import { type Piece, SendError, type SendFault } from '../../../domain/channels/platform.ts';
import type { CallLimits, GraphClient } from './client.ts';
import { CallError, isTokenRefused } from './failure.ts';
import { digitsOf } from './settings.ts';

/** Most characters of one message, markup included. */
export const LONGEST_TEXT = 4096;
/** How soon a message that did not reach Meta may be tried again, in milliseconds. */
const UNSENT_WAIT_MS = 1000;
/** A token that is refused is replaced by people. */
const TOKEN_WAIT_MS = 10_000;

/**
 * Sends a piece; as plain text where the markup makes it too long or leaves nothing to see.
 * @param watched Sees the call.
 * @returns its identifier
 * @throws SendError
 */
export async function sendPiece(
  client: GraphClient,
  jid: string,
  piece: Piece,
  limits: CallLimits,
  watched: <T>(call: Promise<T>) => Promise<T>,
): Promise<string> {
  const to = digitsOf(jid);
  if (to === null) throw new SendError(`${jid} is no chat of WhatsApp`, { kind: 'refused' });
  const isFit = piece.text.length <= LONGEST_TEXT && piece.text.trim() !== '';
  const text = isFit ? piece.text : piece.plain;
  const sending = client.messages(limits, {
    recipient_type: 'individual',
    to,
    ...contextOf(piece.replyTo),
    type: 'text',
    // WhatsApp would ask for every address that an agent was made to write.
    text: { body: text.toWellFormed(), preview_url: false },
  });
  try {
    return idOf(await watched(sending));
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { trouble, message } = error;
    const code = trouble.kind === 'answer' ? String(trouble.code ?? trouble.status) : null;
    throw new SendError(message, faultOf(error), code);
  }
}

const contextOf = (replyTo: string | null) =>
  replyTo !== null && /^wamid\.[\w+/=-]{1,512}$/.test(replyTo)
    ? { context: { message_id: replyTo } }
    : {};

/** @throws SendError where Meta says that it took the message, and not which one it is */
function idOf(sent: unknown): string {
  const id: unknown = Object(Object(sent).messages?.[0]).id;
  if (typeof id === 'string' && id !== '' && id.length <= 512) return id;
  throw new SendError('Meta did not say which message it took', { kind: 'unknown' });
}

function faultOf(error: CallError): SendFault {
  const { trouble } = error;
  if (trouble.kind === 'unsent') return { kind: 'later', waitMs: UNSENT_WAIT_MS };
  if (trouble.kind !== 'answer') return { kind: 'unknown' };
  if (trouble.waitMs !== null) return { kind: 'later', waitMs: trouble.waitMs };
  if (isTokenRefused(error)) return { kind: 'later', waitMs: TOKEN_WAIT_MS };
  return { kind: trouble.status >= 500 ? 'unknown' : 'refused' };
}
