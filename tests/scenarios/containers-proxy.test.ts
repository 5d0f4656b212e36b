/**
 * Owns the story of the ways of containers to the credential proxy on a real engine: each run has its own, whatever another one does with
 * its, and whatever becomes of the proxy meanwhile. What agents do otherwise is in containers.test.ts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { describeWithEngine } from '../support/podman.ts';
import {
  answers,
  GROUP,
  IMAGE,
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

describeWithEngine('the ways of containers to the proxy', () => {
  test('a run that floods its way to the proxy is alone with that, and a proxy that stops is there again for the runs that go on', {
    timeout: 240_000,
  }, async () => {
    const { model, telegram, home, start } = await world();
    model.respond = obeys;
    const daemon = await start();
    const client = nanoclawOf(daemon);
    const built = await read(client, 'buildImage', { body: { imageTag: IMAGE } });
    expect(built, String(built.output)).toMatchObject({ success: true });
    await mapChat(client);
    const quiet = { name: 'telegram_quiet', chatJids: ['tg:78'], containerConfig: {} };
    expect((await client.call('createNamespace', { body: quiet })).status).toBe(201);
    const asks = async (text: string) => {
      const before = telegram.sent.length;
      telegram.userSays({ chat: 78, text });
      await untilAnswers(telegram, before + 1);
      return answers(telegram).slice(before).join('');
    };
    // It holds what it is given, says how much it was refused, and does not end by itself.
    const flood = [
      "const { connect } = require('net'); const { openSync, writeSync } = require('fs');",
      "const file = openSync('/workspace/group/refused', 'w'); let closed = 0;",
      'for (let at = 0; at < 900; at += 1)',
      "connect('/run/gatehouse/proxy.sock').on('error', () => {}).on('close', () => { closed += 1; });",
      'setInterval(() => writeSync(file, String(closed), 0), 100);',
    ].join(' ');
    says(telegram, `[run] node -e "${flood}" [end]`);
    const refused = join(home, 'groups', GROUP, 'refused');
    await vi.waitUntil(
      () => existsSync(refused) && Number(readFileSync(refused, 'utf8')) > 700,
      PATIENCE,
    );
    expect(await asks('hello?')).toMatch(/^heard/);
    // Each sees its own socket alone.
    const sockets = () => readdirSync(join(home, 'run'));
    expect(sockets()).toHaveLength(2);
    const look = 'test -S /run/gatehouse/proxy.sock && grep gatehouse /proc/self/mountinfo';
    const seen = await asks(`[run] ${look} [end]`);
    expect(sockets().filter((name) => seen.includes(`/run/${name} /run/gatehouse`))).toHaveLength(
      1,
    );

    expect((await client.call('stopProxy')).status).toBe(200);
    expect((await client.call('startProxy')).status).toBe(200);
    expect(await asks('still there?')).toMatch(/^heard/);
    const runs = await rows(client, 'getRunHistory');
    expect(runs.filter(({ group }) => group === quiet.name)).toHaveLength(1);

    const close = { group: quiet.name, reason: 'tea' };
    expect((await client.call('sendClose', { body: close })).status).toBe(202);
    await vi.waitUntil(() => sockets().length === 1, PATIENCE);
    await daemon.end('SIGTERM');
    expect(existsSync(join(home, 'run'))).toBe(false);
  });
});
