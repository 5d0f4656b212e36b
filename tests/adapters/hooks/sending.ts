/**
 * Owns a sender for tests with settings that they change, and a message to send. What must come of it is left to the tests.
 */
import { makeSender, type SenderSettings } from '../../../src/adapters/hooks/sender.ts';
import type { Outcome, WebhookMessage } from '../../../src/domain/hooks/index.ts';
import { systemClock } from '../../../src/lib/clock.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A message to that URL. */
export const messageTo = (url: string): WebhookMessage => ({
  url,
  id: 'evt_1',
  at: Date.now(),
  body: '{"id":"evt_1","event":"session.created","data":{"text":"héllo"}}',
  secrets: [SECRET],
});

/** Sends one message and nothing else. */
export async function send(
  message: WebhookMessage | string,
  settings: Partial<SenderSettings> = {},
  more: {
    resolve?: Parameters<typeof makeSender>[0]['resolve'];
    signal?: AbortSignal;
  } = {},
): Promise<Outcome> {
  const sender = makeSender({
    clock: systemClock,
    userAgent: 'Gatehouse/test',
    settings: () => ({
      allowedHosts: [],
      connectTimeoutMs: 5000,
      responseTimeoutMs: 5000,
      maxResponseBytes: 65_536,
      ...settings,
    }),
    ...(more.resolve === undefined ? {} : { resolve: more.resolve }),
  });
  return await sender.send(
    typeof message === 'string' ? messageTo(message) : message,
    more.signal ?? new AbortController().signal,
  );
}
