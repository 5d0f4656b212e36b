/**
 * Owns the section of outbound webhooks. What the settings do is left to domain/hooks and adapters/hooks, every other section to
 * schema.ts.
 */
import { z } from 'zod';
import { allowedHostList, durationList, hot, integer } from './fields.ts';

/** Ten attempts over about three days, as Standard Webhooks advises. */
const RETRY_AFTER = ['5s', '5m', '30m', '2h', '5h', '10h', '14h', '20h', '24h'];

/** `[hooks]` */
export const hooksSection = z
  .strictObject({
    retry_after: durationList(50)
      .default(RETRY_AFTER)
      .meta(
        hot(
          'How long after each failed attempt the next one is made, give or take a tenth; there is one attempt more than there are durations.',
        ),
      ),
    disable_after_days: integer(1, 365)
      .default(5)
      .meta(hot('Days of nothing but failures after which a hook is disabled.')),
    connect_timeout_secs: integer(1, 60).default(5).meta(hot('Time to connect to an endpoint.')),
    response_timeout_secs: integer(1, 300)
      .default(15)
      .meta(hot('Time from the start of an attempt to the end of its answer.')),
    max_response_bytes: integer(0, 16_777_216)
      .default(65_536)
      .meta(hot('Largest answer of an endpoint; a larger one counts as a failure.')),
    concurrency: integer(1, 1000)
      .default(32)
      .meta(
        hot(
          'Attempts under way at once, of which one that takes over half a second counts no more; hooks that are failing have as many of their own.',
        ),
      ),
    retention_days: integer(1, 365)
      .default(7)
      .meta(hot('Days that events and their deliveries are kept, and so can be replayed.')),
    allowed_hosts: allowedHostList()
      .default([])
      .meta(
        hot('Hosts that hooks may lead to although they are not public, for local development.', {
          outside: true,
        }),
      ),
  })
  .prefault({})
  .describe('Outbound webhooks.');
