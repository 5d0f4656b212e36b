/**
 * Owns what the daemon and the agent in a container say to each other: the input, the files of the IPC folder, and the messages on
 * standard output. It is kept compatible with agents that know only NanoClaw's fields; reading the lines is left to markers.ts.
 */
import { z } from 'zod';

/** One message of the conversation, as the turn loop keeps it. */
const storedMessage = z.object({
  id: z.string(),
  sessionId: z.string(),
  seq: z.number(),
  role: z.enum(['human', 'ai', 'tool']),
  content: z.string(),
  toolCalls: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        input: z.record(z.string(), z.unknown()).exactOptional(),
        failed: z.boolean().exactOptional(),
      }),
    )
    .nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  createdAt: z.number(),
});

/** A turn to run: what our own agent reads beside the prompt, which alone others read. */
export const turnOrder = z.object({
  id: z.string(),
  sessionId: z.string(),
  inputSeq: z.number(),
  steps: z.number(),
  system: z.string(),
  history: z.array(storedMessage),
  maxModelCalls: z.number(),
  maxToolCalls: z.number(),
});
export type TurnOrder = z.output<typeof turnOrder>;

/** A provider as the agent reaches it: through the credential proxy, at a base URL that carries the container's own token. */
export const providerOrder = z.object({
  vendor: z.enum(['anthropic', 'openai', 'compatible', 'offline']),
  name: z.string(),
  model: z.string(),
  baseUrl: z.string(),
  /** Stands where the key would be. */
  placeholder: z.string(),
  maxOutputTokens: z.number(),
  prices: z.object({ input: z.number(), output: z.number() }),
  silenceMs: z.number(),
});
export type ProviderOrder = z.output<typeof providerOrder>;

/** What the agent gets on standard input, once. The first fields are NanoClaw's. */
export const containerInput = z.object({
  prompt: z.string(),
  sessionId: z.string().optional(),
  groupFolder: z.string(),
  chatJid: z.string(),
  isMain: z.boolean(),
  isScheduledTask: z.boolean().optional(),
  assistantName: z.string().optional(),
  /** The turn that the prompt belongs to. */
  turn: turnOrder,
  /** In the order in which they are asked; the first one is the primary. */
  providers: z.array(providerOrder).min(1),
});
export type ContainerInput = z.output<typeof containerInput>;

/** A file in `input/`: the next message for the agent. Its name ends in `.json`; an empty file `_close` asks the agent to end. */
export const followUpFile = z.object({
  type: z.literal('message'),
  text: z.string(),
  turn: turnOrder,
});
export type FollowUpFile = z.output<typeof followUpFile>;

/** A file in `input/`: what became of a file that the agent left in `messages/` or `tasks/`. */
export const ipcAnswer = z.object({
  type: z.literal('answer'),
  /** The name of the file that is answered. */
  file: z.string(),
  ok: z.boolean(),
  /** Why it was refused, or what came of it, in words for the agent. */
  message: z.string(),
  data: z.unknown().optional(),
});
export type IpcAnswer = z.output<typeof ipcAnswer>;

/** More than one model call can take. Sums of larger numbers would be more than the store can add up. */
const MOST_TOKENS = 1_000_000_000;
const MOST_MICROS = 10_000_000_000;
const durationMs = z.number().min(0).max(1_000_000_000);

const usage = z.object({
  provider: z.string().max(64),
  model: z.string().max(256),
  input: z.int().min(0).max(MOST_TOKENS),
  output: z.int().min(0).max(MOST_TOKENS),
  costMicros: z.int().min(0).max(MOST_MICROS),
});

const toolCall = z.object({
  id: z.string().min(1).max(128),
  // A model may ask for a tool without a name, which does not exist like any other.
  name: z.string().max(64),
  input: z.record(z.string(), z.unknown()),
});

/** A step of the turn loop that the daemon keeps, as it happens. */
export const agentStep = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('asked_for_tools'),
    content: z.string(),
    calls: z.array(toolCall).min(1).max(100),
    usage,
    durationMs,
  }),
  z.object({
    kind: z.literal('tool_ended'),
    call: toolCall.pick({ id: true, name: true }),
    content: z.string(),
    failed: z.boolean(),
    durationMs,
  }),
]);
export type AgentStep = z.output<typeof agentStep>;

/**
 * A message between the marker lines. `result` ends a turn; a message without one tells of a step. Agents that send none of our own
 * fields answer the turns in the order in which they got them.
 */
export const agentMessage = z.object({
  status: z.enum(['success', 'error']),
  result: z.string().nullable(),
  newSessionId: z.string().optional(),
  error: z.string().optional(),
  /** The turn it belongs to. */
  turnId: z.string().optional(),
  step: agentStep.optional(),
  /** With a result: what the last model call took, and how long. */
  usage: usage.optional(),
  durationMs: durationMs.optional(),
});
export type AgentMessage = z.output<typeof agentMessage>;

/** Where a container finds things. */
export const IN_CONTAINER = {
  group: '/workspace/group',
  global: '/workspace/global',
  ipc: '/workspace/ipc',
  extra: '/workspace/extra',
  proxySocketDir: '/run/gatehouse',
  proxySocket: '/run/gatehouse/proxy.sock',
} as const;

/** The port on which the agent in a container passes connections on to the proxy's socket, on its own loopback. */
export const PROXY_PORT_INSIDE = 3001;
