/**
 * Owns the promise that what was said on Slack while the daemon was away is answered once after it is back, whichever way its messages
 * arrive. How it is looked up is tested with the adapter, other platforms in channels.test.ts.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { startTestDaemon } from '../support/daemon.ts';
import { SlackServer } from '../support/platforms/slack.ts';
import { tempDir } from '../support/temp.ts';

const PATIENCE = { timeout: 30_000, interval: 10 };
const DIRECT = 'D0DIRECT001';
const GROUP = 'C0CHAN00001';

/** A Slack, and a daemon on it that echoes, started again and again in the same folder. */
async function world(mode: 'socket' | 'events') {
  const slack = await SlackServer.start();
  onTestFinished(() => slack.stop());
  const home = tempDir();
  const env = {
    SLACK_API_BASE: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    GATEHOUSE_CHANNELS_CONFIG_SLACK_MODE: mode,
    GATEHOUSE_CHANNELS_CONFIG_SLACK_ALLOWED_USERS: '*',
  };
  const start = async () => {
    const daemon = await startTestDaemon({ home, env });
    onTestFinished(() => daemon.stop());
    await vi.waitUntil(() => daemon.services.channels.connection('slack') !== null, PATIENCE);
    if (mode === 'events')
      await slack.pushTo(`${daemon.addresses.nanoclaw}/api/v1/channels/slack/events`);
    return daemon;
  };
  const sentIn = (chat: string) =>
    slack.sent.filter(({ channel }) => channel === chat).map(({ text }) => text);
  const untilSent = (chat: string, count: number) =>
    vi.waitUntil(() => sentIn(chat).length >= count, PATIENCE);
  return { slack, start, sentIn, untilSent };
}

test.each(['socket', 'events'] as const)(
  'what was said on Slack while the daemon was away is answered once after it is back, in %s mode',
  async (mode) => {
    const { slack, start, sentIn, untilSent } = await world(mode);
    const mention = `<@${slack.bot.userId}>`;
    const first = await start();
    slack.userSays({ chat: DIRECT, text: 'before' });
    slack.userSays({ chat: GROUP, text: `${mention} before` });
    await Promise.all([untilSent(DIRECT, 1), untilSent(GROUP, 1)]);
    await slack.untilIdle();
    await first.stop();

    slack.userSaysUnheard({ chat: DIRECT, text: 'away 1' });
    slack.userSaysUnheard({ chat: DIRECT, text: 'away 2' });
    slack.userSaysUnheard({ chat: GROUP, text: 'to nobody' });
    slack.userSaysUnheard({ chat: GROUP, text: `${mention} away` });
    // Slack still tries to tell of this one, and it stands in the history too.
    const both = slack.userSays({ chat: DIRECT, text: 'heard and kept' });
    const second = await start();
    await Promise.all([untilSent(DIRECT, 4), untilSent(GROUP, 2)]);
    await slack.untilIdle();
    // It is told of once more, and what comes after it is answered next.
    slack.tell(both);
    slack.userSays({ chat: DIRECT, text: 'after' });
    await untilSent(DIRECT, 5);
    const marks = ['before', 'away 1', 'away 2', 'heard and kept', 'after'];
    for (const mark of marks)
      expect(sentIn(DIRECT).filter((text) => text.includes(mark))).toHaveLength(1);
    expect(sentIn(DIRECT)).toHaveLength(marks.length);
    const place = (mark: string) => sentIn(DIRECT).findIndex((text) => text.includes(mark));
    expect(place('away 1')).toBeLessThan(place('away 2'));
    expect(sentIn(GROUP)).toHaveLength(2);
    await second.stop();

    // What is known is not looked up another time.
    slack.calls.length = 0;
    const third = await start();
    await vi.waitUntil(() => slack.callsOf('conversations.history').length === 2, PATIENCE);
    slack.userSays({ chat: DIRECT, text: 'last' });
    await untilSent(DIRECT, 6);
    expect(sentIn(GROUP)).toHaveLength(2);
    await third.stop();
  },
  120_000,
);
