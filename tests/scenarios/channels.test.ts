/**
 * Owns the story of a chat: somebody writes on a platform, the agent answers there, once and in order, whatever happens to the daemon.
 * What each platform's protocol asks for is tested with its adapter.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { startTestDaemon } from '../support/daemon.ts';
import { TelegramServer } from '../support/platforms/telegram.ts';

const PATIENCE = { timeout: 30_000, interval: 10 };

test('a message on Telegram is answered by the agent', async () => {
  const telegram = await TelegramServer.start();
  onTestFinished(() => telegram.stop());
  const daemon = await startTestDaemon({
    env: {
      TELEGRAM_API_BASE: telegram.url,
      TELEGRAM_BOT_TOKEN: telegram.token,
      GATEHOUSE_CHANNELS_CONFIG_TELEGRAM_ALLOWED_USERS: '7',
    },
  });
  onTestFinished(() => daemon.stop());
  telegram.userSays({ chat: 7, text: 'hello' });
  await vi.waitUntil(() => telegram.sent.length > 0, PATIENCE);
  expect(JSON.stringify(telegram.sent[0])).toContain('hello');
});
