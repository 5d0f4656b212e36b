/**
 * Owns what each method of the A2A protocol does for one caller, in terms of the domain's tasks. How a method comes in and its
 * answer goes out belongs to the SDK's transport handlers, their objects to translate.ts.
 */
import type {
  AgentCard,
  CancelTaskRequest,
  GetTaskRequest,
  SendMessageRequest,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
} from '@a2a-js/sdk';
import {
  A2AError,
  ContentTypeNotSupportedError,
  PushNotificationNotSupportedError,
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
  UnsupportedOperationError,
} from '@a2a-js/sdk/errors';
import type { A2ARequestHandler } from '@a2a-js/sdk/server';
import { TaskRefusal, type Tasks } from '../../domain/peers/index.ts';
import type { Caller } from '../../domain/shared/index.ts';
import { toEvent, toTask } from './translate.ts';

/** Characters of one message, as in every other way of sending one. */
const LONGEST_TEXT = 262_144;

/** What the transport handlers look at in a card: they take streaming calls only where it says so. */
const CARD: AgentCard = {
  name: '',
  description: '',
  supportedInterfaces: [],
  provider: undefined,
  version: '',
  capabilities: { streaming: true, pushNotifications: false, extensions: [] },
  securitySchemes: {},
  securityRequirements: [],
  defaultInputModes: [],
  defaultOutputModes: [],
  skills: [],
  signatures: [],
};

/** The methods of the protocol, for one call. */
export class Call implements A2ARequestHandler {
  readonly #tasks: Tasks;
  readonly #by: Caller;
  /** What went wrong and is no matter of the protocol; the transport handlers would tell the caller of it in full. */
  fault: unknown = null;

  constructor(tasks: Tasks, by: Caller) {
    this.#tasks = tasks;
    this.#by = by;
  }

  async getAgentCard(): Promise<AgentCard> {
    return CARD;
  }

  async sendMessage(request: SendMessageRequest): Promise<Task> {
    return await this.#told(async () => {
      const live = await this.#begin(request);
      const { historyLength, returnImmediately } = request.configuration ?? {};
      if (returnImmediately !== true) await live.ended();
      return toTask(live.task, historyLength);
    });
  }

  async *sendMessageStream(request: SendMessageRequest): AsyncGenerator<StreamResponse> {
    const live = await this.#told(() => this.#begin(request));
    const historyLength = request.configuration?.historyLength;
    for await (const update of live.follow()) yield toEvent(update, historyLength);
  }

  async getTask({ id, historyLength }: GetTaskRequest): Promise<Task> {
    return await this.#told(async () => toTask(await this.#tasks.get(id, this.#by), historyLength));
  }

  async cancelTask({ id }: CancelTaskRequest): Promise<Task> {
    return await this.#told(async () => toTask(await this.#tasks.cancel(id, this.#by)));
  }

  async *resubscribe({ id }: SubscribeToTaskRequest): AsyncGenerator<StreamResponse> {
    const live = await this.#told(() => this.#tasks.watch(id, this.#by));
    for await (const update of live.follow()) yield toEvent(update);
  }

  async listTasks(): Promise<never> {
    throw new UnsupportedOperationError('Tasks are not listed; ask for each by its id');
  }

  async getAuthenticatedExtendedAgentCard(): Promise<never> {
    throw new UnsupportedOperationError('There is no card beside the public one');
  }

  async createTaskPushNotificationConfig(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  async getTaskPushNotificationConfig(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  async listTaskPushNotificationConfigs(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  async deleteTaskPushNotificationConfig(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  async #begin({ message, configuration }: SendMessageRequest) {
    if (message === undefined) throw new RequestMalformedError('The message is missing');
    if (configuration?.taskPushNotificationConfig !== undefined)
      throw new PushNotificationNotSupportedError();
    if (message.taskId !== '') {
      const { state } = await this.#tasks.get(message.taskId, this.#by);
      throw new UnsupportedOperationError(
        `The task ${message.taskId} is ${state} and takes no further message; send one in its context`,
      );
    }
    const { messageId, contextId } = message;
    const asked = {
      messageId,
      contextId: contextId === '' ? null : contextId,
      text: textOf(message),
    };
    return await this.#tasks.begin(asked, this.#by);
  }

  /** Lets through what the protocol has words for. */
  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof A2AError) throw error;
      if (error instanceof TaskRefusal) throw toError(error);
      this.fault = error;
      throw new A2AError('Internal error');
    }
  }
}

function toError({ kind, message }: TaskRefusal): A2AError {
  switch (kind) {
    case 'task_not_found':
      return new TaskNotFoundError(message);
    case 'task_not_cancelable':
      return new TaskNotCancelableError(message);
    case 'context_refused':
      return new RequestMalformedError(message);
    case 'over':
      return new UnsupportedOperationError(message);
    case 'too_many':
      return new A2AError(message);
  }
}

/** The text of a message, its parts one below the other. */
function textOf({ parts }: NonNullable<SendMessageRequest['message']>): string {
  const texts = parts.map(({ content }) => {
    if (content?.$case !== 'text')
      throw new ContentTypeNotSupportedError('Only text parts are read');
    return content.value;
  });
  const text = texts.join('\n');
  if (text.trim() === '') throw new RequestMalformedError('The message has no text');
  if (text.length > LONGEST_TEXT)
    throw new RequestMalformedError(`The message is longer than ${LONGEST_TEXT} characters`);
  return text;
}
