/**
 * Owns the sections of the agent itself: the agent, its model providers, its memory, its tools and its peers. Which of them is used
 * for what is left to the domain, and every other section to schema.ts.
 */
import { z } from 'zod';
import { flag, hot, integer, line, lineList, oneOf, restart, text, token, url } from './fields.ts';

const YEAR_SECS = 365 * 86_400;
const seconds = (max: number) => integer(1, max);

/** `[agent]` */
export const agentSection = z
  .strictObject({
    id: token(1, 128)
      .optional()
      .meta(restart('Identity that owns threads and memory.', { environment: ['AGENT_ID'] })),
    assistant_name: line(64)
      .default('Andy')
      .meta(
        hot('Name that a message of a group begins with, after an `@`, to ask for an answer.', {
          environment: ['ASSISTANT_NAME'],
        }),
      ),
    public_url: url('http', 'https')
      .optional()
      .meta(
        hot('Address the agent card publishes; absent means the one of the daemon itself.', {
          environment: ['PUBLIC_AGENT_URL'],
        }),
      ),
    description: line(1024)
      .default('An agent run by Gatehouse')
      .meta(hot('What the agent is for, as its card says.')),
    system_prompt: text(65_536)
      .default('You are a helpful assistant.')
      .meta(hot('What the model is told before everything else.')),
    max_turns: integer(1, 10_000).default(50).meta(hot('Most model calls one message may cause.')),
    max_tool_calls_per_turn: integer(0, 1000)
      .default(10)
      .meta(hot('Most tool calls the answer to one model call may ask for.')),
    turn_timeout_secs: seconds(86_400)
      .default(600)
      .meta(hot('Time one message may take until its answer.')),
    session_timeout_secs: seconds(YEAR_SECS)
      .default(3600)
      .meta(hot('Quiet time after which a session is terminated.')),
    idle_after_secs: seconds(YEAR_SECS)
      .default(900)
      .meta(hot('Quiet time after which a session is idle.')),
    max_queued_turns: integer(1, 10_000)
      .default(16)
      .meta(restart('Most messages that may wait for a turn in one session.')),
  })
  .prefault({})
  .describe('The agent this daemon runs.');

/** `[memory]` */
export const memorySection = z
  .strictObject({
    enabled: flag()
      .default(true)
      .meta(
        restart(
          'Whether the agent remembers what was said before; if not, memory operations answer 404.',
          { immutable: true },
        ),
      ),
    backend: oneOf('sqlite')
      .default('sqlite')
      .meta(restart('Where memory is kept.', { immutable: true })),
    window_size: integer(1, 10_000)
      .default(20)
      .meta(hot('Newest messages of a session given to the model.')),
    summarize: flag()
      .default(false)
      .meta(hot('Whether older messages are summarized into long-term memory.')),
    summarize_threshold: integer(1, 100_000)
      .default(40)
      .meta(hot('Messages outside of long-term memory that trigger a summary.')),
    top_k: integer(1, 1000)
      .default(10)
      .meta(hot('Most entries of long-term memory given to the model with one message.')),
  })
  .prefault({})
  .describe('What the agent remembers of a session.');

const about = {
  max_output_tokens: integer(1, 10_000_000).default(4096).meta(hot('Most tokens of one answer.')),
  input_price: price('input'),
  output_price: price('output'),
};

function price(kind: string) {
  return integer(0, 1_000_000_000_000)
    .default(0)
    .meta(hot(`Price of a million ${kind} tokens in millionths of a dollar; 0 is unknown.`));
}

const apiKey = (description: string, environment: readonly string[]) =>
  token(1, 4096)
    .optional()
    .meta(hot(description, { secret: true, environment }));

/** `[providers]` */
export const providersSection = z
  .strictObject({
    primary: token(1, 64)
      .optional()
      .meta(
        hot(
          'Provider that is asked first: `anthropic`, `openai`, `offline` or the name of a compatible one. Absent means the first one that is configured, and `offline` without any.',
        ),
      ),
    fallback: lineList(64)
      .default([])
      .meta(hot('Providers that are asked, in this order, when the one before gives no answer.')),
    // Node's own fetch gives up after as much.
    timeout_secs: seconds(300)
      .default(60)
      .meta(hot('Longest silence of a provider before and within an answer.')),
    max_retries: integer(0, 10)
      .default(2)
      .meta(hot('Times a provider is asked again after 408, 429, 5xx or a broken connection.')),
    breaker_failures: integer(1, 1000)
      .default(5)
      .meta(hot('Failures in a row after which a provider is passed over for a while.')),
    breaker_secs: seconds(3600)
      .default(30)
      .meta(hot('Time a failing provider is passed over before it is tried again.')),
    anthropic: z
      .strictObject({
        api_key: apiKey('Key of the Anthropic API.', ['ANTHROPIC_API_KEY']),
        base_url: url('http', 'https')
          .default('https://api.anthropic.com')
          .meta(hot('Address of the Anthropic API.', { environment: ['ANTHROPIC_BASE_URL'] })),
        model: token(1, 256).default('claude-sonnet-4-5').meta(hot('Name of the model.')),
        ...about,
      })
      .prefault({})
      .describe('The Anthropic Messages API; it is configured when its key is there.'),
    openai: z
      .strictObject({
        api_key: apiKey('Key of the OpenAI API.', ['OPENAI_API_KEY']),
        base_url: url('http', 'https')
          .default('https://api.openai.com/v1')
          .meta(hot('Address of the OpenAI API.', { environment: ['OPENAI_BASE_URL'] })),
        model: token(1, 256).default('gpt-4.1-mini').meta(hot('Name of the model.')),
        ...about,
      })
      .prefault({})
      .describe('The OpenAI chat completions API; it is configured when its key is there.'),
    compatible: z
      .record(
        z.string(),
        z
          .strictObject({
            base_url: url('http', 'https').meta(hot('Address, up to and with `/v1`.')),
            model: token(1, 256).meta(hot('Name of the model.')),
            api_key: apiKey('Key, where one is needed.', []),
            ...about,
          })
          .describe('One provider; the name is letters, digits, `_` and `-`.'),
      )
      .default({})
      .describe('Providers that speak the OpenAI chat API: Ollama, vLLM, LM Studio and others.'),
  })
  .prefault({})
  .describe('Model providers.');

/** `[tools]` */
export const toolsSection = z
  .strictObject({
    allow: lineList(256)
      .default([])
      .meta(
        hot('Tools the agent may use, by name, `*` standing for any text; an empty list is all.'),
      ),
    deny: lineList(256)
      .default([])
      .meta(hot('Tools the agent may not use, also if allowed; `*` stands for any text.')),
    timeout_secs: seconds(3600).default(60).meta(hot('Time one tool call may take.')),
    max_result_bytes: integer(256, 16_777_216)
      .default(65_536)
      .meta(hot('Bytes of an answer that are kept; the rest is cut off.')),
  })
  .prefault({})
  .describe('Tools of all kinds.');

/** `[a2a]` */
export const a2aSection = z
  .strictObject({
    peers: z
      .record(
        z.string(),
        z
          .strictObject({
            url: url('http', 'https').meta(
              hot('Address of the agent; its card is at `/.well-known/agent-card.json` there.'),
            ),
            token: token(1, 4096)
              .optional()
              .meta(hot('Bearer token that the agent wants.', { secret: true })),
            enabled: flag().default(true).meta(hot('Whether the agent is used.')),
          })
          .describe('One agent; the name is letters, digits, `_` and `-`.'),
      )
      .default({})
      .describe('Other agents by name, each of them a tool of this one.'),
  })
  .prefault({})
  .describe('Other agents, spoken to by the A2A protocol.');

/** `[registry]` */
export const registrySection = z
  .strictObject({
    runtime_control: flag()
      .default(false)
      .meta(
        restart('Whether the registry operations are there; if not, they answer 404.', {
          environment: ['INTERNAL_RUNTIME_CONTROL_ENABLED'],
        }),
      ),
  })
  .prefault({})
  .describe('Control over the running components.');
