/**
 * Owns where in a chat a letter belongs: in the thread or topic of what it answers or quotes. What a thread is is known to the platforms,
 * which name it with every message that they tell of.
 */
import { findChatMessage } from '../../db/chat-messages.ts';
import type { Db } from '../../db/open.ts';
import type { OutboundRow } from '../../db/outbound.ts';

/** The thread of a letter in the platform's own words, or a message that may begin one; null where it belongs to none. */
export async function threadOfLetter(
  db: Db,
  { jid, replyTo, inboundSeq }: Pick<OutboundRow, 'jid' | 'replyTo' | 'inboundSeq'>,
): Promise<string | null> {
  // An answer quotes nothing: what it has there is the thread of its question.
  if (replyTo === null || inboundSeq !== null) return replyTo;
  return (await findChatMessage(db, jid, replyTo))?.thread ?? replyTo;
}
