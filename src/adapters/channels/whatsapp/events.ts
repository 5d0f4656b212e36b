/**
 * Owns what a post of Meta says: messages, numbers that changed, and what became of messages sent. What a message holds is in
 * content.ts; whether the post is authentic was looked at before.
 */
import { z } from 'zod';
import type { ChannelEvents, InboundMessage } from '../../../domain/channels/platform.ts';
import type { Logger } from '../../../lib/log.ts';
import { contentOf } from './content.ts';
import { jidOf } from './settings.ts';

const LONGEST_NAME = 256;
const LATEST_SECOND = 253_402_300_799;

/** A field that decorates an event: one that is not what it should be takes nothing away from the rest. */
const lenient = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined);
const list = z.array(z.unknown()).catch([]);
const name = z.string().transform((value) => value.slice(0, LONGEST_NAME).toWellFormed());
const digits = z.string().regex(/^[1-9]\d{0,19}$/);
const id = z.string().min(1).max(512);

const batch = z.object({ object: z.string(), entry: list });
const entry = z.object({ changes: list });
const change = z.object({
  field: z.literal('messages'),
  value: z.object({
    metadata: z.object({ phone_number_id: z.string(), display_phone_number: z.string().catch('') }),
    contacts: list,
    messages: list,
    statuses: list,
  }),
});
const contact = z.object({ wa_id: z.string(), profile: z.object({ name }) });
const message = z.looseObject({
  from: digits,
  id,
  timestamp: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .refine((seconds) => seconds <= LATEST_SECOND),
  type: z.string(),
  context: lenient(z.object({ from: lenient(z.string()) })),
  group_id: z.unknown().optional(),
});
const numberChange = z
  .object({ type: z.string(), wa_id: lenient(digits), new_wa_id: lenient(digits) })
  .transform(({ type, wa_id, new_wa_id }) =>
    type.endsWith('user_changed_number') ? (new_wa_id ?? wa_id ?? null) : null,
  );
const status = z.object({
  id,
  status: z.string(),
  errors: lenient(
    z.array(
      z.object({
        code: z.int(),
        title: lenient(name),
        error_data: lenient(z.object({ details: lenient(name) })),
      }),
    ),
  ),
});

type Value = z.infer<typeof change>['value'];
type Said = z.infer<typeof message>;

/** What happened at some time, in milliseconds since the epoch. */
type Happening =
  | { readonly at: number; readonly message: InboundMessage }
  | { readonly at: number; readonly from: string; readonly to: string };

/** A post that nobody has looked into. */
export type Batch = z.infer<typeof batch>;

/** A post as it came; null when it is none. */
export function readBatch(body: Uint8Array): Batch | null {
  try {
    return batch.safeParse(JSON.parse(Buffer.from(body).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** What a post is told with. */
export interface Telling {
  /** The only number whose events are told of. */
  readonly phoneNumberId: string;
  readonly events: ChannelEvents;
  readonly log: Pick<Logger, 'warn'> | null;
}

/** Tells of everything in a post, oldest messages first. @returns once that is durable */
export async function tell({ object, entry: entries }: Batch, telling: Telling): Promise<void> {
  if (object !== 'whatsapp_business_account') return;
  const values = readEach(entries, entry)
    .flatMap(({ changes }) => readEach(changes, change))
    .map(({ value }) => value)
    .filter(({ metadata }) => metadata.phone_number_id === telling.phoneNumberId);
  const happenings = values.flatMap((value) => happeningsIn(value, telling.log));
  // Meta promises no order within a post.
  for (const one of happenings.toSorted((a, b) => a.at - b.at)) {
    if ('message' in one) await telling.events.received(one.message);
    else await telling.events.moved(one.from, one.to);
  }
  for (const value of values) {
    for (const one of readEach(value.statuses, status)) await report(one, telling.events);
  }
}

/** What has the shape; the rest is none of ours. */
const readEach = <T extends z.ZodType>(values: readonly unknown[], shape: T): z.output<T>[] =>
  values.flatMap((value) => {
    const read = shape.safeParse(value);
    return read.success ? [read.data] : [];
  });

function happeningsIn(value: Value, log: Telling['log']): Happening[] {
  const names = new Map(
    readEach(value.contacts, contact).map(({ wa_id, profile }) => [wa_id, profile.name]),
  );
  const own = value.metadata.display_phone_number.replace(/\D/g, '');
  return value.messages.flatMap((one) => {
    const said = message.safeParse(one).data;
    if (said === undefined) {
      // Waiting for it to get better would keep every other message of the post waiting as well.
      log?.warn('A message from WhatsApp has no form that is known, and is left out', {});
      return [];
    }
    const happening = happeningOf(said, names.get(said.from), own);
    return happening === null ? [] : [happening];
  });
}

function happeningOf(said: Said, sender: string | undefined, own: string): Happening | null {
  const { from, id: messageId, type, timestamp } = said;
  const at = timestamp * 1000;
  if (type === 'system') {
    const to = numberChange.safeParse(said.system).data ?? null;
    return to === null ? null : { at, from: jidOf(from), to: jidOf(to) };
  }
  const text = contentOf(said, type);
  // Groups have no address here, and what is said in one is no direct message.
  if (text === null || said.group_id !== undefined) return null;
  const isOwn = from === own;
  const message: InboundMessage = {
    eventId: messageId,
    jid: jidOf(from),
    chatName: sender || null,
    isGroup: false,
    messageId,
    sender: from,
    senderName: sender || from,
    text,
    at,
    isBot: isOwn,
    isOwn,
    mentionsAgent: own !== '' && said.context?.from?.replace(/\D/g, '') === own,
    thread: null,
  };
  return { at, message };
}

async function report(
  { id: messageId, status: outcome, errors }: z.infer<typeof status>,
  events: ChannelEvents,
): Promise<void> {
  // One that was read has been delivered, which may be told of later or never.
  if (outcome === 'delivered' || outcome === 'read')
    await events.delivered(messageId, 'delivered', null);
  if (outcome !== 'failed') return;
  const [error] = errors ?? [];
  const words = error?.error_data?.details ?? error?.title ?? 'no reason was given';
  await events.delivered(messageId, 'failed', error ? `${error.code}: ${words}` : words);
}
