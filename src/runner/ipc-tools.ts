/**
 * Owns the tools by which the agent asks the daemon for something: files in the IPC folder, each with an answer, so that no refusal stays
 * silent. What is allowed, and what comes of it, is decided by the daemon.
 */
import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerInput } from '../domain/runtime/protocol.ts';
import type { InputSchema, Tool, ToolResult, ToolSource } from '../domain/tools/index.ts';
import { readSmallFile } from '../lib/small-file.ts';
import type { InputFolder } from './input-folder.ts';

/** For whom the tools are, and through what. */
export interface IpcParts {
  readonly input: Pick<ContainerInput, 'chatJid' | 'groupFolder' | 'isMain'>;
  readonly folder: string;
  readonly inbox: Pick<InputFolder, 'answerTo'>;
  /** How long an answer is waited for. */
  readonly waitMs?: number;
}

/** What the model said, by the names of its schema. */
type Said = Readonly<Record<string, unknown>>;

/** A tool that leaves a file: what it is told by, and what it puts there. */
interface Request {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
  readonly place: 'messages' | 'tasks';
  /** The file, without what every file has; what is undefined is not written. */
  body(said: Said): Record<string, unknown>;
}

const WAIT_MS = 20_000;
const LARGEST_SNAPSHOT = 1024 * 1024;
const SOURCE = 'gatehouse';
const text = (description: string) => ({ type: 'string', minLength: 1, description });
const schema = (properties: Record<string, unknown>, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const taskId = text('Id of the task, as list_tasks tells it.');
const timing = {
  schedule_type: {
    enum: ['cron', 'interval', 'once'],
    description: 'How `schedule_value` is meant.',
  },
  schedule_value: text(
    'cron: five fields, such as "0 9 * * 1-5"; interval: milliseconds; once: a time in ISO 8601.',
  ),
  context_mode: {
    enum: ['group', 'isolated'],
    description:
      'Whether the task knows the conversation of its group, or nothing but its prompt; new tasks do when absent.',
  },
  timezone: text('IANA time zone of the schedule, such as Europe/Berlin.'),
};
const change = (verb: 'pause' | 'resume' | 'cancel'): Request => ({
  name: `${verb}_task`,
  description: `Asks to ${verb} a scheduled task.`,
  inputSchema: schema({ task_id: taskId }, ['task_id']),
  place: 'tasks',
  body: ({ task_id }) => ({ type: `${verb}_task`, taskId: task_id }),
});

/** The tools of an agent; those that manage groups only for the main one. */
export function ipcTools(parts: IpcParts): ToolSource {
  const { chatJid, isMain } = parts.input;
  const requests: Request[] = [
    {
      name: 'send_message',
      description:
        'Sends a message to a chat right now, while you are still at work. Your answer is sent by itself; do not repeat it here.',
      inputSchema: schema(
        {
          text: text('What is sent.'),
          chat_jid: text('The chat; this one when absent.'),
        },
        ['text'],
      ),
      place: 'messages',
      body: ({ text, chat_jid = chatJid }) => ({ type: 'message', chatJid: chat_jid, text }),
    },
    {
      name: 'schedule_task',
      description: 'Schedules a prompt that is run later, once or again and again.',
      inputSchema: schema(
        {
          prompt: text('What is to be done; it must be understood by itself in isolated mode.'),
          ...timing,
          target_group: text('The group it is for; this one when absent.'),
        },
        ['prompt', 'schedule_type', 'schedule_value'],
      ),
      place: 'tasks',
      body: (said) => ({
        type: 'schedule_task',
        // An agent that says nothing means the conversation it is in; a file that says nothing does not.
        context_mode: 'group',
        ...said,
        ...(said.target_group === undefined ? { targetJid: chatJid } : {}),
      }),
    },
    change('pause'),
    change('resume'),
    change('cancel'),
    {
      name: 'update_task',
      description: 'Changes a scheduled task; what is left out stays as it is.',
      inputSchema: schema({ task_id: taskId, prompt: text('The new prompt.'), ...timing }, [
        'task_id',
      ]),
      place: 'tasks',
      body: ({ task_id, ...changes }) => ({ type: 'update_task', taskId: task_id, ...changes }),
    },
  ];
  const ofMain: Request[] = [
    {
      name: 'register_group',
      description: 'Gives a chat a group of its own, with its own workspace.',
      inputSchema: schema(
        {
          jid: text('The chat.'),
          name: text('Name for people.'),
          folder: text('Name of the folder: letters, digits, "-" and "_".'),
          trigger: text('Word that calls the agent, such as @Andy.'),
        },
        ['jid', 'name', 'folder', 'trigger'],
      ),
      place: 'tasks',
      body: (said) => ({ type: 'register_group', ...said }),
    },
    {
      name: 'refresh_groups',
      description:
        'Brings the list of chats up to date, which is in /workspace/ipc/available_groups.json.',
      inputSchema: schema({}, []),
      place: 'tasks',
      body: () => ({ type: 'refresh_groups' }),
    },
  ];
  const folder = new IpcFolder(parts);
  const tools: Tool[] = [...requests, ...(isMain ? ofMain : [])].map(
    ({ name, description, inputSchema, place, body }) => ({
      name,
      description,
      inputSchema,
      source: SOURCE,
      call: (said, { signal }) => folder.ask(place, body(said), signal),
    }),
  );
  tools.push({
    name: 'list_tasks',
    description: 'Lists the scheduled tasks that you may see.',
    inputSchema: schema({}, []),
    source: SOURCE,
    call: () => folder.tasks(),
  });
  return { tools: () => tools };
}

/** The agent's side of the IPC folder. */
class IpcFolder {
  readonly #parts: IpcParts;
  #lastMoment = 0;
  #count = 0;

  constructor(parts: IpcParts) {
    this.#parts = parts;
  }

  /** Leaves a file for the daemon, and waits for what came of it. @throws the signal's reason, or what the file system says */
  async ask(
    place: Request['place'],
    body: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<ToolResult> {
    const { folder, inbox, input, waitMs = WAIT_MS } = this.#parts;
    const name = this.#nextName();
    const { groupFolder } = input;
    const file = { ...body, groupFolder, timestamp: new Date().toISOString() };
    const path = join(folder, place, name);
    // Nobody reads a file before it has its name, which it gets when it is whole.
    const made = `${path}.tmp`;
    await writeFile(made, JSON.stringify(file), { flag: 'wx' });
    const answer = inbox.answerTo(name, waitMs, signal);
    const [said] = await Promise.all([answer, rename(made, path)]);
    if (said === null) {
      const content = `There was no answer within ${waitMs / 1000} s. Whether it was done is not known.`;
      return { content, failed: true };
    }
    const data = said.data === undefined ? '' : `\n${JSON.stringify(said.data)}`;
    return { content: `${said.message}${data}`, failed: !said.ok };
  }

  /** The tasks as the daemon has written them down. */
  async tasks(): Promise<ToolResult> {
    const path = join(this.#parts.folder, 'current_tasks.json');
    const content = await readSmallFile(path, LARGEST_SNAPSHOT);
    return { content: content ?? '[]', failed: false };
  }

  /** Names sort as they were made, also within a millisecond and when the clock goes back; none comes twice, whoever else makes some. */
  #nextName(): string {
    this.#lastMoment = Math.max(this.#lastMoment, Date.now());
    this.#count += 1;
    const count = String(this.#count).padStart(6, '0');
    return `${this.#lastMoment}-${count}-${randomBytes(3).toString('hex')}.json`;
  }
}
