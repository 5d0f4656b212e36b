/**
 * Owns the contract of 100 operations served by this project's edge: public operations, no rate limit, no access log.
 * VALIDATE_RESPONSES=1 also checks every answer; the whole daemon is measured by the rows of the store.
 */
import { prxEnvelope } from '../../src/http/envelopes/prx.ts';
import { isLoopbackName } from '../../src/http/guards.ts';
import { listen } from '../../src/http/listener.ts';
import { Lockout } from '../../src/http/lockout.ts';
import { serveContract } from '../../src/http/serve-contract.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { makeId } from '../../src/lib/ids.ts';
import { handlers, makeDocument, makeOperations, type NewItem } from './contract.ts';

const settings = {
  maxBodyBytes: 1_048_576,
  validateResponses: process.env.VALIDATE_RESPONSES === '1',
};
const lockout = new Lockout(systemClock, () => ({
  max_failures: 10,
  failure_window_secs: 60,
  lockout_secs: 300,
}));
const operations = makeOperations();
const unmeasured = () => Promise.reject(new Error('Nobody measures this operation'));
const contract = await serveContract({
  api: 'bench',
  document: JSON.parse(JSON.stringify(makeDocument('3.1.0'))),
  operations,
  handlers: {
    ...Object.fromEntries(operations.map(({ id }) => [id, unmeasured])),
    health: () => handlers.health(),
    create_items: (request: { body: NewItem }) => handlers.create(request.body),
    list_items: (request: { query: { limit: number; offset: number } }) =>
      handlers.list(request.query.limit, request.query.offset),
  },
  envelope: prxEnvelope,
  access: {
    verify: () => Promise.resolve(null),
    lockout,
    onWrong: () => undefined,
    anonymous: null,
  },
  limiter: null,
  clock: systemClock,
  makeRequestId: () => makeId('req', systemClock.now()),
  allowHost: isLoopbackName,
  settings: () => settings,
  isStopping: () => false,
  explain: () => undefined,
  recordAudit: () => Promise.resolve(),
  onAccess: () => undefined,
  onFault: (error) => process.stderr.write(`${error}\n`),
});
const listener = await listen(
  contract,
  { host: '127.0.0.1', port: 0 },
  {
    max_header_bytes: 16_384,
    headers_timeout_secs: 10,
    request_timeout_secs: 30,
    keep_alive_timeout_secs: 5,
  },
);
process.stdout.write(`{"port":${new URL(listener.address).port}}\n`);
