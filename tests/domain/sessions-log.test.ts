/**
 * Owns what the log tells an operator of the life of sessions. The states themselves are tested in sessions.test.ts.
 */
import { expect, test } from 'vitest';
import { Sessions } from '../../src/domain/sessions/index.ts';
import type { LogFields } from '../../src/lib/log.ts';
import { callerOf, freshGround, quietCaller } from './ground.ts';

test('each step of a session is told with its id, once', async () => {
  const { store, journal, clock, settings } = await freshGround();
  const told: unknown[] = [];
  const at = (level: string) => (message: string, fields?: LogFields) =>
    void told.push([level, message, ...(fields?.sessionId === undefined ? [] : [fields])]);
  const sessions = new Sessions({
    store,
    journal,
    clock,
    settings: () => settings,
    log: {
      isOn: () => true,
      trace: at('trace'),
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
    },
  });
  const input = { channel: 'api', userId: 'user-1', metadata: { secret: 'hunter2' } };
  const { id: sessionId } = await sessions.create(input, quietCaller);
  const { id: other } = await sessions.create(input, quietCaller);
  await sessions.terminate(other, callerOf('session.terminated'));
  clock.advance(settings.idleAfterSecs * 1000);
  await sessions.sweep();
  clock.advance(settings.timeoutSecs * 1000);
  await sessions.sweep();
  clock.advance(settings.retentionDays * 86_400_000);
  await sessions.sweep();
  await sessions.sweep();
  expect(told).toEqual([
    ['debug', 'session of channel api created by system:test', { sessionId }],
    ['debug', 'session of channel api created by system:test', { sessionId: other }],
    ['info', 'session terminated by token:tok_test', { sessionId: other }],
    ['debug', 'session is idle', { sessionId }],
    ['info', 'session terminated after 3600 s of quiet', { sessionId }],
    ['info', expect.stringMatching(/^[12] sessions deleted, terminated for 30 days$/)],
  ]);
});
