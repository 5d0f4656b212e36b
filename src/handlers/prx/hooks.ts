/**
 * Owns the handlers of the PRX tag `hooks` and the mapping of hooks and deliveries to its objects.
 * What is delivered when belongs to domain/hooks.
 */
import type { Delivery, Hook, Hooks } from '../../domain/hooks/index.ts';
import type { HooksHandlers, Schemas } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `hooks`. */
export function makeHooksHandlers(hooks: Hooks): HooksHandlers<CallContext> {
  return {
    async listHooks() {
      return { hooks: (await hooks.list()).map(toHook) };
    },

    async createHook({ body }, c) {
      return toHook(await hooks.create(body, c.var.caller));
    },

    async deleteHook({ path }, c) {
      await hooks.delete(path.id, c.var.caller);
    },

    async enableHook({ path }, c) {
      return toHook(await hooks.enable(path.id, c.var.caller));
    },

    async rotateHookSecret({ path }, c) {
      const { secret, previousValidUntil } = await hooks.rotateSecret(path.id, c.var.caller);
      return { id: path.id, secret, previous_valid_until: orNull(previousValidUntil) };
    },

    async listHookDeliveries({ path, query }) {
      const page = await hooks.deliveries(path.id, query);
      return { deliveries: page.deliveries.map(toDelivery), total: page.total };
    },

    async replayHookDelivery({ path }, c) {
      return toDelivery(await hooks.replay(path.id, path.delivery_id, c.var.caller));
    },
  };
}

function toHook(hook: Hook): Schemas['Hook'] {
  return {
    id: hook.id,
    url: hook.url,
    events: hook.events,
    active: hook.active,
    created_at: toTimestamp(hook.createdAt),
  };
}

function toDelivery({ row, attempts }: Delivery): Schemas['Delivery'] {
  return {
    id: row.id,
    hook_id: row.hookId,
    event_id: row.eventId,
    event: row.event,
    status: row.status,
    attempt_count: row.attempts,
    attempts: attempts.map(toAttempt),
    response_status: row.responseStatus,
    error: row.error,
    created_at: toTimestamp(row.createdAt),
    next_attempt_at: orNull(row.nextAttemptAt),
    delivered_at: orNull(row.deliveredAt),
  };
}

function toAttempt(attempt: Delivery['attempts'][number]): Schemas['DeliveryAttempt'] {
  return {
    at: toTimestamp(attempt.at),
    duration_ms: attempt.durationMs,
    response_status: attempt.responseStatus,
    error: attempt.error,
  };
}

const orNull = (milliseconds: number | null) =>
  milliseconds === null ? null : toTimestamp(milliseconds);
