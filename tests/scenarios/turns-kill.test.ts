/**
 * Owns the promise that a turn survives `kill -9`: the built daemon with a model and a tool of real processes, killed in the middle of
 * turns. No message is lost or doubled, no tool runs twice, and no session is stuck afterwards.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Running } from '../cli/command.ts';
import { makeRandom } from '../support/load.ts';
import { startOpenAiServer } from '../support/model-servers/openai.ts';
import type { RecordedRequest, Reply } from '../support/model-servers/replies.ts';
import { tempDir } from '../support/temp.ts';
import { checkFolder } from './stopped-folder.ts';

const KILLS = process.env.GATEHOUSE_SOAK === '1' ? 200 : 20;
const SESSIONS = 4;
const PATIENCE = { timeout: 30_000, interval: 20 };
const TOKEN = 'test-admin-token-of-at-least-32-characters';
const TOOL = 'mcp_ledger_append';

/** What the clients know: the messages they sent, by session, and those that were answered. */
interface Sent {
  readonly id: string;
  answered: boolean;
}

/** Asks for two tools with keys of the message, and answers when it sees their results. */
function reply({ body }: RecordedRequest): Reply {
  const messages: { role: string; content: unknown }[] = Array.isArray(body.messages)
    ? body.messages.map(Object)
    : [];
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const id = textOf(messages[last]?.content).replace('task ', '');
  const tools = JSON.stringify(body.tools ?? []);
  if (messages.slice(last).some(({ role }) => role === 'tool') || !tools.includes(TOOL))
    return `done ${id}`;
  return { toolCalls: [1, 2].map((n) => ({ name: TOOL, input: { key: `${id}-${n}` } })) };
}

const textOf = (content: unknown): string =>
  Array.isArray(content)
    ? content.map((part) => String(Object(part).text)).join('')
    : String(content);

class Daemon {
  readonly process: Running;
  prx = '';

  constructor(home: string, env: Record<string, string>) {
    this.process = new Running(['serve', '--json'], { home, env });
  }

  async ready(): Promise<void> {
    await this.process.untilPrinted(/\n/);
    this.prx = JSON.parse(this.process.stdout).prx;
    await vi.waitUntil(async () => {
      const { servers } = await this.get('/api/v1/mcp');
      return servers[0]?.status === 'connected';
    }, PATIENCE);
  }

  async get(path: string): Promise<{
    servers: { status: string }[];
    messages: { role: string; content: string }[];
    total: number;
  }> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    return Object(await (await fetch(`${this.prx}${path}`, { headers })).json());
  }

  async post(path: string, body: unknown): Promise<{ status: number; body: Answered }> {
    const response = await fetch(`${this.prx}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: Object(await response.json()) };
  }

  async history(session: string): Promise<{ role: string; content: string }[]> {
    const all: { role: string; content: string }[] = [];
    for (;;) {
      const path = `/api/v1/sessions/${session}/messages?limit=500&offset=${all.length}`;
      const { messages, total } = await this.get(path);
      all.push(...messages);
      if (all.length >= total || messages.length === 0) return all;
    }
  }
}

interface Answered {
  readonly id: string;
  readonly content: string;
  readonly tool_calls: readonly { input: { key: string }; output: string }[];
}

test('turns with tools survive kill -9: nothing lost, nothing doubled, nothing stuck', async () => {
  const seed = Number(process.env.GATEHOUSE_SEED ?? Date.now() % 1_000_000_007);
  const random = makeRandom(seed);
  const folder = tempDir();
  const home = join(folder, 'home');
  const effects = join(folder, 'effects');
  mkdirSync(home);
  writeFileSync(effects, '');
  const model = await startOpenAiServer();
  onTestFinished(() => model.stop());
  model.respond = reply;
  const config = join(folder, 'gatehouse.toml');
  writeFileSync(
    config,
    `[mcp.servers.ledger]\ncommand = ${JSON.stringify(process.execPath)}\nargs = ${JSON.stringify([resolve('tests/support/mcp-ledger.mjs'), effects])}\n`,
  );
  const env = {
    GATEHOUSE_CONFIG: config,
    GATEHOUSE_ADMIN_TOKEN: TOKEN,
    GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '0',
    GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '0',
    GATEHOUSE_RATE_LIMITS_OTHER: '0',
    GATEHOUSE_LOGGING_LEVEL: 'error',
    GATEHOUSE_MEMORY_WINDOW_SIZE: '10',
    OPENAI_API_KEY: 'test',
    OPENAI_BASE_URL: model.url,
    AGENT_ID: 'my-agent',
  };
  let running: Daemon | null = null;
  onTestFinished(() => void running?.process.child.kill('SIGKILL'));
  const sent = new Map<string, Sent[]>();
  const ran: string[] = [];
  let next = 0;

  const talk = async (daemon: Daemon, session: string, list: Sent[]): Promise<void> => {
    for (;;) {
      next += 1;
      const one: Sent = { id: `m${next}`, answered: false };
      list.push(one);
      try {
        const path = `/api/v1/sessions/${session}/messages`;
        const { status, body } = await daemon.post(path, { content: `task ${one.id}` });
        expect([status, body.content], `seed ${seed}`).toEqual([200, `done ${one.id}`]);
        one.answered = true;
        for (const { input, output } of body.tool_calls)
          if (output.startsWith('appended')) ran.push(input.key);
      } catch (error) {
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  };

  for (let kill = 0; kill < KILLS; kill += 1) {
    const daemon = new Daemon(home, env);
    running = daemon;
    await daemon.ready();
    while (sent.size < SESSIONS) {
      const { body } = await daemon.post('/api/v1/sessions', { user_id: 'u' });
      sent.set(body.id, []);
    }
    const talking = [...sent].map(([session, list]) => talk(daemon, session, list));
    // At a moment in a turn: after some steps of the four of them, and some milliseconds.
    await model.untilRequests(model.requests.length + 1 + random(24));
    await sleep(random(30));
    await daemon.process.stop('SIGKILL');
    await Promise.all(talking);
  }

  const last = new Daemon(home, env);
  running = last;
  await last.ready();
  const lines = () => readFileSync(effects, 'utf8').trim().split('\n');
  let interrupted = 0;
  for (const [session, list] of sent) {
    // Whatever was interrupted stands in line before this.
    next += 1;
    const content = `task m${next}`;
    const probe = await last.post(`/api/v1/sessions/${session}/messages`, { content });
    expect([probe.status, probe.body.content], `seed ${seed}`).toEqual([200, `done m${next}`]);
    const history = await last.history(session);
    const asked = history.filter(({ role }) => role === 'human').map(({ content }) => content);
    expect(new Set(asked).size, `doubled messages, seed ${seed}`).toBe(asked.length);
    const answers = history.filter(
      ({ role, content }) => role === 'ai' && content.startsWith('done'),
    );
    expect(answers.length, `answers, seed ${seed}`).toBe(asked.length - givenUp(home, session));
    for (const { id, answered } of list) {
      const isThere = asked.includes(`task ${id}`);
      if (answered) expect(isThere, `lost ${id}, seed ${seed}`).toBe(true);
      else if (isThere) interrupted += 1;
      const count = answers.filter(({ content }) => content === `done ${id}`).length;
      expect(count, `answers to ${id}, seed ${seed}`).toBeLessThanOrEqual(1);
      if (answered) expect(count, `answers to ${id}, seed ${seed}`).toBe(1);
    }
  }
  const done = lines();
  expect(new Set(done).size, `tools that ran twice, seed ${seed}`).toBe(done.length);
  for (const key of ran) expect(done, `seed ${seed}`).toContain(key);
  // Enough to lose and to double: a load that never got through would prove nothing.
  expect(interrupted).toBeGreaterThan(KILLS);
  expect(done.length).toBeGreaterThan(2 * KILLS);
  expect(ran.length).toBeGreaterThan(KILLS / 2);
  expect((await last.process.stop()).code).toBe(0);
  expect(unended(home)).toEqual([]);
  await checkFolder(home);
  process.stderr.write(
    `${KILLS} kills, ${next} messages, ${interrupted} turns interrupted, ${done.length} tools run\n`,
  );
}, 1_800_000);

/** Turns of a session that the daemon ended without an answer because it was stopped too often. */
function givenUp(home: string, session: string): number {
  return rows(
    home,
    `SELECT error FROM turns WHERE state = 'failed' AND session_id = '${session}' AND error LIKE 'The daemon stopped%'`,
  ).length;
}

const unended = (home: string) =>
  rows(home, "SELECT state, error FROM turns WHERE state NOT IN ('done', 'failed')");

function rows(home: string, sql: string): unknown[] {
  const file = join(home, 'gatehouse.db');
  if (!existsSync(file)) return [];
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(sql).raw().all([]);
  } finally {
    database.close();
  }
}
