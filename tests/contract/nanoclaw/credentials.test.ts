/**
 * Owns the proof that credentials are write-only: what is sent to connect a channel is in no answer, in no log and in no byte of the data
 * folder. How settings are sealed is tested with the settings.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CallOptions } from '../../support/contract-client.ts';
import { spawnDaemon } from '../../support/daemon.ts';
import { clientsOf } from '../served.ts';
import { platformCases, startServers, stopServers, toValidate } from './platforms.ts';

/** Every byte below a folder, as text that any byte fits in. */
function bytesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'))
    .join('\n');
}

it('what connects a channel is never seen again', { timeout: 60_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  const servers = await startServers();
  const daemon = await spawnDaemon({
    home,
    env: {
      TELEGRAM_API_BASE: servers.telegram.url,
      SLACK_API_BASE: servers.slack.url,
      DISCORD_API_BASE: servers.discord.url,
      WHATSAPP_GRAPH_BASE: servers.whatsapp.url,
      GATEHOUSE_LOGGING_LEVEL: 'trace',
    },
  });
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk.toString('latin1');
  };
  daemon.process.stdout?.on('data', hear);
  daemon.process.stderr?.on('data', hear);
  const { nanoclaw, prx } = clientsOf(daemon.addresses);
  const tell = async (client: typeof nanoclaw, id: string, options?: CallOptions) => {
    const { status, headers, body } = await client.call(id, options);
    said += JSON.stringify([status, [...headers], body]);
    return status;
  };
  const secrets = new Set(['secret_token-of-the-tests']);
  for (const one of platformCases) {
    const good: Record<string, string> = { ...one.good(servers) };
    if (one.name === 'telegram') good.secretToken = 'secret_token-of-the-tests';
    const { phoneNumberId, businessAccountId, apiVersion, ...hidden } = good;
    for (const secret of [...Object.values(hidden), one.wrong, one.other]) secrets.add(secret);

    expect(await tell(nanoclaw, one.validate, { body: toValidate(one, servers) })).toBe(200);
    const wrong = { ...good, [one.secret]: one.wrong };
    expect(await tell(nanoclaw, one.connect, { body: wrong })).toBe(422);
    one.fail(servers, 'broken');
    expect(await tell(nanoclaw, one.connect, { body: good })).toBe(502);
    expect(await tell(nanoclaw, one.connect, { body: { ...good, colour: 'blue' } })).toBe(400);
    expect(await tell(nanoclaw, one.connect, { body: good })).toBe(200);
    // Revoked: what the platform says of it is told, with or without the token in its words.
    one.replace(servers, one.other);
    await tell(prx, 'getChannelHealth', { path: { name: one.name } });
    await tell(prx, 'restartChannel', { path: { name: one.name } });
    expect(await tell(nanoclaw, one.connect)).toBe(400);
    expect(await tell(nanoclaw, one.connect, { body: {} })).toBe(422);
    expect(await tell(nanoclaw, one.connect, { body: { [one.secret]: one.other } })).toBe(200);
  }
  await tell(nanoclaw, 'sendChannelMessage', { body: { jid: 'tg:7', text: 'a text to be found' } });
  for (const id of ['listChannels', 'getConfig', 'getStatus']) await tell(prx, id);
  for (const id of ['listChannels', 'listChats', 'getSenderAllowlist']) await tell(nanoclaw, id);
  await tell(prx, 'listLogs', { query: { limit: 500 } });
  for (const one of platformCases) expect(await tell(nanoclaw, one.disconnect)).toBe(200);
  said += bytesOf(home);
  expect(await daemon.end('SIGTERM')).toBe(0);
  said += bytesOf(home);
  await stopServers(servers);

  expect(said).toContain('a text to be found');
  expect(said).toContain('channel.connected');
  for (const secret of secrets) expect(said.includes(secret), secret).toBe(false);
  rmSync(home, { recursive: true, force: true });
});
