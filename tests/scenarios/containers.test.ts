/**
 * Owns the story of agents in containers on a real engine: an image from scratch, a message in and an answer out with no network, follow-ups,
 * closing, times, bounds, hostile commands, secrets that stay away, and what a killed daemon leaves.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { describeWithEngine } from '../support/podman.ts';
import {
  answers,
  CANARY,
  GROUP,
  IMAGE,
  isAnswer,
  JID,
  mapChat,
  nanoclawOf,
  obeys,
  PATIENCE,
  read,
  rows,
  says,
  untilAnswers,
  world,
} from './container-world.ts';

describeWithEngine('agents in containers', () => {
  test('from an image built from scratch to an answer in the chat, without network and without secrets', {
    timeout: 240_000,
  }, async () => {
    const { model, telegram, home, start } = await world();
    model.respond = obeys;
    const daemon = await start();
    const client = nanoclawOf(daemon);

    expect(await read(client, 'getRuntime')).toMatchObject({ available: true, backend: 'docker' });
    const built = await read(client, 'buildImage', { body: { imageTag: IMAGE } });
    expect(built, String(built.output)).toMatchObject({ success: true, imageTag: IMAGE });
    expect(await read(client, 'getImageStatus', { query: { imageTag: IMAGE } })).toMatchObject({
      exists: true,
    });

    await mapChat(client);
    await client.call('setNamespaceInstructions', {
      path: { name: GROUP },
      body: { content: 'Answer like a pirate.' },
    });
    says(telegram, 'hello out there');
    await untilAnswers(telegram, 1);
    expect(answers(telegram)[0]).toMatch(/^heard/);
    expect(model.requests[0]?.headers['x-api-key']).toBe(CANARY);
    expect(JSON.stringify(model.requests[0]?.body.system)).toContain('Answer like a pirate.');

    // The same container goes on with what comes next, from the chat and from the API.
    const [first] = await rows(client, 'listQueueGroups');
    expect(first).toMatchObject({
      group: GROUP,
      chatJid: JID,
      status: 'idle_waiting',
      active: true,
    });
    const inside = [
      'id -u',
      'env',
      'cat /proc/1/environ | tr "\\0" "\\n"',
      'cat /proc/mounts',
      'touch /etc/owned && echo WROTE_ROOT',
      'ls -la /run/gatehouse /workspace/ipc',
      'wget -T 2 -q -O - http://1.1.1.1/ && echo REACHED',
      'cat /sys/class/net/*/address',
    ].join('; ');
    says(telegram, `[run] ${inside} [end]`);
    await untilAnswers(telegram, 2);
    const seen = answers(telegram).slice(1).join('');
    expect(seen).toContain('1000');
    expect(seen).toContain('CREDENTIAL_PROXY_PLACEHOLDER');
    expect(seen).not.toMatch(/canary|WROTE_ROOT|REACHED/);

    const queued = await client.call('sendFollowUp', { body: { group: GROUP, text: 'and more' } });
    expect(queued.status).toBe(202);
    const before = telegram.sent.length;
    await untilAnswers(telegram, before + 1);
    const runs = await rows(client, 'getRunHistory');
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ status: 'running', outputCount: 3, chatJid: JID });

    expect((await client.call('sendClose', { body: { group: GROUP, reason: 'tea' } })).status).toBe(
      202,
    );
    await vi.waitUntil(async () => {
      const [run] = await rows(client, 'getRunHistory');
      return run?.status === 'success' && run.exitCode === 0;
    }, PATIENCE);
    expect(await read(client, 'getMetrics')).toMatchObject({
      containers: { active: 0, totalStarted: 1, totalFailed: 0 },
    });

    // The canary is nowhere a container or a caller can look.
    const told = JSON.stringify([
      await read(client, 'getAuditLog', { query: { limit: 1000 } }),
      await read(client, 'getProxyStatus'),
      await read(client, 'getRunHistory'),
      await read(client, 'listNamespaces'),
    ]);
    expect(told).not.toContain('canary');
    await daemon.end('SIGTERM');
    expect(filesWith(home, 'canary')).toEqual([]);
    expect(filesWith(home, Buffer.from(CANARY).toString('base64').slice(0, 20))).toEqual([]);
  });

  test('what a hostile agent does stays in its container', { timeout: 240_000 }, async () => {
    const { model, telegram, start } = await world({
      GATEHOUSE_CONTAINERS_MAX_OUTPUT_BYTES: '1000000',
    });
    model.respond = obeys;
    const client = nanoclawOf(await start());
    await mapChat(client);
    // Each is contained, and the daemon and the next message are as before.
    const bombs = [
      // More memory than there is.
      'node -e "const a=[];for(;;)a.push(Buffer.alloc(1e7,1))"',
      // More processes than there may be.
      'f() { f | f & }; f; for i in $(seq 1 500); do sleep 30 & done; sleep 2; echo FOR""KED',
      // More output than is taken, past the agent itself.
      'yes | head -c 50000000 > /proc/1/fd/1 || yes | head -c 50000000 > /proc/$PPID/fd/1',
    ];
    for (const bomb of bombs) {
      const before = telegram.sent.length;
      says(telegram, `[run] ${bomb} [end]`);
      await untilAnswers(telegram, before + 1);
      expect((await client.call('getQueueCounts')).status).toBe(200);
    }
    const before = telegram.sent.length;
    says(telegram, 'are you well?');
    await vi.waitUntil(() => answers(telegram).slice(before).some(isAnswer), PATIENCE);
    const errors = (await rows(client, 'getRunHistory')).map(({ error }) => String(error));
    expect(errors.join()).toMatch(/wrote more than 1000000 bytes/);
    expect(answers(telegram).join()).not.toContain('FORKED');
  });

  test('a model that hangs ends by the time of its namespace; a message later is answered', {
    timeout: 240_000,
  }, async () => {
    const { model, telegram, start } = await world();
    let isHanging = true;
    model.respond = (request) => (isHanging ? 'hang' : obeys(request));
    const client = nanoclawOf(await start());
    await mapChat(client, { timeoutSecs: 3 });
    says(telegram, 'hang');
    await untilAnswers(telegram, 1);
    expect(answers(telegram)[0]).toMatch(/^I could not answer this/);
    await vi.waitUntil(async () => {
      const [run] = await rows(client, 'getRunHistory', { query: { status: 'timeout' } });
      return run?.outputCount === 0;
    }, PATIENCE);
    isHanging = false;
    says(telegram, 'better now?');
    await untilAnswers(telegram, 2);
    expect(answers(telegram)[1]).toMatch(/^heard/);
  });

  test('a daemon that is killed leaves a container that the next one removes, and the message is answered once', {
    timeout: 240_000,
  }, async () => {
    const { model, telegram, home, start } = await world();
    let isHanging = true;
    model.respond = (request) => (isHanging ? 'hang' : obeys(request));
    const others = new Set(names());
    const first = await start();
    await mapChat(nanoclawOf(first));
    says(telegram, 'survive this');
    await vi.waitUntil(() => model.requests.length > 0, PATIENCE);
    const [orphan] = names().filter((name) => !others.has(name));
    expect(orphan).toMatch(/^nanoclaw-telegram-dev-/);
    const [left] = readdirSync(join(home, 'run'));
    await first.end('SIGKILL');
    isHanging = false;
    const client = nanoclawOf(await start());
    await untilAnswers(telegram, 1);
    expect(answers(telegram)).toHaveLength(1);
    expect(answers(telegram)[0]).toMatch(/^heard/);
    expect(readdirSync(join(home, 'run'))).not.toContain(left);
    await vi.waitUntil(() => !names().includes(orphan ?? ''), PATIENCE);
    const runs = await rows(client, 'getRunHistory');
    expect(runs.map(({ status }) => status)).toContain('cancelled');
  });

  test('a scheduled task runs in its container, tells the chat, and leaves a row', {
    timeout: 240_000,
  }, async () => {
    const { model, telegram, start } = await world();
    model.respond = obeys;
    const client = nanoclawOf(await start());
    await mapChat(client);
    const value = new Date(Date.now() + 1500).toISOString();
    const body = {
      name: 'Remind us',
      group: GROUP,
      prompt: 'Say something.',
      schedule: { type: 'once', value },
    };
    const made = await client.call('createSchedule', { body });
    expect(made.status).toBe(201);
    const id = String(Object(made.body).id);
    await untilAnswers(telegram, 1);
    expect(answers(telegram)[0]).toMatch(/^heard/);
    await vi.waitUntil(async () => {
      const logs = await rows(client, 'listScheduleLogs', { path: { id } });
      return logs.length === 1 && logs[0]?.status === 'success' && logs[0].exitCode === 0;
    }, PATIENCE);
    expect(await read(client, 'getSchedule', { path: { id } })).toMatchObject({
      status: 'completed',
      runCount: 1,
      lastStatus: 'success',
    });
  });
});

/** Names of the containers that run on the engine of the tests. */
const names = () =>
  execFileSync('podman', ['ps', '--format', '{{.Names}}'], { encoding: 'utf8' })
    .split('\n')
    .filter((name) => name.startsWith('nanoclaw-'));

/** Files below a folder that hold a text. */
function filesWith(folder: string, text: string): string[] {
  const found = spawnSync('grep', ['-rlaF', text, folder], { encoding: 'utf8' });
  return found.stdout.split('\n').filter((name) => name !== '');
}
