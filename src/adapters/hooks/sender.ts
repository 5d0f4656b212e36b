/**
 * Owns the sender of webhooks: it refuses what is not to be tried at all, and takes the time of what is.
 * One attempt over HTTP belongs to attempt.ts; when to send, and what follows, to domain/hooks.
 */
import type { Sender } from '../../domain/hooks/index.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Resolve } from '../../lib/guarded-connect.ts';
import { resolveHost } from '../../lib/resolve-host.ts';
import { urlFault } from '../../lib/ssrf-guard.ts';
import type { SenderSettings } from './attempt.ts';

export type { SenderSettings } from './attempt.ts';

/** Makes the sender. @param options.resolve Takes the place of resolveHost. */
export function makeSender(options: {
  clock: Clock;
  settings: () => SenderSettings;
  userAgent: string;
  resolve?: Resolve;
}): Sender {
  const { clock, settings, userAgent } = options;
  const resolve = options.resolve ?? resolveHost;
  return {
    async send(message, signal) {
      const limits = settings();
      const fault = urlFault(message.url, limits.allowedHosts);
      if (fault !== null)
        return {
          durationMs: 0,
          responseStatus: null,
          error: `The URL ${fault}`,
          retryAfterMs: null,
        };
      // Loaded at the first webhook: many daemons have none, and a start is not to wait for an HTTP client.
      const { attempt } = await import('./attempt.ts');
      const begun = performance.now();
      const answer = await attempt(message, signal, { clock, limits, userAgent, resolve });
      return { ...answer, durationMs: Math.round(performance.now() - begun) };
    },
  };
}
