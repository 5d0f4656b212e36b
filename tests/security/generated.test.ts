/**
 * Owns who may call what, generated from the tables of operations: for every operation, every credential that must not do, and the
 * least one that must. What an operation then answers belongs to the tests of its tag.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { knownScopes } from '../../src/app/tokens.ts';
import { systemCaller } from '../../src/domain/shared/index.ts';
import { HandClock } from '../contract/read.ts';
import { sampleOf } from '../contract/sample.ts';
import { everyHandler, type Row, rowsWhere, type Served, serveBeside } from '../contract/served.ts';
import { type Answer, credential, targetOf } from '../support/contract-client.ts';
import { startTestDaemon } from '../support/daemon.ts';

const clock = new HandClock();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let served: Served;
/** The operations whose handler was called. */
let called: string[] = [];

beforeAll(async () => {
  daemon = await startTestDaemon({ clock });
  served = await serveBeside(daemon, {
    clock,
    handlers: everyHandler((id) => () => {
      called.push(id);
      return Promise.reject(new Error('let in'));
    }),
  });
});
afterAll(async () => {
  await served.stop();
  await daemon.stop();
});
beforeEach(() => {
  called = [];
});

const maker = systemCaller('test');

async function tokenOf(scopes: readonly string[], expiresInSecs?: number) {
  return await daemon.services.tokens.create({ name: 'test', scopes, expiresInSecs }, maker);
}

/** Sends a good request with these headers as its only credential. */
async function sendWith(row: Row, headers: readonly string[]): Promise<Answer> {
  const sample = sampleOf(row.api, row.operation);
  const body = sample.body === undefined ? undefined : JSON.stringify(sample.body);
  const about =
    body === undefined
      ? ['content-length', '0']
      : ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))];
  return await served.clients[row.api].raw(row.id, {
    method: row.operation.method.toUpperCase(),
    target: targetOf(row.operation, sample),
    headers: ['host', 'localhost', ...about, ...headers],
    ...(body === undefined ? {} : { body }),
  });
}

const withToken = (row: Row, token: string) =>
  sendWith(row, Object.entries(credential(row.api, token)).flat());

/** Refused, before any handler was called. */
function expectRefusal(row: Row, answer: Answer, status: number) {
  expect(answer.status).toBe(status);
  expect(called).toEqual([]);
  const challenge = row.operation.scheme === 'bearerAuth' && status === 401 ? 'Bearer' : null;
  expect(answer.headers.get('www-authenticate')).toBe(challenge);
}

const guarded = rowsWhere((operation) => operation.scheme !== null);
const open = rowsWhere((operation) => operation.scheme === null);

/** The one operation that a legacy path stands for has the handler. */
const handlerOf = (row: Row) => row.operation.aliasOf ?? row.id;

const SOMEBODY = `gh_${'0'.repeat(12)}_${'A'.repeat(43)}`;
const notTokens = ['x', SOMEBODY, `${SOMEBODY}A`, "' OR 1=1 --", '__proto__', 'null'];

describe.each(guarded)('$api $id', (row) => {
  it('refuses a request without a credential', async () => {
    expectRefusal(row, await sendWith(row, []), 401);
  });

  it('refuses a credential in the wrong place or form', async () => {
    const { secret } = await tokenOf(['admin']);
    const forms =
      row.api === 'nanoclaw'
        ? [
            ['x-api-key', ''],
            ['x-api-key', `Bearer ${secret}`],
            ['authorization', `Bearer ${secret}`],
            ['cookie', `x-api-key=${secret}`],
          ]
        : [
            ['authorization', ''],
            ['authorization', 'Bearer'],
            ['authorization', 'Bearer  '],
            ['authorization', secret],
            ['authorization', `Basic ${Buffer.from(`admin:${secret}`).toString('base64')}`],
            ['authorization', `Bearer ${secret} x`],
            ['x-api-key', secret],
          ];
    for (const form of forms) expectRefusal(row, await sendWith(row, form), 401);
  });

  it('refuses what is no token', async () => {
    for (const token of notTokens) expectRefusal(row, await withToken(row, token), 401);
  });

  it('refuses a token with every scope but its own, and says which it lacks', async () => {
    const [scope = ''] = row.operation.scopes;
    expect(row.operation.scopes).toHaveLength(1);
    const others = [...knownScopes()].filter((one) => one !== scope);
    const { secret } = await tokenOf(others);
    const answer = await withToken(row, secret);
    expectRefusal(row, answer, 403);
    expect(JSON.stringify(answer.body)).toContain(`"required":["${scope}"]`);
  });

  it('refuses an expired token and a revoked one', async () => {
    const expired = await tokenOf(row.operation.scopes, 1);
    clock.advance(1);
    expectRefusal(row, await withToken(row, expired.secret), 401);
    const revoked = await tokenOf(row.operation.scopes);
    await daemon.services.tokens.revoke(revoked.token.id, maker);
    expectRefusal(row, await withToken(row, revoked.secret), 401);
  });

  it('refuses two credentials at once', async () => {
    const { secret } = await tokenOf(row.operation.scopes);
    const [name = '', value = ''] = Object.entries(credential(row.api, secret)).flat();
    expectRefusal(row, await sendWith(row, [name, value, name, value]), 400);
  });

  it('lets a token in that has its scope and no other', async () => {
    const { secret } = await tokenOf(row.operation.scopes);
    expect((await withToken(row, secret)).status).toBe(500);
    expect(called).toEqual([handlerOf(row)]);
  });
});

describe.each(open)('$api $id', (row) => {
  it.each([
    ['no credential', []],
    ['a wrong one', Object.entries(credential(row.api, SOMEBODY)).flat()],
  ])('lets everybody in with %s', async (_name, headers) => {
    expect((await sendWith(row, headers)).status).toBe(500);
    expect(called).toEqual([handlerOf(row)]);
  });
});

it('no operation is open by accident', () => {
  expect(open.map(({ api, id }) => `${api} ${id}`)).toEqual([
    'prx getHealth',
    'prx getOpenapi',
    'prx getOpenapiYaml',
    'prx getDocs',
    'agent getAgentCard',
    'agent getOpenapi',
    'agent getOpenapiYaml',
    'agent getDocs',
    'nanoclaw receiveTelegramWebhook',
    'nanoclaw receiveSlackEvents',
    'nanoclaw verifyWhatsappWebhook',
    'nanoclaw receiveWhatsappWebhook',
    'nanoclaw getOpenapi',
    'nanoclaw getOpenapiYaml',
    'nanoclaw getDocs',
  ]);
});
