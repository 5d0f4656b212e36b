/**
 * Owns sending one message to Slack, and what a message that it did not take says. When it is tried again belongs to the domain.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Piece, SendError, type SendFault } from '../../../domain/channels/platform.ts';
import {
  CallError,
  type CallLimits,
  isTokenRefused,
  isUncertain,
  type SlackClient,
} from './client.ts';
import { findSent, metadataFor } from './recall.ts';
import { escaped } from './render.ts';
import { channelOf } from './settings.ts';

/** How soon a message that did not reach Slack may be tried again, in milliseconds. */
const UNSENT_WAIT_MS = 1000;
/** A token that is refused is replaced by people. */
const TOKEN_WAIT_MS = 10_000;
/** The message whose thread it should be in is gone, or has none. */
const THREADLESS = new Set([
  'invalid_thread_ts',
  'thread_not_found',
  'cannot_reply_to_message',
  'message_not_found',
]);

const answer = z.object({ ts: z.string().regex(/^\d{1,12}\.\d{1,10}$/) });

/**
 * Sends a piece, unless it is there already; outside of the thread where there is none.
 * @param watched Sees every call.
 * @returns its identifier
 * @throws SendError
 */
export async function sendPiece(
  client: SlackClient,
  jid: string,
  piece: Piece,
  limits: CallLimits,
  watched: <T>(call: Promise<T>) => Promise<T>,
): Promise<string> {
  const channel = channelOf(jid);
  if (channel === null) throw new SendError(`${jid} is no chat of Slack`, { kind: 'refused' });
  const plain = escaped(piece.plain.toWellFormed());
  // Slack takes no message of which nothing is left to see.
  const text = piece.text.trim() === '' ? plain : piece.text.toWellFormed();
  const key = keyOf(piece.key);
  const thread = beginningOf(piece.thread ?? piece.replyTo);
  const { doubtSince: since } = piece;
  if (since !== undefined) {
    const looking = watched(findSent(client, key, { channel, thread, since }, limits));
    const known = await looking.catch((error: unknown) => {
      throw lookedInVain(error);
    });
    if (known !== null) return known;
  }
  const send = async (within: string | null) =>
    await watched(
      client.call(limits, (web) =>
        // The SDK has no word for the key, which Slack's own clients send.
        web.apiCall('chat.postMessage', {
          channel,
          text,
          // Text without markup may hold what would be markup.
          mrkdwn: text !== plain,
          parse: 'none',
          link_names: false,
          // Slack would ask for every address that an agent was made to write.
          unfurl_links: false,
          unfurl_media: false,
          client_msg_id: key,
          metadata: metadataFor(key),
          ...(within === null ? {} : { thread_ts: within }),
        }),
      ),
    );
  try {
    const sent = await send(thread).catch((error: unknown) => {
      if (thread !== null && isThreadless(error)) return send(null);
      throw error;
    });
    return idOf(sent);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { trouble, message } = error;
    throw new SendError(message, faultOf(error), trouble.kind === 'answer' ? trouble.code : null);
  }
}

const beginningOf = (messageId: string | null): string | null =>
  messageId !== null && /^\d{1,12}\.\d{1,10}$/.test(messageId) ? messageId : null;

const isThreadless = (error: unknown): boolean =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  THREADLESS.has(error.trouble.code);

/** Slack knows a message again by a UUID. */
function keyOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  const [a, b, c, d, e] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(13, 16),
    hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return `${a}-${b}-4${c}-8${d}-${e}`;
}

/** @throws SendError where Slack says that it took the message, and not which one it is */
function idOf(sent: unknown): string {
  const { data } = answer.safeParse(sent);
  if (data !== undefined) return data.ts;
  throw new SendError('Slack did not say which message it took', { kind: 'unknown' });
}

/** Sending it without having looked might be sending it twice. */
function lookedInVain(error: unknown): unknown {
  if (!(error instanceof CallError)) return error;
  const fault = faultOf(error);
  const later: SendFault =
    fault.kind === 'later' ? fault : { kind: 'later', waitMs: UNSENT_WAIT_MS };
  const { trouble, message } = error;
  return new SendError(message, later, trouble.kind === 'answer' ? trouble.code : null);
}

function faultOf(error: CallError): SendFault {
  const { trouble } = error;
  if (trouble.kind === 'unsent') return { kind: 'later', waitMs: UNSENT_WAIT_MS };
  if (trouble.kind !== 'answer') return { kind: 'unknown' };
  if (trouble.waitMs !== null) return { kind: 'later', waitMs: trouble.waitMs };
  if (isTokenRefused(error)) return { kind: 'later', waitMs: TOKEN_WAIT_MS };
  return { kind: isUncertain(error) ? 'unknown' : 'refused' };
}
