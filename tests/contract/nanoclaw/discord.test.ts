/**
 * Owns what only the nanoclaw tag `discord` promises: a bot that may not read what people write. What it has in common with the other
 * platforms is in connecting.test.ts.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { at } from '../read.ts';
import { channelOf, startWorld, type World } from './platforms.ts';

let world: World;
const READS = 1 << 18;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.discord.flags = READS;
});

const call = async (id: string) =>
  await world.clients.nanoclaw.call(id, { body: { botToken: world.discord.token } });

it('tells whether the bot may read, which is no fault of its token', async () => {
  const seen: unknown[] = [];
  for (const flags of [READS, 1 << 19, 0]) {
    world.discord.flags = flags;
    const { body } = await call('validateDiscord');
    seen.push([at(body, 'valid'), at(body, 'messageContentIntent')]);
  }
  expect(seen).toEqual([
    [true, true],
    [true, true],
    [true, false],
  ]);
});

it('answers 422 to a bot that may not read, and keeps nothing of it', async () => {
  world.discord.flags = 0;
  const { status, body } = await call('connectDiscord');
  expect([status, at(body, 'error')]).toEqual([422, 'disallowed_intents']);
  expect(await channelOf(world, 'discord')).toMatchObject({ configured: false });
});

it.each([
  [4014, 422, 'disallowed_intents'],
  [4004, 422, 'credentials_rejected'],
  [4000, 502, 'upstream_error'],
])('answers in its own words to a gateway that closes with %i', async (code, expected, error) => {
  world.discord.gateway.identifyCloses.push(code);
  const { status, body } = await call('connectDiscord');
  expect([status, at(body, 'error')]).toEqual([expected, error]);
  await world.clients.nanoclaw.call('disconnectDiscord', { body: { forget: true } });
});
