/**
 * Owns sending one message to Telegram, and what a message that it did not take says. When it is tried again belongs to the domain.
 */
import { type Piece, SendError, type SendFault } from '../../../domain/channels/platform.ts';
import { CallError, type CallLimits, isTokenRefused, type TelegramClient } from './client.ts';
import { chatIdOf, jidOf } from './settings.ts';

/** How soon a message that did not reach Telegram may be tried again, in milliseconds. */
const UNSENT_WAIT_MS = 1000;
/** A token that is refused is replaced by people. */
const TOKEN_WAIT_MS = 10_000;

/**
 * Sends a piece; as plain text where Telegram refuses the markup, and outside of its topic where that is closed or gone.
 * @param watched Sees every call.
 * @returns its identifier
 * @throws SendError
 */
export async function sendPiece(
  client: TelegramClient,
  jid: string,
  piece: Piece & { readonly topic: number | null },
  limits: CallLimits,
  watched: <T>(call: Promise<T>) => Promise<T>,
): Promise<string> {
  const chatId = chatIdOf(jid);
  if (chatId === null) throw new SendError(`${jid} is no chat of Telegram`, { kind: 'refused' });
  const sendTo = async (topic: number | null, text: string, parseMode: 'HTML' | null) =>
    await watched(
      client.call(limits, (api) =>
        api.raw.sendMessage({
          chat_id: chatId,
          text: text.toWellFormed(),
          ...(parseMode === null ? {} : { parse_mode: parseMode }),
          ...(topic === null ? {} : { message_thread_id: topic }),
          ...replyTo(piece.replyTo),
          // Telegram would ask for every address that an agent was made to write.
          link_preview_options: { is_disabled: true },
        }),
      ),
    );
  const send = async (text: string, parseMode: 'HTML' | null) =>
    await sendTo(piece.topic, text, parseMode).catch((error: unknown) => {
      if (piece.topic !== null && isTopicless(error)) return sendTo(null, text, parseMode);
      throw error;
    });
  try {
    const sent = await send(piece.text, 'HTML').catch((error: unknown) => {
      if (isBadMarkup(error)) return send(piece.plain, null);
      throw error;
    });
    return idOf(sent);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { trouble, message } = error;
    const code = trouble.kind === 'answer' ? String(trouble.code) : null;
    throw new SendError(message, faultOf(error), code);
  }
}

function replyTo(messageId: string | null) {
  if (messageId === null || !/^[1-9]\d{0,15}$/.test(messageId)) return {};
  // The message may be gone by now.
  return {
    reply_parameters: { message_id: Number(messageId), allow_sending_without_reply: true },
  };
}

const isTopicless = (error: unknown): boolean =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  error.trouble.code === 400 &&
  /message thread not found|TOPIC_(?:CLOSED|DELETED)/i.test(error.trouble.description);

/** Markup that Telegram cannot read, or of which nothing is left to see. */
const isBadMarkup = (error: unknown): boolean =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  error.trouble.code === 400 &&
  /can't parse entities|text is empty|text must be non-empty/.test(error.trouble.description);

/** @throws SendError where Telegram says that it took the message, and not which one it is */
function idOf(sent: unknown): string {
  const id: unknown = Object(sent).message_id;
  if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id);
  throw new SendError('Telegram did not say which message it took', { kind: 'unknown' });
}

function faultOf(error: CallError): SendFault {
  const { trouble } = error;
  if (trouble.kind === 'unsent') return { kind: 'later', waitMs: UNSENT_WAIT_MS };
  if (trouble.kind !== 'answer') return { kind: 'unknown' };
  const { code, waitMs, movedTo } = trouble;
  if (waitMs !== null) return { kind: 'later', waitMs };
  if (movedTo !== null) return { kind: 'moved', jid: jidOf(movedTo) };
  if (isTokenRefused(error)) return { kind: 'later', waitMs: TOKEN_WAIT_MS };
  return { kind: code >= 500 ? 'unknown' : 'refused' };
}
