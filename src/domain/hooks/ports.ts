/**
 * Owns the words of the hooks area: what a hook is, what is sent, what comes of it, and the ports to the outside.
 * Sending belongs to adapters/hooks, deciding to the files beside this one.
 */
import type { HookEventName, HookRow } from '../../db/hooks.ts';

/** A webhook endpoint without its secrets; `createdAt` is milliseconds since the epoch. */
export type Hook = Pick<HookRow, 'id' | 'url' | 'events' | 'active' | 'createdAt'>;

/** What a hook is made from. */
export interface HookInput {
  readonly url: string;
  /** `session.completed` is another name of `session.terminated`. */
  readonly events: readonly (HookEventName | 'session.completed')[];
  readonly secret?: string | undefined;
}

/** What is read at each use, since it may change while the daemon runs; times are milliseconds. */
export interface HookSettings {
  /** Hosts, as `host` or `host:port`, that hooks may lead to although they are not public. */
  readonly allowedHosts: readonly string[];
  /** How long after each failed attempt the next one is due; one attempt more than there are delays. */
  readonly retryDelaysMs: readonly number[];
  /** For how long an endpoint may fail before its hook is disabled. */
  readonly disableAfterMs: number;
  /** Attempts under way at once, of which a slow one counts no more; hooks that are failing have as many of their own. */
  readonly concurrency: number;
  /** How long events and their deliveries are kept. */
  readonly retentionMs: number;
}

/** The body of a webhook. */
export interface HookPayload {
  readonly id: string;
  readonly event: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One attempt as it is handed to the sender. */
export interface WebhookMessage {
  readonly url: string;
  /** The same at every attempt. */
  readonly id: string;
  /** When this attempt is made, milliseconds since the epoch. */
  readonly at: number;
  /** The exact text that is signed and sent. */
  readonly body: string;
  /** Secrets in clear that each sign, the newest first; none leaves the message unsigned. */
  readonly secrets: readonly string[];
}

/** What came of an attempt. */
export interface Outcome {
  readonly durationMs: number;
  readonly responseStatus: number | null;
  /** Why it failed, fit to be shown to whoever may list deliveries; null for success. */
  readonly error: string | null;
  /** For how long the endpoint asked to be left alone. */
  readonly retryAfterMs: number | null;
}

/** Sends webhooks. */
export interface Sender {
  /** Makes one attempt. It does not reject: whatever goes wrong is an outcome, an abort by `signal` too. */
  send(message: WebhookMessage, signal: AbortSignal): Promise<Outcome>;
}

/** Calls `ring` at a moment (milliseconds since the epoch), or some time before it. @returns what calls it off */
export type Alarm = (at: number, ring: () => void) => () => void;

/** Why a hook was disabled: its endpoint answered 410, or failed for too long. */
export type DisableReason = 'gone' | 'failing';
