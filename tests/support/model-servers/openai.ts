/**
 * Owns a server for tests that speaks the OpenAI chat completions API, streamed and whole. What it answers is said by its scripts, and
 * serving it belongs to server.ts.
 */
import { type Answer, piecesOf, type RecordedRequest, usageOf } from './replies.ts';
import { type Dialect, ModelServer } from './server.ts';

/** Starts one; give its `url` as OPENAI_BASE_URL or as the `base_url` of a compatible provider. */
export const startOpenAiServer = (): Promise<ModelServer> => ModelServer.start(dialect);

const dialect: Dialect = {
  path: '/v1/chat/completions',
  base: '/v1',
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, ''),
  complaint,
  streamed(answer, request) {
    const { texts, calls } = piecesOf(answer);
    const chunk = (delta: object, finish_reason: string | null = null) =>
      data({ ...envelope(request, '.chunk'), choices: [{ index: 0, delta, finish_reason }] });
    const pieces = texts.map((content) => chunk({ content }));
    for (const [index, { id, name, pieces: json }] of calls.entries()) {
      const named = { index, id, type: 'function', function: { name, arguments: '' } };
      const parts = json.map((text) =>
        chunk({ tool_calls: [{ index, function: { arguments: text } }] }),
      );
      parts[0] = chunk({ tool_calls: [named] }) + (parts[0] ?? '');
      pieces.push(...parts);
    }
    const counts = { ...envelope(request, '.chunk'), choices: [], usage: usage(answer, request) };
    const wanted = Object(request.body.stream_options).include_usage === true;
    return {
      begin: chunk({ role: 'assistant', content: '' }),
      pieces,
      end: `${chunk({}, finish(answer))}${wanted ? data(counts) : ''}data: [DONE]\n\n`,
    };
  },
  whole(answer, request) {
    const { texts, calls } = piecesOf(answer);
    const tool_calls = calls.map(({ id, name, pieces }) => ({
      id,
      type: 'function',
      function: { name, arguments: pieces.join('') },
    }));
    const message = {
      role: 'assistant',
      content: texts.length === 0 ? null : texts.join(''),
      ...(calls.length === 0 ? {} : { tool_calls }),
    };
    return {
      ...envelope(request, ''),
      choices: [{ index: 0, message, finish_reason: finish(answer) }],
      usage: usage(answer, request),
    };
  },
  refusal: (status, message) => ({
    error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', code: null },
  }),
};

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

const envelope = ({ body }: RecordedRequest, kind: string) => ({
  id: 'chatcmpl-test',
  object: `chat.completion${kind}`,
  created: 1_767_225_600,
  model: body.model,
});

const finish = ({ toolCalls = [] }: Answer): string =>
  toolCalls.length > 0 ? 'tool_calls' : 'stop';

function usage(answer: Answer, request: RecordedRequest) {
  const { input, output } = usageOf(answer, request);
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

/** The rules of the real API that a client can break by sending the wrong conversation. */
function complaint({ body }: RecordedRequest): string | null {
  if (typeof body.model !== 'string') return 'you must provide a model parameter';
  const messages = Array.isArray(body.messages) ? body.messages.map(Object) : [];
  if (messages.length === 0) return "[] is too short - 'messages'";
  let open: string[] = [];
  for (const { role, tool_calls, tool_call_id } of messages) {
    if (role === 'tool') {
      if (!open.includes(tool_call_id)) return `no tool call has the id ${tool_call_id}`;
      open = open.filter((id) => id !== tool_call_id);
      continue;
    }
    if (open.length > 0) return `no response to the tool calls ${open.join(', ')}`;
    open = Array.isArray(tool_calls) ? tool_calls.map((call) => String(Object(call).id)) : [];
  }
  return open.length > 0 ? `no response to the tool calls ${open.join(', ')}` : null;
}
