/**
 * Owns servers that are wrong in one way each: a relay in front of a good daemon that spoils what goes through it. Finding the fault is
 * what src/conformance is tested by.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RelayAnswer, RelayHandler, RelayRequest } from '../../src/conformance/relay.ts';
import { ADMIN_TOKEN } from './daemon.ts';

/** An answer that is whole. */
interface Whole {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whether a request is for this, such as `POST /api/v1/sessions`. */
const isFor = ({ method, target }: RelayRequest, line: string) =>
  `${method} ${target.split('?')[0]}` === line;

const isStream = ({ headers }: RelayAnswer) =>
  headers['content-type']?.startsWith('text/event-stream') === true;

/** Changes whole answers; streams go through as they are. */
function changing(change: (answer: Whole, request: RelayRequest) => Whole): RelayHandler {
  return async (request, forward) => {
    const answer = await forward(request);
    if (isStream(answer)) return answer;
    const changed = change({ ...answer, body: await readText(answer.body) }, request);
    const { 'content-length': _, ...headers } = changed.headers;
    return { ...changed, headers };
  };
}

/** Changes the blocks of a stream, each an event or a comment with the empty line at its end. */
function changingStream(
  change: (block: string, request: RelayRequest, index: number) => string,
): RelayHandler {
  return async (request, forward) => {
    const answer = await forward(request);
    if (!isStream(answer) || typeof answer.body === 'string') return answer;
    return { ...answer, body: changedBlocks(answer.body, request, change) };
  };
}

async function* changedBlocks(
  body: AsyncIterable<Buffer>,
  request: RelayRequest,
  change: (block: string, request: RelayRequest, index: number) => string,
): AsyncGenerator<Buffer, void> {
  let text = '';
  let index = 0;
  for await (const piece of body) {
    text += piece.toString('utf8');
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      yield Buffer.from(change(text.slice(0, end + 2), request, index));
      text = text.slice(end + 2);
      index += 1;
    }
  }
}

async function readText(body: RelayAnswer['body']): Promise<string> {
  if (typeof body === 'string') return body;
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

const without = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

/** Resumes from this event, whatever was asked for. */
function resumingFrom(id: string): RelayHandler {
  return (request, forward) =>
    forward(
      request.headers['last-event-id'] === undefined
        ? request
        : { ...request, headers: { ...request.headers, 'last-event-id': id } },
    );
}

const SESSIONS = '/api/v1/sessions';

/** Every kind of broken server, by what is wrong with it. */
export const broken = {
  'the wrong status': changing((answer, request) =>
    isFor(request, `POST ${SESSIONS}`) && answer.status === 201
      ? { ...answer, status: 200 }
      : answer,
  ),
  'an undeclared status': changing((answer, request) =>
    isFor(request, `GET ${SESSIONS}`) && answer.status === 200
      ? { ...answer, status: 418 }
      : answer,
  ),
  'an operation that is not built': changing((answer, request) =>
    isFor(request, `GET ${SESSIONS}`) && answer.status === 200
      ? {
          ...answer,
          status: 501,
          body: '{"error":{"code":"not_implemented","message":"Not yet","details":null}}',
        }
      : answer,
  ),
  'a missing header': changing((answer) => ({
    ...answer,
    headers: without(answer.headers, 'x-ratelimit-reset'),
  })),
  'an extra property': changing((answer, request) =>
    isFor(request, `POST ${SESSIONS}`) && answer.status === 201
      ? { ...answer, body: answer.body.replace('{', '{"password":"hunter2",') }
      : answer,
  ),
  'a body of another shape': changing((answer, request) =>
    isFor(request, `GET ${SESSIONS}`) && answer.status === 200
      ? { ...answer, body: answer.body.replace(/"total":(\d+)/, '"total":"$1"') }
      : answer,
  ),
  'the wrong media type': changing((answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/html' },
  })),
  '405 without Allow': changing((answer) => ({
    ...answer,
    headers: without(answer.headers, 'allow'),
  })),
  'ignored auth': (request, forward) =>
    forward({
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${ADMIN_TOKEN}` },
    }),
  '403 for a missing token': changing((answer, { headers }) =>
    headers.authorization === undefined && answer.status === 401
      ? { ...answer, status: 403 }
      : answer,
  ),
  'ignored scopes': (request, forward) =>
    forward({
      ...request,
      headers:
        request.headers.authorization === undefined
          ? request.headers
          : { ...request.headers, authorization: `Bearer ${ADMIN_TOKEN}` },
    }),
  'a lost create': (request, forward) =>
    forward(
      request.method === 'GET' && request.target.startsWith(`${SESSIONS}/`)
        ? { ...request, target: `${SESSIONS}/sess_lost` }
        : request,
    ),
  'bodies that are never refused': changing((answer, request) =>
    isFor(request, `POST ${SESSIONS}`) && answer.status === 400
      ? { ...answer, status: 201, body: SESSION }
      : answer,
  ),
  'a crash on odd input': changing((answer, request) =>
    request.target.includes('%') ? { ...answer, status: 500 } : answer,
  ),
  'a limit that never shrinks': changing((answer) => ({
    ...answer,
    headers: {
      ...answer.headers,
      'x-ratelimit-remaining': String(answer.headers['x-ratelimit-limit']),
      ratelimit: (answer.headers.ratelimit ?? '').replace(
        /r=\d+/,
        `r=${answer.headers['x-ratelimit-limit']}`,
      ),
    },
  })),
  'two limits at once': changing((answer) => ({
    ...answer,
    headers: {
      ...answer.headers,
      ratelimit: (answer.headers.ratelimit ?? '').replace(/r=\d+/, 'r=1'),
    },
  })),
  'the same request id for all': changing((answer) => ({
    ...answer,
    headers: { ...answer.headers, 'x-request-id': 'req_1' },
  })),
  'events without ids': changingStream((block) => block.replace(/^id: .*\n/, '')),
  'events of another shape': changingStream((block) => block.replace('"level":', '"severity":')),
  'an event twice on resume': changingStream((block, { headers }, index) =>
    headers['last-event-id'] !== undefined && index === 0 ? block + block : block,
  ),
  'an event lost on resume': changingStream((block, { headers }, index) =>
    headers['last-event-id'] !== undefined && index === 0 ? '' : block,
  ),
  // An id that is to come, and one that is none.
  'nothing kept to resume from': resumingFrom('log_999999999999'),
  'a resume that is refused': resumingFrom('nonsense'),
  'an answer without end': async (request, forward) => {
    const answer = await forward(request);
    return isFor(request, 'GET /api/v1/status') && answer.status === 200
      ? { ...answer, headers: without(answer.headers, 'content-length'), body: gigabytes() }
      : answer;
  },
  'an answer that breaks off': async (request, forward) => {
    const answer = await forward(request);
    return isFor(request, 'GET /api/v1/status') && answer.status === 200
      ? { ...answer, body: half() }
      : answer;
  },
  'no answer': async (request, forward) => {
    if (isFor(request, 'GET /api/v1/status')) await sleep(60_000, undefined, { ref: false });
    return await forward(request);
  },
} satisfies Readonly<Record<string, RelayHandler>>;

const SESSION = JSON.stringify({
  id: 'sess_abc123',
  channel: 'api',
  user_id: 'user_123',
  status: 'active',
  created_at: '2026-03-21T10:00:00Z',
  metadata: {},
});

async function* gigabytes(): AsyncGenerator<Buffer, void> {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  for (;;) yield piece;
}

async function* half(): AsyncGenerator<Buffer, void> {
  yield Buffer.from('{');
  throw new Error('cut on purpose');
}
