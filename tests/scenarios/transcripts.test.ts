/**
 * Owns the promise that it does not matter how an operation is asked for: one story over the three APIs, told with curl, with the command
 * line and with the TypeScript client, has the same answers and the same refusals. What each of them can do beside that is tested elsewhere.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import {
  createGatehouse,
  type Gatehouse,
  GatehouseError,
} from '../../clients/typescript/src/index.ts';
import { worldOf } from '../cli/operations-world.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';

type Addresses = Readonly<Record<'prx' | 'agent' | 'nanoclaw', string>>;

/** What came of a step: an answer, or a refusal without what is new at each request. */
type Told =
  | { readonly answer: unknown }
  | {
      readonly refusal: {
        readonly status: number | null;
        readonly code: string;
        readonly message: string;
        readonly details: unknown;
      };
    };

/** One step in three languages; `id` is that of the session or schedule made before. */
interface Step {
  readonly curl: readonly [api: keyof Addresses, method: string, path: string, body?: unknown];
  readonly cli: readonly string[];
  readonly client: (clients: Gatehouse, id: string) => Promise<unknown>;
}

const ID = '{id}';
const schedule = { type: 'cron', value: '0 9 * * *' } as const;

const story: readonly Step[] = [
  {
    curl: ['prx', 'POST', '/api/v1/sessions', { user_id: 'u1', metadata: { from: 'story' } }],
    cli: ['sessions', 'create', '--user-id', 'u1', '--metadata', '{"from":"story"}'],
    client: ({ prx }) =>
      prx.createSession({ body: { user_id: 'u1', metadata: { from: 'story' } } }),
  },
  {
    curl: ['prx', 'POST', `/api/v1/sessions/${ID}/messages`, { content: 'hello' }],
    cli: ['messages', 'send', ID, '--content', 'hello'],
    client: ({ prx }, id) => prx.sendMessage({ path: { id }, body: { content: 'hello' } }),
  },
  {
    curl: ['prx', 'GET', '/api/v1/sessions?status=active&limit=5'],
    cli: ['sessions', 'list', '--status', 'active', '--limit', '5'],
    client: ({ prx }) => prx.listSessions({ query: { status: 'active', limit: 5 } }),
  },
  {
    curl: ['prx', 'GET', '/api/v1/sessions/unknown%2Fone'],
    cli: ['sessions', 'get', 'unknown/one'],
    client: ({ prx }) => prx.getSession({ path: { id: 'unknown/one' } }),
  },
  {
    curl: ['prx', 'GET', '/api/v1/sessions?limit=501'],
    cli: ['sessions', 'list', '--limit', '501'],
    client: ({ prx }) => prx.listSessions({ query: { limit: 501 } }),
  },
  {
    curl: ['prx', 'DELETE', `/api/v1/sessions/${ID}`],
    cli: ['sessions', 'delete', ID],
    client: ({ prx }, id) => prx.deleteSession({ path: { id } }),
  },
  {
    curl: ['prx', 'DELETE', `/api/v1/sessions/${ID}`],
    cli: ['sessions', 'delete', ID],
    client: ({ prx }, id) => prx.deleteSession({ path: { id } }),
  },
  {
    curl: ['agent', 'PATCH', '/api/v1/memory/config', { window_size: 30 }],
    cli: ['memory', 'update-config', '--window-size', '30'],
    client: ({ agent }) => agent.updateMemoryConfig({ body: { window_size: 30 } }),
  },
  {
    curl: ['agent', 'PATCH', '/api/v1/memory/config', { backend: 'postgres' }],
    cli: ['memory', 'update-config', '--backend', 'postgres'],
    client: ({ agent }) => agent.updateMemoryConfig({ body: { backend: 'postgres' } }),
  },
  {
    curl: ['nanoclaw', 'POST', '/api/v1/container/namespaces', { name: 'ops' }],
    cli: ['namespaces', 'create', '--name', 'ops'],
    client: ({ nanoclaw }) => nanoclaw.createNamespace({ body: { name: 'ops' } }),
  },
  {
    curl: [
      'nanoclaw',
      'POST',
      '/api/v1/container/schedules',
      { name: 'a', group: 'ops', prompt: 'p', schedule },
    ],
    cli: [
      'schedules',
      'create',
      '--name',
      'a',
      '--group',
      'ops',
      '--prompt',
      'p',
      '--schedule.type',
      'cron',
      '--schedule.value',
      schedule.value,
    ],
    client: ({ nanoclaw }) =>
      nanoclaw.createSchedule({ body: { name: 'a', group: 'ops', prompt: 'p', schedule } }),
  },
  {
    curl: ['nanoclaw', 'GET', '/api/v1/container/schedules?enabled=true'],
    cli: ['schedules', 'list', '--enabled'],
    client: ({ nanoclaw }) => nanoclaw.listSchedules({ query: { enabled: true } }),
  },
  {
    curl: ['nanoclaw', 'DELETE', '/api/v1/container/namespaces/ops'],
    cli: ['namespaces', 'delete', 'ops'],
    client: ({ nanoclaw }) => nanoclaw.deleteNamespace({ path: { name: 'ops' } }),
  },
  {
    curl: ['nanoclaw', 'DELETE', `/api/v1/container/schedules/${ID}`],
    cli: ['schedules', 'delete', ID],
    client: ({ nanoclaw }, id) => nanoclaw.deleteSchedule({ path: { id } }),
  },
];

type Teller = (step: Step, id: string) => Promise<Told>;

const run = promisify(execFile);

function withCurl(addresses: Addresses): Teller {
  return async ({ curl: [api, method, path, body] }, id) => {
    const header = api === 'nanoclaw' ? 'X-API-Key: ' : 'Authorization: Bearer ';
    const data =
      body === undefined
        ? []
        : ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
    const url = `${addresses[api]}${path.replace(ID, id)}`;
    const args = [
      '-sS',
      '-g',
      '-X',
      method,
      '-H',
      `${header}${ADMIN_TOKEN}`,
      '-w',
      '\n%{http_code}',
    ];
    const { stdout } = await run('curl', [...args, ...data, url]);
    const [, text = '', status] = /^([\s\S]*)\n(\d+)$/.exec(stdout) ?? [];
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (Number(status) < 400) return { answer };
    // The two envelopes: an object in `error`, or its parts beside it.
    const whole = Object(answer);
    const error = typeof whole.error === 'object' ? whole.error : { ...whole, code: whole.error };
    return { refusal: { status: Number(status), ...pick(error) } };
  };
}

function withCommands(addresses: Addresses): Teller {
  const world = worldOf(addresses);
  return async ({ cli }, id) => {
    const args = cli.map((word) => (word === ID ? id : word));
    const { code, stdout, stderr } = await world.run([...args, '--json']);
    if (code === 0) return { answer: stdout === '' ? undefined : JSON.parse(stdout) };
    const { error } = JSON.parse(stderr);
    return { refusal: { status: error.status, ...pick(error) } };
  };
}

function withClient(addresses: Addresses): Teller {
  const clients = createGatehouse({
    prx: { baseUrl: addresses.prx, token: ADMIN_TOKEN },
    agent: { baseUrl: addresses.agent, token: ADMIN_TOKEN },
    nanoclaw: { baseUrl: addresses.nanoclaw, apiKey: ADMIN_TOKEN },
  });
  return async ({ client }, id) => {
    try {
      return { answer: await client(clients, id) };
    } catch (error) {
      if (!(error instanceof GatehouseError)) throw error;
      return { refusal: { status: error.status, ...pick(error) } };
    }
  };
}

const pick = ({
  code,
  message,
  details,
}: {
  code: string;
  message: string;
  details?: unknown;
}) => ({
  code,
  message,
  details: details ?? null,
});

/** Tells the story to a daemon of its own. @returns what came of each step, with ids and times as they follow each other */
async function tell(tellerOf: (addresses: Addresses) => Teller): Promise<unknown[]> {
  const daemon = await startTestDaemon();
  try {
    const teller = tellerOf(daemon.addresses);
    const told: Told[] = [];
    let id = '';
    for (const step of story) {
      const one = await teller(step, id);
      const made = step.cli[1] === 'create' && 'answer' in one ? Object(one.answer).id : undefined;
      if (typeof made === 'string') id = made;
      told.push(one);
    }
    return alike(told);
  } finally {
    await daemon.stop();
  }
}

/** Numbers ids in the order in which they come, and forgets when things were. */
function alike(told: readonly Told[]): unknown[] {
  const ids = new Map<string, string>();
  const text = JSON.stringify(told)
    .replace(/"[a-z]+_[0-9A-HJKMNP-TV-Z]{26}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `"id${ids.size + 1}`);
      return ids.get(id) ?? '';
    })
    .replace(/\b([a-z]+)_[0-9A-HJKMNP-TV-Z]{26}/g, '$1_id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T');
  return JSON.parse(text);
}

test('one story told with curl, the command line and the client is the same story', async () => {
  const curl = await tell(withCurl);
  // The story has both in it.
  expect(curl.filter((one) => 'refusal' in Object(one)).length).toBeGreaterThanOrEqual(3);
  expect(curl.filter((one) => 'answer' in Object(one)).length).toBeGreaterThanOrEqual(7);
  expect(await tell(withCommands)).toEqual(curl);
  expect(await tell(withClient)).toEqual(curl);
});
