/**
 * Owns what the types of the TypeScript client must say and must refuse; it is only compiled, here and against the packed package.
 */
import {
  createAgentClient,
  createGatehouse,
  createNanoclawClient,
  createPrxClient,
  type GatehouseError,
  isGatehouseError,
  type PrxComponents,
  paginate,
  stream,
  verifyWebhook,
} from '../../clients/typescript/src/index.ts';

/** True where two types are the same. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

export async function calls(): Promise<void> {
  const baseUrl = 'http://127.0.0.1';
  const prx = createPrxClient({ baseUrl, token: 'x' });
  const agent = createAgentClient({ baseUrl });
  const nanoclaw = createNanoclawClient({ baseUrl, apiKey: 'x' });

  const session = await prx.getSession({ path: { id: 'sess_1' } });
  same<typeof session, PrxComponents['schemas']['Session']>(true);
  const made = await prx.createSession({ body: { user_id: 'u' } });
  same<typeof made.id, string>(true);
  const nothing = await prx.deleteSession({ path: { id: 'sess_1' } });
  same<typeof nothing, undefined>(true);
  const text = await prx.getMetrics();
  same<typeof text, string>(true);

  await prx.listSessions();
  await prx.listSessions({ query: { status: 'idle', limit: 5 }, timeoutMs: 10 });
  // @ts-expect-error a path parameter is missing
  await prx.getSession();
  // @ts-expect-error a path parameter is missing
  await prx.getSession({ path: {} });
  // @ts-expect-error a body is missing
  await prx.createSession();
  // @ts-expect-error a property of the body is missing
  await prx.createSession({ body: {} });
  // @ts-expect-error no such property
  await prx.createSession({ body: { user_id: 'u', nope: 1 } });
  // @ts-expect-error no such status
  await prx.listSessions({ query: { status: 'asleep' } });
  // @ts-expect-error this operation takes no body
  await prx.listSessions({ body: {} });
  // @ts-expect-error no such operation
  await prx.listEverything();
  // @ts-expect-error this one only streams
  await prx.streamLogs();
  // @ts-expect-error a token belongs to the other two
  createNanoclawClient({ baseUrl, token: 'x' });
  // @ts-expect-error all three are needed
  createGatehouse({ prx: { baseUrl }, agent: { baseUrl } });

  const { data, error } = await prx.GET('/api/v1/sessions/{id}', { params: { path: { id: '' } } });
  if (error) same<typeof error.error.message, string>(true);
  else same<typeof data.id, string>(true);
  // @ts-expect-error no such path
  await prx.GET('/api/v1/nothing', {});

  for await (const one of paginate(prx.listSessions, { query: { limit: 5 } })) {
    same<typeof one.status, 'active' | 'idle' | 'terminated'>(true);
  }
  for await (const one of paginate(agent.listThreads)) same<typeof one, string>(true);
  for await (const one of paginate(nanoclaw.getRunHistory)) same<typeof one.id, string>(true);
  // @ts-expect-error not a paged list
  paginate(prx.listChannels);
  // @ts-expect-error a path parameter is missing
  paginate(prx.listMessages);

  for await (const event of stream(prx.streamLogs, { query: { level: 'warn' } })) {
    if (event.event === 'gap') same<typeof event.data.missed, number | null>(true);
    else same<typeof event.id, string>(true);
  }
  const turn = { path: { id: 'sess_1' }, body: { content: 'Hi' }, silenceMs: 1 };
  for await (const event of stream(prx.sendMessage, turn)) {
    same<typeof event.event, 'token' | 'tool_call' | 'tool_result' | 'done' | 'error'>(true);
    if (event.event === 'done') same<typeof event.data.role, 'ai'>(true);
  }
  // @ts-expect-error a body is missing
  stream(prx.sendMessage, { path: { id: 'sess_1' } });
  // @ts-expect-error not a stream
  stream(prx.listSessions);
}

export function errors(error: unknown): void {
  if (isGatehouseError(error, 'prx')) {
    same<typeof error, GatehouseError<'prx'>>(true);
    if (error.code === 'not_found' || error.code === 'timeout') return;
    // @ts-expect-error a code of the agent API
    if (error.code === 'THREAD_NOT_FOUND') return;
  }
  if (isGatehouseError(error)) {
    same<typeof error.api, 'prx' | 'agent' | 'nanoclaw'>(true);
    if (error.code === 'THREAD_NOT_FOUND' || error.code === 'invalid_jid') return;
    // @ts-expect-error no such code
    if (error.code === 'nope') return;
  }
}

export async function webhooks(headers: Headers): Promise<void> {
  const event = await verifyWebhook({ headers, body: '', secret: '' });
  if (event.event === 'session.created') same<typeof event.data.session_id, string>(true);
  // @ts-expect-error no such event
  if (event.event === 'session.completed') return;
}
