/**
 * Owns the shapes of what containers may ask for, read strictly out of their files. Whether a sender may ask for it is in permissions.ts,
 * and what then happens in clerk.ts.
 */
import { z } from 'zod';
import type { Box } from './names.ts';

const text = (longest: number) => z.string().max(longest).regex(/\S/);
const jid = z.string().min(1).max(256);
const taskId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);
const folder = z.string().min(1).max(64);
const prompt = text(32_768);
const name = text(100);
const scheduleType = z.enum(['cron', 'interval', 'once']);
const scheduleValue = z.union([z.string().min(1).max(256), z.int().min(1).transform(String)]);
const contextMode = z.enum(['group', 'isolated']);
const timezone = z.string().min(1).max(64);

const message = z.object({ type: z.literal('message'), chatJid: jid, text: text(65_536) });

const task = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('schedule_task'),
    prompt,
    schedule_type: scheduleType,
    schedule_value: scheduleValue,
    context_mode: contextMode.default('isolated'),
    targetJid: jid.optional(),
    target_group: folder.optional(),
    taskId: taskId.optional(),
    timezone: timezone.optional(),
    name: name.optional(),
  }),
  z.object({ type: z.literal('pause_task'), taskId }),
  z.object({ type: z.literal('resume_task'), taskId }),
  z.object({ type: z.literal('cancel_task'), taskId }),
  z.object({
    type: z.literal('update_task'),
    taskId,
    prompt: prompt.optional(),
    schedule_type: scheduleType.optional(),
    schedule_value: scheduleValue.optional(),
    context_mode: contextMode.optional(),
    timezone: timezone.optional(),
    name: name.optional(),
  }),
  z.object({ type: z.literal('refresh_groups') }),
  z.object({
    type: z.literal('register_group'),
    jid,
    name,
    folder,
    trigger: text(65),
    requiresTrigger: z.boolean().default(true),
    // Images, networks and limits are for operators to choose.
    containerConfig: z
      .strictObject({
        timeoutSecs: z.int().min(0).max(86_400).optional(),
        additionalMounts: z
          .array(
            z.strictObject({
              hostPath: z.string().min(1).max(4096),
              containerPath: z.string().max(4096).optional(),
              readOnly: z.boolean().optional(),
            }),
          )
          .max(50)
          .optional(),
      })
      .default({}),
  }),
]);

/** A message for a chat. */
export type MessageOrder = z.output<typeof message>;
/** An order about tasks and namespaces. */
export type TaskOrder = z.output<typeof task>;
/** What a container asks for. */
export type Order = MessageOrder | TaskOrder;

/** What a file says is no order; the message says why, for the agent. */
export class OrderError extends Error {
  override readonly name = 'OrderError';
}

/** Reads an order. @throws OrderError */
export function readOrder(box: Box, content: string): Order {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new OrderError('is not JSON');
  }
  const shape: z.ZodType<Order> = box === 'messages' ? message : task;
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const faults = read.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  throw new OrderError(`is no order: ${faults.join('; ').slice(0, 400)}`);
}
