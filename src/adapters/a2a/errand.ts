/**
 * Owns one message to a peer: sending it, waiting for the task it becomes, and calling that off when nobody wants it any more.
 * How the peer is reached belongs to peer.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Message,
  type Part,
  Role,
  type StreamResponse,
  type Task,
  TaskState,
} from '@a2a-js/sdk';
import type { Client } from '@a2a-js/sdk/client';
import type { PeerAnswer } from '../../domain/peers/index.ts';

/** Time that calling a task off may take; it is not waited for. */
const CANCEL_MS = 5000;

const AT_WORK: ReadonlySet<TaskState> = new Set([
  TaskState.TASK_STATE_SUBMITTED,
  TaskState.TASK_STATE_WORKING,
]);
const FINAL: ReadonlySet<TaskState> = new Set([
  TaskState.TASK_STATE_COMPLETED,
  TaskState.TASK_STATE_FAILED,
  TaskState.TASK_STATE_CANCELED,
  TaskState.TASK_STATE_REJECTED,
  // These wait for somebody; a tool call has nobody who could answer.
  TaskState.TASK_STATE_INPUT_REQUIRED,
  TaskState.TASK_STATE_AUTH_REQUIRED,
]);

/** A message to a peer. */
export interface Errand {
  readonly message: string;
  readonly messageId: string;
  /** Whether the peer says that it streams. */
  readonly streams: boolean;
  /** Milliseconds between two questions after the task. */
  readonly pollMs: number;
}

/** Sends a message and waits for the answer. @throws Error with the reason in words; the signal's reason when it aborts */
export async function runErrand(
  client: Client,
  errand: Errand,
  signal: AbortSignal,
): Promise<PeerAnswer> {
  let taskId: string | null = null;
  try {
    try {
      for await (const event of begin(client, errand, signal)) {
        const { payload } = event;
        if (payload?.$case === 'message')
          return { content: textOf([payload.value]), failed: false };
        taskId = taskOf(event) ?? taskId;
      }
    } catch (error) {
      // The task goes on where only the stream of it broke.
      if (taskId === null || signal.aborted) throw error;
    }
    if (taskId === null) throw new Error('the peer answered nothing');
    for (;;) {
      const task = await client.getTask({ tenant: '', id: taskId, historyLength: 0 }, { signal });
      const state = task.status?.state ?? TaskState.TASK_STATE_UNSPECIFIED;
      if (FINAL.has(state)) return toAnswer(task);
      if (!AT_WORK.has(state)) throw new Error('the peer does not say how its task is doing');
      await sleep(errand.pollMs, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    if (taskId !== null) callOff(client, taskId);
    throw signal.reason;
  }
}

/** In a way that tells the task before it is done, so that it can be called off. */
async function* begin(
  client: Client,
  errand: Errand,
  signal: AbortSignal,
): AsyncGenerator<StreamResponse> {
  const request = toRequest(errand);
  if (errand.streams) {
    yield* client.sendMessageStream(request, { signal });
    return;
  }
  const result = await client.sendMessage(request, { signal });
  if ('messageId' in result) yield { payload: { $case: 'message', value: result } };
  else yield { payload: { $case: 'task', value: result } };
}

/** Nobody waits for it: whether the peer heeds it changes nothing here. */
function callOff(client: Client, id: string): void {
  const signal = AbortSignal.timeout(CANCEL_MS);
  client.cancelTask({ tenant: '', id, metadata: undefined }, { signal }).catch(() => undefined);
}

function taskOf({ payload }: StreamResponse): string | null {
  switch (payload?.$case) {
    case 'task':
      return payload.value.id;
    case 'statusUpdate':
    case 'artifactUpdate':
      return payload.value.taskId;
    default:
      return null;
  }
}

function toAnswer({ status, artifacts }: Task): PeerAnswer {
  const reason = status?.message === undefined ? '' : textOf([status.message]);
  const said = textOf(artifacts);
  switch (status?.state) {
    case TaskState.TASK_STATE_COMPLETED:
      return { content: said || reason, failed: false };
    case TaskState.TASK_STATE_INPUT_REQUIRED:
      return { content: said || reason || 'The peer asks for more', failed: false };
    default:
      return { content: reason || said || 'The peer did not do it', failed: true };
  }
}

const textOf = (parts: readonly { readonly parts: readonly Part[] }[]) =>
  parts
    .flatMap((one) => one.parts)
    .flatMap(({ content }) => (content?.$case === 'text' ? [content.value] : []))
    .join('\n');

function toRequest({ message, messageId, streams }: Errand) {
  const said: Message = {
    messageId,
    contextId: '',
    taskId: '',
    role: Role.ROLE_USER,
    parts: [
      {
        content: { $case: 'text', value: message },
        metadata: undefined,
        filename: '',
        mediaType: 'text/plain',
      },
    ],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
  const configuration = {
    acceptedOutputModes: ['text/plain'],
    taskPushNotificationConfig: undefined,
    returnImmediately: !streams,
  };
  return { tenant: '', message: said, configuration, metadata: undefined };
}
