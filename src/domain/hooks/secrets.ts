/**
 * Owns the secrets of hooks: making them, checking those of callers, sealing them for storage.
 * How a secret signs belongs to adapters/hooks.
 */
import { randomBytes } from 'node:crypto';
import type { HookRow } from '../../db/hooks.ts';
import type { Seal } from '../../lib/seal.ts';
import { DomainError, type Issue } from '../shared/index.ts';

const PREFIX = 'whsec_';
const SHORTEST = 8;

/** A new secret: `whsec_` and the base64 of 32 random bytes. */
export const makeSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`;

/** Refuses a secret that is next to none once its prefix is gone. @throws DomainError validation_failed */
export function demandSecret(secret: string): void {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  if (text.length >= SHORTEST) return;
  const message = `must have at least ${SHORTEST} characters, not counting ${PREFIX}`;
  const issue: Issue = { in: 'body', path: 'secret', message };
  throw new DomainError('validation_failed', `The body "secret" ${message}`, { issues: [issue] });
}

/** A secret as it is stored with the hook of that id. */
export const sealSecret = (seal: Seal, hookId: string, secret: string): string =>
  seal.seal(secret, placeOf(hookId));

/** The secrets that sign now, the newest first. @throws SealError when their key is not at hand */
export function signingSecrets(seal: Seal, hook: HookRow, now: number): string[] {
  const sealed = [
    hook.secret,
    hook.previousValidUntil !== null && hook.previousValidUntil > now ? hook.previousSecret : null,
  ];
  return sealed.flatMap((one) => (one === null ? [] : [seal.unseal(one, placeOf(hook.id))]));
}

const placeOf = (hookId: string) => `hooks.secret:${hookId}`;
