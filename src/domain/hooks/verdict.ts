/**
 * Owns what becomes of a delivery after an attempt: done, tried again at some moment, or given up, and whether its hook goes on.
 * Writing that down belongs to courier.ts.
 */
import type { DeliveryRow } from '../../db/hooks.ts';
import type { DisableReason, HookSettings, Outcome } from './ports.ts';

/** An endpoint cannot put its hook off for longer than this at once. */
const LONGEST_RETRY_AFTER_MS = 86_400_000;
/** The share of a delay by which it may be shorter or longer, so that hooks that failed together do not come back together. */
const JITTER = 0.1;
const GONE = 410;

/** What is to be written down; times are milliseconds since the epoch. */
export interface Verdict {
  readonly status: DeliveryRow['status'];
  readonly nextAttemptAt: number | null;
  readonly failingSince: number | null;
  readonly disable: DisableReason | null;
}

/**
 * Judges an attempt that ended at `now`.
 * @param before Attempts made before this one, and since when they have failed.
 * @param under.random A number from 0 up to 1.
 */
export function judge(
  before: { readonly attempts: number; readonly failingSince: number | null },
  outcome: Outcome,
  under: { readonly now: number; readonly settings: HookSettings; readonly random: number },
): Verdict {
  const { now, settings, random } = under;
  if (outcome.error === null)
    return { status: 'delivered', nextAttemptAt: null, failingSince: null, disable: null };
  const failingSince = before.failingSince ?? now;
  const disable = disableReason(outcome, now - failingSince, settings);
  const delay = settings.retryDelaysMs[before.attempts];
  if (disable !== null || delay === undefined)
    return { status: 'failed', nextAttemptAt: null, failingSince, disable };
  const jittered = Math.round(delay * (1 - JITTER + 2 * JITTER * random));
  const asked = Math.min(outcome.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
  const nextAttemptAt = now + Math.max(jittered, asked);
  return { status: 'pending', nextAttemptAt, failingSince, disable };
}

function disableReason(
  outcome: Outcome,
  failedForMs: number,
  { disableAfterMs }: HookSettings,
): DisableReason | null {
  if (outcome.responseStatus === GONE) return 'gone';
  return failedForMs >= disableAfterMs ? 'failing' : null;
}
