/**
 * Owns what only the nanoclaw tag `slack` promises: two tokens, and the Events API instead of a socket. What it has in common with the
 * other platforms is in connecting.test.ts.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { at } from '../read.ts';
import { channelOf, configure, messagesOf, startWorld, type World } from './platforms.ts';

// That Slack does not greet need not be waited for as long as the daemon does.
vi.mock(import('../../../src/adapters/channels/slack/index.ts'), async (original) => {
  const real = await original();
  const slackAdapter: typeof real.slackAdapter = (given) =>
    real.slackAdapter({ ...given, times: { helloMs: 3000 } });
  return { ...real, slackAdapter };
});

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const call = async (id: string, body: unknown = {}) =>
  await world.clients.nanoclaw.call(id, { body });
const faultOf = (body: unknown) => at(body, 'error');
const WRONG_APP = 'xapp-1-A0APP000001-9999999999-wrongwrongwrong';

const signed = (
  body: string,
  at = Math.floor(Date.now() / 1000),
  secret = world.slack.signingSecret,
) => ({
  'x-slack-request-timestamp': String(at),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
});

async function post(body: string, headers: Record<string, string> = signed(body)) {
  const options = { token: null, body, headers };
  return await world.clients.nanoclaw.call('receiveSlackEvents', options);
}

describe('validateSlack', () => {
  it('says nothing of an app token that was not sent', async () => {
    const { body } = await call('validateSlack', { botToken: world.slack.botToken });
    expect(body).toMatchObject({ valid: true, appTokenValid: null, missingScopes: [] });
  });

  it('says that an app token is not good, and still who the bot is', async () => {
    const tokens = { botToken: world.slack.botToken, appToken: WRONG_APP };
    const { body } = await call('validateSlack', tokens);
    expect(body).toMatchObject({ valid: false, appTokenValid: false, botName: 'andy' });
    expect(JSON.stringify(body)).not.toContain(WRONG_APP);
  });

  it('names the scopes that lack', async () => {
    const { scopes } = world.slack;
    world.slack.scopes = 'chat:write,im:history';
    const { body } = await call('validateSlack', { botToken: world.slack.botToken });
    expect(at(body, 'missingScopes')).toContain('users:read');
    world.slack.scopes = scopes;
  });

  it.each([
    ['a bot token of another kind', { botToken: 'xoxp-1-2-3' }],
    ['a signing secret that cannot be one', { signingSecret: 'hello' }],
  ])('does not like %s', async (_name, body) => {
    const answer = await call('validateSlack', { botToken: world.slack.botToken, ...body });
    expect(answer).toMatchObject({ status: 200, body: { valid: false } });
  });
});

describe('connectSlack', () => {
  it('needs an app token', async () => {
    const { status, body } = await call('connectSlack', { botToken: world.slack.botToken });
    expect([status, at(body, 'details', 'fields', 0, 'path')]).toEqual([400, 'appToken']);
  });

  it('answers 422 to one that does not open a socket', async () => {
    const tokens = { botToken: world.slack.botToken, appToken: WRONG_APP };
    const { status, body } = await call('connectSlack', tokens);
    expect([status, faultOf(body)]).toEqual([422, 'credentials_rejected']);
    expect(await channelOf(world, 'slack')).toMatchObject({ configured: false });
  });

  it('answers 502 when Slack closes the socket, and connects later by itself', async () => {
    const { botToken, appToken, socketFaults } = world.slack;
    socketFaults.push('refuse');
    const { status, body } = await call('connectSlack', { botToken, appToken });
    expect([status, faultOf(body)]).toEqual([502, 'upstream_error']);
    expect(await channelOf(world, 'slack')).toMatchObject({ configured: true, connected: false });
    expect((await call('connectSlack')).status).toBe(200);
    expect(await channelOf(world, 'slack')).toMatchObject({ connected: true });
  });

  it('answers for the tokens that it was given, also while it is connected with others', async () => {
    world.slack.botToken = 'xoxb-1111111111-2222222222-OtherOtherOtherOtherOther';
    world.slack.socketFaults.push('refuse');
    const { botToken } = world.slack;
    const { status, body } = await call('connectSlack', { botToken });
    expect([status, faultOf(body)]).toEqual([502, 'upstream_error']);
    expect((await call('connectSlack', { botToken })).status).toBe(200);
    expect(await channelOf(world, 'slack')).toMatchObject({ connected: true, lastError: null });
  });

  it('answers 504 when Slack does not greet', { timeout: 30_000 }, async () => {
    await call('disconnectSlack');
    world.slack.socketFaults.push('mute');
    const { status, body } = await call('connectSlack');
    expect([status, faultOf(body)]).toEqual([504, 'upstream_timeout']);
    expect((await call('connectSlack')).status).toBe(200);
  });

  it('takes no posts while it has a socket', async () => {
    expect((await post('{}')).status).toBe(403);
    await call('disconnectSlack', { forget: true });
    const answer = await post('{}');
    expect([answer.status, faultOf(answer.body)]).toEqual([404, 'not_found']);
  });
});

describe('the Events API', () => {
  beforeAll(async () => {
    await configure(world, {
      'channels_config.slack.bot_token': world.slack.botToken,
      'channels_config.slack.signing_secret': world.slack.signingSecret,
      'channels_config.slack.mode': 'events',
    });
    expect((await call('connectSlack')).status).toBe(200);
    expect(await channelOf(world, 'slack')).toMatchObject({ mode: 'webhook', connected: true });
  });

  it("answers the question whether the address is the app's, and brings messages once", async () => {
    const url = `${world.daemon.addresses.nanoclaw}/api/v1/channels/slack/events`;
    expect(await world.slack.pushTo(url)).toMatchObject({ status: 200 });
    const said = world.slack.userSays({ chat: 'C0123ABCD', from: 'U0LEE00001', text: '안녕 👋' });
    await world.slack.untilIdle();
    expect(await messagesOf(world, 'slack:C0123ABCD', 1)).toMatchObject([
      { id: said.ts, sender: 'U0LEE00001', content: '안녕 👋' },
    ]);
  });

  it('gives the challenge back', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc<b>', token: 'old' });
    expect((await post(body)).body).toEqual({ success: true, challenge: 'abc<b>' });
  });

  const EVENT = JSON.stringify({
    type: 'event_callback',
    event_id: 'Ev1',
    event: { type: 'team_join' },
  });

  it('passes over what it does not know', async () => {
    expect((await post(EVENT)).body).toEqual({ success: true });
  });

  it.each([
    ['no signature', () => ({})],
    ['another secret', () => signed(EVENT, undefined, 'f'.repeat(32))],
    ['another body', () => signed(`${EVENT} `)],
    ['a signature of ten minutes ago', () => signed(EVENT, Math.floor(Date.now() / 1000) - 600)],
    [
      'a signature of ten minutes to come',
      () => signed(EVENT, Math.floor(Date.now() / 1000) + 600),
    ],
    [
      'another time than the signed one',
      () => ({ ...signed(EVENT), 'x-slack-request-timestamp': '1' }),
    ],
    ['a time that is none', () => ({ ...signed(EVENT), 'x-slack-request-timestamp': 'NaN' })],
  ])('answers 403 to a post with %s', async (_name, headers) => {
    const answer = await post(EVENT, headers());
    expect([answer.status, faultOf(answer.body)]).toEqual([403, 'invalid_signature']);
  });

  it.each(['{', '[]', 'null', '{"type":"hello"}', '{"type":"url_verification"}'])(
    'answers 403 to %j without a signature, and 400 with one',
    async (body) => {
      expect((await post(body, {})).status).toBe(403);
      const answer = await post(body);
      expect([answer.status, faultOf(answer.body)]).toEqual([400, 'validation_failed']);
    },
  );
});
