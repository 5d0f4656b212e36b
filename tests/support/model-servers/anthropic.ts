/**
 * Owns a server for tests that speaks the Anthropic Messages API, streamed and whole. What it answers is said by its scripts, and
 * serving it belongs to server.ts.
 */
import { type Answer, piecesOf, type RecordedRequest, usageOf } from './replies.ts';
import { type Dialect, ModelServer } from './server.ts';

/** Starts one; give its `url` as ANTHROPIC_BASE_URL, and any ANTHROPIC_API_KEY. */
export const startAnthropicServer = (): Promise<ModelServer> => ModelServer.start(dialect);

const dialect: Dialect = {
  path: '/v1/messages',
  base: '',
  keyOf: ({ headers }) => {
    const key = headers['x-api-key'];
    return typeof key === 'string' ? key : undefined;
  },
  complaint,
  streamed(answer, request) {
    const usage = usageOf(answer, request);
    const { texts, calls } = piecesOf(answer);
    const pieces: string[] = [];
    let index = 0;
    const block = (content_block: unknown, deltas: readonly unknown[]) => {
      const parts = deltas.map((delta) => event('content_block_delta', { index, delta }));
      // The frame of a block travels with its first and last piece.
      parts[0] = event('content_block_start', { index, content_block }) + (parts[0] ?? '');
      pieces.push(...parts);
      pieces.push(`${pieces.pop()}${event('content_block_stop', { index })}`);
      index += 1;
    };
    if (texts.length > 0) {
      block(
        { type: 'text', text: '' },
        texts.map((text) => ({ type: 'text_delta', text })),
      );
    }
    for (const { id, name, pieces: json } of calls) {
      block(
        { type: 'tool_use', id, name, input: {} },
        json.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      );
    }
    const message = { ...envelope(request), content: [], stop_reason: null, stop_sequence: null };
    return {
      begin:
        event('message_start', {
          message: { ...message, usage: { input_tokens: usage.input, output_tokens: 1 } },
        }) + event('ping', {}),
      pieces,
      end:
        event('message_delta', {
          delta: { stop_reason: stopReason(answer), stop_sequence: null },
          usage: { output_tokens: usage.output },
        }) + event('message_stop', {}),
    };
  },
  whole(answer, request) {
    const usage = usageOf(answer, request);
    const { texts, calls } = piecesOf(answer);
    const text = texts.join('');
    return {
      ...envelope(request),
      content: [
        ...(text === '' ? [] : [{ type: 'text', text }]),
        ...calls.map(({ id, name, pieces }) => ({
          type: 'tool_use',
          id,
          name,
          input: JSON.parse(pieces.join('')),
        })),
      ],
      stop_reason: stopReason(answer),
      stop_sequence: null,
      usage: { input_tokens: usage.input, output_tokens: usage.output },
    };
  },
  refusal: (status, message) => ({ type: 'error', error: { type: errorType(status), message } }),
};

const event = (type: string, data: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

const envelope = ({ body }: RecordedRequest) => ({
  id: 'msg_test',
  type: 'message',
  role: 'assistant',
  model: body.model,
});

const stopReason = ({ toolCalls = [] }: Answer): string =>
  toolCalls.length > 0 ? 'tool_use' : 'end_turn';

function errorType(status: number): string {
  const types: Record<number, string> = {
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  };
  return types[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

/** The rules of the real API that a client can break by sending the wrong conversation. */
function complaint({ headers, body }: RecordedRequest): string | null {
  if (headers['anthropic-version'] === undefined) return 'anthropic-version: header is required';
  if (!(Number(body.max_tokens) > 0)) return 'max_tokens: Field required';
  const messages = list(body.messages);
  if (messages.length === 0) return 'messages: at least one message is required';
  if (messages[0]?.role !== 'user') return 'messages.0: first message must use the "user" role';
  for (const [index, message] of messages.entries()) {
    const blocks = list(message.content);
    if (blocks.length === 0) return `messages.${index}: content must be non-empty`;
    if (blocks.some(({ type, text }) => type === 'text' && String(text).trim() === '')) {
      return `messages.${index}: text content blocks must contain non-whitespace text`;
    }
    const ids = idsOf(blocks, 'tool_use', 'id');
    if (ids.some((id) => !/^[a-zA-Z0-9_-]+$/.test(id))) return `messages.${index}: invalid tool id`;
    const results = idsOf(list(messages[index + 1]?.content), 'tool_result', 'tool_use_id');
    const missing = ids.filter((id) => !results.includes(id));
    if (missing.length > 0) return `messages.${index}: no tool_result for ${missing.join(', ')}`;
    const uses = idsOf(list(messages[index - 1]?.content), 'tool_use', 'id');
    const stray = idsOf(blocks, 'tool_result', 'tool_use_id').filter((id) => !uses.includes(id));
    if (stray.length > 0) return `messages.${index}: no tool_use for ${stray.join(', ')}`;
  }
  return null;
}

const idsOf = (blocks: readonly Record<string, unknown>[], type: string, key: string): string[] =>
  blocks.filter((block) => block.type === type).map((block) => String(block[key]));

const list = (value: unknown): Record<string, unknown>[] =>
  typeof value === 'string'
    ? [{ type: 'text', text: value }]
    : Array.isArray(value)
      ? value.map(Object)
      : [];
