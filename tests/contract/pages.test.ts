/**
 * Owns the promise of the published pages: every block of JSON fits the contract, every command works as printed, every number in a
 * table is a default. What an operation does beyond its page is in the tests of its tag.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts, findOperation } from '../support/contract-check.ts';
import { checkOf, createClient, credential } from '../support/contract-client.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';
import { codesByStatus } from '../support/error-codes.ts';
import * as agent from './agent/page.ts';
import * as nanoclaw from './nanoclaw/page.ts';
import type { PageBlock, PageCommand } from './pages.ts';
import * as prx from './prx/page.ts';
import { type RegistryDaemon, startRegistryDaemon } from './prx/registry-daemon.ts';
import { makeSession, makeToken, textAt } from './read.ts';
import { describeOperation, resolve, sampleOf } from './sample.ts';
import { type Clients, clientsOf } from './served.ts';

const blocks = [...prx.blocks, ...agent.blocks];
const commands = [...prx.commands, ...agent.commands, ...nanoclaw.commands];

/** Where the schema of a block is, as a JSON pointer. */
function schemaOf({ api, operation, status }: PageBlock): string {
  const { path, method } = findOperation(api, operation);
  const home = `/paths/${path.replaceAll('/', '~1')}/${method}`;
  const part = status === undefined ? 'requestBody' : `responses/${status}`;
  const { node } = describeOperation(api, findOperation(api, operation));
  const found = status === undefined ? node.requestBody : resolve(api, node.responses)[status];
  const shared = typeof found === 'object' && found !== null ? Reflect.get(found, '$ref') : null;
  const owner = typeof shared === 'string' ? shared.slice(1) : `${home}/${part}`;
  return `${owner}/content/application~1json/schema`;
}

describe('a block of a page fits the contract', () => {
  it.each(blocks)('$api $operation $status', (block) => {
    const check = checkOf(block.api);
    expect(check.faultBySchema(schemaOf(block), block.value)).toBeNull();
    const spoilt = { ...Object(block.value), surprise: 1 };
    const isOpen = block.api === 'prx' && block.operation.endsWith('Config');
    if (!isOpen) expect(check.faultBySchema(schemaOf(block), spoilt)).not.toBeNull();
  });

  it.each(blocks)('and is among its examples: $api $operation $status', (block) => {
    const { node } = describeOperation(block.api, findOperation(block.api, block.operation));
    const home =
      block.status === undefined
        ? resolve(block.api, node.requestBody)
        : resolve(block.api, resolve(block.api, node.responses)[block.status]);
    const media = resolve(block.api, resolve(block.api, home.content)['application/json']);
    const values = Object.values(resolve(block.api, media.examples)).map(
      (one) => resolve(block.api, one).value,
    );
    expect(values).toContainEqual(block.value);
  });
});

describe('a parameter of a page has its default', () => {
  it.each(prx.parameters)('$operation $name', (row) => {
    const { node } = describeOperation('prx', findOperation('prx', row.operation));
    const listed = Array.isArray(node.parameters) ? node.parameters : [];
    const found = listed.map((one) => resolve('prx', one)).find((one) => one.name === row.name);
    expect(found).toBeDefined();
    const schema = resolve('prx', found?.schema);
    expect(schema.default ?? null).toBe(row.default);
  });
});

describe('a command of a page works as printed', () => {
  /** A daemon that has the telegram channel, the filesystem server and the weather plugin of the page. */
  let world: RegistryDaemon;
  let clients: Clients;
  beforeAll(async () => {
    world = await startRegistryDaemon();
    const manifest = '[plugin]\nname = "weather"\nversion = "1.2.0"\n';
    world.put('plugins/weather', 'plugin.toml', manifest);
    clients = clientsOf(world.daemon.addresses);
  });
  afterAll(() => world.stop());

  /** Puts ids that are there where the page prints its own. */
  async function fill(target: string): Promise<string> {
    if (target.includes(':hook')) {
      const body = { url: 'https://example.com/webhook', events: ['session.created'] };
      const hook = await clients.prx.call('createHook', { body });
      return target.replace(':hook', textAt(hook.body, 'id'));
    }
    if (!/:(id|thread)/.test(target)) return target;
    const id = await makeSession(clients.prx);
    if (target.includes(':thread')) {
      await clients.prx.call('sendMessage', { path: { id }, body: { content: 'Hello' } });
    }
    return target.replace(/:(id|thread)/, id);
  }

  it.each(commands)('$api: $method $target', async (command: PageCommand) => {
    const operation = findOperation(command.api, command.operation);
    const { body } = sampleOf(command.api, operation);
    // The commands of the agent page show no token.
    const token = command.api === 'agent' ? {} : credential(command.api, ADMIN_TOKEN);
    if (command.operation === 'streamLogs') {
      // It never ends by itself, so what counts is that it begins.
      const stream = await clients.prx.open('streamLogs', { query: { level: 'info' } });
      expect(stream.status).toBe(command.status);
      await stream.events.return();
      return;
    }
    const answer = await clients[command.api].raw(command.operation, {
      method: command.method,
      target: await fill(command.target),
      headers: { ...token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(command.status);
  });

  it('a token of the command line is let in as the page shows', async () => {
    const { token } = await makeToken(clients.prx, ['status:read']);
    const url = world.daemon.addresses.prx.replace('127.0.0.1', 'localhost');
    const client = createClient({ api: 'prx', url, token });
    expect((await client.call('getStatus')).status).toBe(200);
  });
});

describe('the PRX page', () => {
  it('documents 22 operations, and they are all there', () => {
    const documented = contracts.prx.operations.filter((one) => !one.extension);
    expect(prx.commands.map((one) => one.operation).sort()).toEqual(
      documented.map((one) => one.id).sort(),
    );
  });

  it('has a code for each status, and the contract the same', () => {
    for (const [status, code] of Object.entries(prx.errorCodes)) {
      expect(codesByStatus.prx.statuses[Number(status)]).toEqual([code]);
    }
  });

  it('prints limits, and they are those of a daemon that nobody configured', async () => {
    const names = ['SESSIONS_WRITE', 'SESSIONS_READ', 'CONFIG_WRITE', 'OTHER'];
    const unset = names.map((name) => [`GATEHOUSE_RATE_LIMITS_${name}`, '']);
    const daemon = await startTestDaemon({ env: Object.fromEntries(unset) });
    const client = clientsOf(daemon.addresses).prx;
    for (const { operation, perSecond } of prx.limits) {
      const answer = await client.call(operation, sampleOf('prx', findOperation('prx', operation)));
      expect(answer.headers.get('x-ratelimit-limit')).toBe(String(perSecond));
      expect(answer.headers.get('x-ratelimit-remaining')).toBe(String(perSecond - 1));
      expect(answer.headers.get('ratelimit-policy')).toContain(`;q=${perSecond};w=1`);
    }
    await daemon.stop();
  });
});

describe('the agent page', () => {
  it('has a status for each code, and the contract the same', () => {
    for (const [code, status] of Object.entries(agent.errorCodes)) {
      expect(codesByStatus.agent.statuses[status]).toContain(code);
    }
  });
});

describe('the container and channel page', () => {
  it('lists every operation of the contract that is no extension, and no other', () => {
    const documented = contracts.nanoclaw.operations.filter((one) => !one.extension);
    const rows = documented.map((one) => `${one.method.toUpperCase()} ${one.path}`);
    expect(rows.sort()).toEqual([...nanoclaw.endpoints].sort());
  });
});
