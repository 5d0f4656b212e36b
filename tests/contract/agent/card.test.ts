/**
 * Owns what the agent tag `card` promises: what the card says, and that a new URL is in it at once and after a restart.
 * Writing the `.env` file byte by byte is tested in tests/lib, what A2A clients make of the card in a2a.test.ts.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { tempDir } from '../../support/temp.ts';
import { at } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const NEW = 'http://new-proxy:8080/admin/a2a/my-agent';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
beforeAll(async () => {
  daemon = await startTestDaemon({ env: { GATEHOUSE_AGENT_DESCRIPTION: 'Translates things' } });
  clients = clientsOf(daemon.addresses);
});
afterAll(() => daemon.stop());

/** A daemon of the running test on a folder of its own; its `.env` file is there. */
async function startOn(home: string, env: Record<string, string> = {}) {
  const own = await startTestDaemon({ home, env });
  onTestFinished(() => own.stop());
  const { agent } = clientsOf(own.addresses);
  return {
    agent,
    url: async () => at((await agent.call('getCardUrl')).body, 'data', 'url'),
    change: async (url: string) => (await agent.call('updateCardUrl', { body: { url } })).body,
    stop: () => own.stop(),
  };
}

describe('the card', () => {
  it('is as both versions of the protocol want it, with the skills, and needs no token', async () => {
    const folder = join(daemon.home, 'skills', 'summarize');
    mkdirSync(folder, { recursive: true });
    const skill = '---\nname: summarize\ndescription: Summarize long text\ntriggers: [/sum]\n---\n';
    writeFileSync(join(folder, 'SKILL.md'), skill);
    const url = `${daemon.addresses.agent}/a2a`;
    const { body } = await clients.agent.call('getAgentCard', { token: null });
    expect(body).toMatchObject({
      name: 'my-agent',
      description: 'Translates things',
      supportedInterfaces: [
        { url, protocolBinding: 'JSONRPC', protocolVersion: '1.0' },
        { url, protocolBinding: 'JSONRPC', protocolVersion: '0.3' },
      ],
      url,
      preferredTransport: 'JSONRPC',
      protocolVersion: '0.3.0',
      capabilities: { streaming: true, pushNotifications: false },
      skills: expect.arrayContaining([
        {
          id: 'summarize',
          name: 'summarize',
          description: 'Summarize long text',
          tags: ['workspace'],
          examples: ['/sum'],
        },
      ]),
    });
  });

  it('has a name also where the agent has none', async () => {
    const { agent } = await startOn(tempDir(), { AGENT_ID: '' });
    expect((await agent.call('getAgentCard')).body).toMatchObject({ name: 'gatehouse' });
  });
});

describe('updateCardUrl', () => {
  it('changes the card at once, and the `.env` file, which keeps everything else', async () => {
    const home = tempDir();
    const file = join(home, '.env');
    writeFileSync(file, '# mine\nOTHER="1"\nPUBLIC_AGENT_URL=http://old:1/a2a # public\nLAST=x');
    const first = await startOn(home);
    expect(await first.url()).toBe('http://old:1/a2a');
    expect(await first.change(NEW)).toEqual({
      success: true,
      data: { url: NEW, previous_url: 'http://old:1/a2a', persisted: true },
      error: null,
    });
    expect(await first.url()).toBe(NEW);
    expect((await first.agent.call('getAgentCard')).body).toMatchObject({
      url: NEW,
      supportedInterfaces: [{ url: NEW }, { url: NEW }],
    });
    expect(readFileSync(file, 'utf8')).toBe(`# mine\nOTHER="1"\nPUBLIC_AGENT_URL=${NEW}\nLAST=x`);
    await first.stop();
    const second = await startOn(home);
    expect(await second.url()).toBe(NEW);
  });

  it('is in force until the next start where the environment has the last word', async () => {
    const home = tempDir();
    for (const [name, file] of [
      ['PUBLIC_AGENT_URL', null],
      ['GATEHOUSE_AGENT_PUBLIC_URL', null],
      [null, 'GATEHOUSE_AGENT_PUBLIC_URL=http://pinned:1/a2a\n'],
    ] as const) {
      writeFileSync(join(home, '.env'), file ?? '');
      const env = name === null ? {} : { [name]: 'http://pinned:1/a2a' };
      const pinned = await startOn(home, env);
      expect(await pinned.change(NEW)).toMatchObject({
        data: { previous_url: 'http://pinned:1/a2a', persisted: false },
      });
      expect(await pinned.url()).toBe(NEW);
      await pinned.stop();
      const again = await startOn(home, env);
      expect(await again.url()).toBe('http://pinned:1/a2a');
      await again.stop();
    }
  });

  it('is in force until the next start where the file cannot be written', async () => {
    const home = tempDir();
    mkdirSync(join(home, '.env'));
    const first = await startOn(home);
    expect(await first.change(NEW)).toMatchObject({ data: { persisted: false } });
    expect(await first.url()).toBe(NEW);
    await first.stop();
    expect(await (await startOn(home)).url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/a2a$/);
  });

  it('gives way to a newer word of the configuration', async () => {
    const home = tempDir();
    const file = join(home, 'gatehouse.toml');
    writeFileSync(file, '[agent]\npublic_url = "http://first:1/a2a"\n');
    // A `.env` that cannot be written, so that only the running daemon knows of the change.
    mkdirSync(join(home, '.env'));
    const own = await startTestDaemon({ home });
    onTestFinished(() => own.stop());
    await clientsOf(own.addresses).agent.call('updateCardUrl', { body: { url: NEW } });
    await own.reload();
    expect(own.services.card.url()).toBe(NEW);
    writeFileSync(file, '[agent]\npublic_url = "http://second:1/a2a"\n');
    await own.reload();
    expect(own.services.card.url()).toBe('http://second:1/a2a');
  });

  it('leaves one of the URLs, whole, when many change it at once', async () => {
    const home = tempDir();
    const own = await startOn(home);
    const urls = Array.from({ length: 20 }, (_, index) => `http://proxy-${index}:8080/a2a`);
    const answers = await Promise.all(urls.map((url) => own.change(url)));
    const previous = answers.map((body) => at(body, 'data', 'previous_url'));
    const last = await own.url();
    expect(new Set([...previous, last]).size).toBe(21);
    expect(readFileSync(join(home, '.env'), 'utf8')).toBe(`PUBLIC_AGENT_URL=${last}\n`);
  });

  it.each([
    'ftp://files.example/a2a',
    'new-proxy:8080/a2a',
    'http://',
    'http://user:secret@proxy:8080/a2a',
    'http://user@proxy:8080/a2a',
    'http://proxy:8080/a2a?token=secret',
    'http://proxy:8080/a b',
    'http://proxy:8080/\nOTHER=1',
    'http://proxy:8080/"',
    'http://proxy:8080/\\',
    'http://proxy:8080/`id`',
    'http://proxy:99999/a2a',
    `http://proxy:8080/${'x'.repeat(2048)}`,
    '',
    7,
    null,
  ])('refuses %j and changes nothing', async (url) => {
    const before = (await clients.agent.call('getCardUrl')).body;
    const answer = await clients.agent.call('updateCardUrl', { body: { url } });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_PARAM' } },
    });
    expect(at(answer.body, 'error', 'details', 'issues', 0, 'path')).toBe('url');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect((await clients.agent.call('getCardUrl')).body).toEqual(before);
  });

  it.each([{}, { url: NEW, more: 1 }, [NEW]].map((body) => ({ body })))(
    'refuses $body',
    async ({ body }) => {
      expect(await clients.agent.call('updateCardUrl', { body })).toMatchObject({
        status: 400,
        body: { error: { code: 'INVALID_PARAM' } },
      });
    },
  );
});
