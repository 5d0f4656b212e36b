/**
 * Owns knowing a message again that may have been sent before: by metadata, which only apps see, in what Slack keeps of its conversation.
 * When there is such a doubt is known to the domain, sending belongs to outbound.ts.
 */
import { z } from 'zod';
import { type CallLimits, isFinal, type SlackClient } from './client.ts';

/** What bears the key of a message. */
const EVENT_TYPE = 'gatehouse_message';
/** How far the clocks of Slack and of this machine may be apart. */
const SKEW_MS = 300_000;
const PAGE = 200;
/** In a conversation where more was said since, it is not looked for any further. */
const MOST_PAGES = 5;

const page = z.object({
  messages: z.array(
    z
      .object({
        ts: z.string().regex(/^\d{1,12}\.\d{1,10}$/),
        metadata: z.object({
          event_type: z.literal(EVENT_TYPE),
          event_payload: z.object({ key: z.string() }),
        }),
      })
      .nullable()
      .catch(null),
  ),
  response_metadata: z.object({ next_cursor: z.string() }).optional().catch(undefined),
});

/** The metadata of a message. */
export const metadataFor = (key: string) => ({
  event_type: EVENT_TYPE,
  event_payload: { key },
});

/** Where a message is looked for. */
export interface Whereabouts {
  readonly channel: string;
  /** The message whose thread it is in; null where it is in none. */
  readonly thread: string | null;
  /** The earliest time at which it may have been taken, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Looks for a message.
 * @returns its identifier; null where it is not there, or Slack does not let the app look
 * @throws CallError where it may be looked for later
 */
export async function findSent(
  client: SlackClient,
  key: string,
  { channel, thread, since }: Whereabouts,
  limits: CallLimits,
): Promise<string | null> {
  const asked = {
    channel,
    oldest: String(Math.max(0, since - SKEW_MS) / 1000),
    limit: PAGE,
    include_all_metadata: true,
  };
  let cursor = '';
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const more = cursor === '' ? asked : { ...asked, cursor };
    const answered = await client
      .call(limits, (web) =>
        thread === null
          ? web.conversations.history(more)
          : web.conversations.replies({ ...more, ts: thread }),
      )
      .catch((error: unknown) => {
        if (isFinal(error)) return null;
        throw error;
      });
    const { data } = page.safeParse(answered);
    if (data === undefined) return null;
    const found = data.messages.find((one) => one?.metadata.event_payload.key === key);
    if (found) return found.ts;
    cursor = data.response_metadata?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  return null;
}
