/**
 * Owns whether what comes to the webhook is from Meta: the question that sets it up, and the signature of a post.
 * What a post says is in events.ts; the route belongs to whoever serves it.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The header of the signature, in lower case. */
export const SIGNATURE_HEADER = 'x-hub-signature-256';

/** What Meta asks when the webhook is set up: the values of `hub.mode`, `hub.verify_token` and `hub.challenge`. */
export interface WebhookQuestion {
  readonly mode: string;
  readonly verifyToken: string;
  readonly challenge: string;
}

/**
 * What to answer to the question, as plain text.
 * @param expected The verify token that was set; nothing fits an empty one.
 * @returns null where it is not Meta that asks, for which the answer is 403
 */
export function challengeFor(question: WebhookQuestion, expected: string): string | null {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  // Compared always, so that how long it takes says nothing about the token.
  const isRight = timingSafeEqual(digest(question.verifyToken), digest(expected));
  return isRight && expected !== '' && question.mode === 'subscribe' ? question.challenge : null;
}

/**
 * Whether the raw bytes of a post were signed with the app secret.
 * @param signature The value of `SIGNATURE_HEADER`.
 */
export function isFromMeta(
  signature: string | undefined,
  body: Uint8Array,
  appSecret: string,
): boolean {
  const shown = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1];
  if (shown === undefined || appSecret === '') return false;
  const expected = createHmac('sha256', appSecret).update(body).digest();
  return timingSafeEqual(Buffer.from(shown, 'hex'), expected);
}
