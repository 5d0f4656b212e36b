/**
 * Owns putting tasks of the domain into the objects of the A2A protocol, version 1.0; the SDK makes older ones of them.
 * What a task is belongs to domain/peers.
 */
import {
  type Message,
  type Part,
  Role,
  type StreamResponse,
  type Task,
  TaskState,
} from '@a2a-js/sdk';
import type {
  TaskState as OwnState,
  Task as OwnTask,
  TaskUpdate,
} from '../../domain/peers/index.ts';

const states: Readonly<Record<OwnState, TaskState>> = {
  submitted: TaskState.TASK_STATE_SUBMITTED,
  working: TaskState.TASK_STATE_WORKING,
  completed: TaskState.TASK_STATE_COMPLETED,
  failed: TaskState.TASK_STATE_FAILED,
  canceled: TaskState.TASK_STATE_CANCELED,
  rejected: TaskState.TASK_STATE_REJECTED,
};

/** There is one answer, which is one artifact. */
const ARTIFACT = 'answer';

/** The task. @param historyLength How many messages it may carry; undefined for all. */
export function toTask(task: OwnTask, historyLength?: number): Task {
  const asked = toMessage(task, Role.ROLE_USER, task.asked.messageId, task.asked.text);
  return {
    id: task.id,
    contextId: task.sessionId,
    status: toStatus(task),
    artifacts: task.answer === null ? [] : [toArtifact(task.answer)],
    history: historyLength === 0 ? [] : [asked],
    metadata: undefined,
  };
}

/** What a follower is told, as an event. */
export function toEvent(update: TaskUpdate, historyLength?: number): StreamResponse {
  const { task } = update;
  const common = { taskId: task.id, contextId: task.sessionId, metadata: undefined };
  switch (update.type) {
    case 'task':
      return { payload: { $case: 'task', value: toTask(task, historyLength) } };
    case 'text': {
      const value = {
        ...common,
        artifact: toArtifact(update.text),
        append: !update.isNew,
        lastChunk: task.state === 'completed',
      };
      return { payload: { $case: 'artifactUpdate', value } };
    }
    case 'state':
      return { payload: { $case: 'statusUpdate', value: { ...common, status: toStatus(task) } } };
  }
}

function toStatus(task: OwnTask): NonNullable<Task['status']> {
  return {
    state: states[task.state],
    message:
      task.reason === null
        ? undefined
        : toMessage(task, Role.ROLE_AGENT, `${task.id}-reason`, task.reason),
    timestamp: new Date(task.updatedAt).toISOString(),
  };
}

function toMessage(
  { id, sessionId }: OwnTask,
  role: Role,
  messageId: string,
  text: string,
): Message {
  return {
    messageId,
    contextId: sessionId,
    taskId: id,
    role,
    parts: [toPart(text)],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
}

const toArtifact = (text: string) => ({
  artifactId: ARTIFACT,
  name: '',
  description: '',
  parts: [toPart(text)],
  metadata: undefined,
  extensions: [],
});

const toPart = (value: string): Part => ({
  content: { $case: 'text', value },
  metadata: undefined,
  filename: '',
  mediaType: 'text/plain',
});
