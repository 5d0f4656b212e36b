/**
 * Owns building outbound webhooks from the settings: the service, its sender and the check by the contract.
 * What they do belongs to domain/hooks and adapters/hooks.
 */
import { makeSender } from '../adapters/hooks/sender.ts';
import type { Config } from '../config/index.ts';
import type { Store } from '../db/open.ts';
import type { Journal } from '../domain/audit/index.ts';
import { Hooks, makeAlarm } from '../domain/hooks/index.ts';
import type { Clock } from '../lib/clock.ts';
import { parseDuration } from '../lib/duration.ts';
import type { Logger } from '../lib/log.ts';
import type { Seal } from '../lib/seal.ts';
import { version } from './version.ts';
import { makeWebhookCheck } from './webhook-contract.ts';

const DAY_MS = 86_400_000;

/** Builds the service; it delivers from `start` on. */
export function buildHooks(ground: {
  readonly current: () => Config;
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly log: Logger;
}): Hooks {
  const { current, store, journal, clock, seal, log } = ground;
  return new Hooks({
    store,
    journal,
    clock,
    seal,
    log,
    alarm: makeAlarm(clock),
    random: Math.random,
    faultOf: makeWebhookCheck(),
    sender: makeSender({
      clock,
      userAgent: `Gatehouse/${version}`,
      settings: () => senderSettings(current().hooks),
    }),
    settings: () => hookSettings(current().hooks),
  });
}

const senderSettings = (hooks: Config['hooks']) => ({
  allowedHosts: hooks.allowed_hosts,
  connectTimeoutMs: hooks.connect_timeout_secs * 1000,
  responseTimeoutMs: hooks.response_timeout_secs * 1000,
  maxResponseBytes: hooks.max_response_bytes,
});

const hookSettings = (hooks: Config['hooks']) => ({
  allowedHosts: hooks.allowed_hosts,
  retryDelaysMs: hooks.retry_after.map((text) => (parseDuration(text) ?? 0) * 1000),
  disableAfterMs: hooks.disable_after_days * DAY_MS,
  concurrency: hooks.concurrency,
  retentionMs: hooks.retention_days * DAY_MS,
});
