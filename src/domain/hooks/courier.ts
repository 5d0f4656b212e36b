/**
 * Owns one attempt: the first delivery in a hook's line is sent, and what came of it is committed with its consequences.
 * When a line moves belongs to dispatcher.ts, what an outcome means to verdict.ts, the wire to the sender.
 */
import type { EventRow } from '../../db/events.ts';
import {
  type DeliveryRow,
  failPending,
  findDelivery,
  findHook,
  firstPending,
  type HookRow,
  insertAttempt,
  updateDelivery,
  updateHook,
} from '../../db/hooks.ts';
import type { Store } from '../../db/open.ts';
import { type Clock, toTimestamp } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import { type Seal, SealError } from '../../lib/seal.ts';
import type { Change, Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';
import type { DisableReason, HookPayload, HookSettings, Outcome, Sender } from './ports.ts';
import { signingSecrets } from './secrets.ts';
import { judge, type Verdict } from './verdict.ts';

/** Advised most for a webhook; a larger one is delivered and told of. */
const LARGE_BYTES = 20_000;
/** A larger one is not delivered at all. */
const MOST_BYTES = 256_000;

/** What a courier needs. */
export interface CourierOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly sender: Sender;
  readonly settings: () => HookSettings;
  /** What is wrong with a payload by its contract; null if nothing is. */
  readonly faultOf: (payload: HookPayload) => string | null;
  readonly log: Logger;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
}

/** How a line goes on: at once, at a moment, or not before something new comes. */
export type Step =
  | { readonly kind: 'next'; readonly failing: boolean }
  | { readonly kind: 'wait'; readonly until: number; readonly failing: boolean }
  | { readonly kind: 'rest' };

/** A letter that can be sent, or why it never will be. */
type Letter = { readonly body: string } | { readonly refused: string };

/** Makes attempts. */
export class Courier {
  readonly #options: CourierOptions;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /**
   * Tries the first delivery of a hook if it is due. An attempt that `signal` ends is as if it had not been made.
   * @throws the store's error; the attempt is then made again under the same `webhook-id`
   */
  async step(hookId: string, signal: AbortSignal): Promise<Step> {
    const { store, clock } = this.#options;
    const hook = await findHook(store.read, hookId);
    if (hook === undefined || !hook.active) return { kind: 'rest' };
    const head = await firstPending(store.read, hookId);
    if (head === undefined) return { kind: 'rest' };
    const at = clock.now();
    const until = head.delivery.nextAttemptAt ?? at;
    if (until > at) return { kind: 'wait', until, failing: hook.failingSince !== null };
    const letter = this.#write(head.event);
    if ('refused' in letter) return await this.#refuse(head.delivery, at, letter.refused);
    const outcome = await this.#send(hook, head.event, letter.body, at, signal);
    if (signal.aborted) return { kind: 'rest' };
    return await this.#conclude(head.delivery, at, outcome);
  }

  #write(event: EventRow): Letter {
    const { faultOf, log } = this.#options;
    const payload: HookPayload = {
      id: event.id,
      event: event.type,
      timestamp: toTimestamp(event.createdAt),
      data: event.data,
    };
    const fault = faultOf(payload);
    if (fault !== null) {
      log.error(`event ${event.id} does not fit its contract and is not delivered: ${fault}`);
      return { refused: 'The event does not fit its contract' };
    }
    const body = JSON.stringify(payload);
    const bytes = Buffer.byteLength(body);
    if (bytes > MOST_BYTES)
      return { refused: `The event has ${bytes} bytes, more than ${MOST_BYTES}` };
    if (bytes > LARGE_BYTES) log.warn(`event ${event.id} has ${bytes} bytes, which is large`);
    return { body };
  }

  async #send(
    hook: HookRow,
    event: EventRow,
    body: string,
    at: number,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { seal, sender } = this.#options;
    try {
      const secrets = signingSecrets(seal, hook, at);
      return await sender.send({ url: hook.url, id: event.id, at, body, secrets }, signal);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      return { durationMs: 0, responseStatus: null, error: error.message, retryAfterMs: null };
    }
  }

  /** Gives a delivery up that was never sent; that is no fault of the endpoint. */
  async #refuse(delivery: DeliveryRow, at: number, error: string): Promise<Step> {
    const outcome = { durationMs: 0, responseStatus: null, error, retryAfterMs: null };
    return await this.#record(delivery, at, outcome, (hook) => ({
      status: 'failed',
      nextAttemptAt: null,
      failingSince: hook.failingSince,
      disable: null,
    }));
  }

  async #conclude(delivery: DeliveryRow, at: number, outcome: Outcome): Promise<Step> {
    const { clock, settings, random } = this.#options;
    return await this.#record(delivery, at, outcome, (hook, { attempts }) =>
      judge({ attempts, failingSince: hook.failingSince }, outcome, {
        now: clock.now(),
        settings: settings(),
        random: random(),
      }),
    );
  }

  async #record(
    { id, hookId }: DeliveryRow,
    at: number,
    outcome: Outcome,
    judged: (hook: HookRow, delivery: DeliveryRow) => Verdict,
  ): Promise<Step> {
    const { journal, clock, log } = this.#options;
    const verdict = await journal.commit(systemCaller('hooks'), async (change) => {
      const { tx } = change;
      const delivery = await findDelivery(tx, id);
      const hook = await findHook(tx, hookId);
      // Deleted while the attempt was under way.
      if (delivery === undefined || hook === undefined) return null;
      const { durationMs, responseStatus, error } = outcome;
      await insertAttempt(tx, { deliveryId: id, at, durationMs, responseStatus, error });
      const { status, nextAttemptAt, failingSince, disable } = judged(hook, delivery);
      await updateDelivery(tx, id, {
        status,
        attempts: delivery.attempts + 1,
        responseStatus,
        error,
        nextAttemptAt,
        deliveredAt: status === 'delivered' ? clock.now() : null,
      });
      if (failingSince !== hook.failingSince) await updateHook(tx, hookId, { failingSince });
      if (disable !== null) await disableHook(change, hook, disable);
      return { failingSince, disable };
    });
    if (verdict === null) return { kind: 'rest' };
    if (verdict.disable !== null) log.warn(`hook ${hookId} was disabled: ${verdict.disable}`);
    return { kind: 'next', failing: verdict.failingSince !== null };
  }
}

async function disableHook(change: Change, hook: HookRow, reason: DisableReason): Promise<void> {
  await updateHook(change.tx, hook.id, { active: false });
  await failPending(change.tx, hook.id, 'The hook was disabled before this was delivered');
  await change.event('hook.disabled', hook.id, { hook_id: hook.id, url: hook.url, reason });
}
