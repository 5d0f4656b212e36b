/**
 * Owns deciding who a request comes from: which header holds the credential, whether it is right, and what an address may try.
 * What a credential is worth is answered by a verifier; what it may do is decided per operation by serve-contract.ts.
 */
import type { IncomingMessage } from 'node:http';
import { DomainError, holdsScope } from '../domain/shared/index.ts';
import type { Operation } from '../generated/contract.ts';
import type { Lockout } from './lockout.ts';

/** Who a credential stands for. */
export interface Identity {
  /** The actor's name in audit and logs, such as `token:tok_…`. */
  readonly actor: string;
  readonly scopes: ReadonlySet<string>;
  /** When the credential ends, in milliseconds since the epoch; null when it does not. */
  readonly expiresAt: number | null;
}

/** Answers whose credential this is, or null for a wrong, expired or revoked one. */
export type Verify = (credential: string) => Promise<Identity | null>;

/** How one listener lets callers in. */
export interface AccessRules {
  readonly verify: Verify;
  readonly lockout: Lockout;
  /** Told of an address that has sent a wrong credential. */
  readonly onWrong: (address: string) => void;
  /** Who a caller without a credential is, or null where one is needed. */
  readonly anonymous: Identity | null;
}

/** What is known of a caller once the credential was looked at. */
export interface Admission {
  readonly identity: Identity | null;
  /** Why there is no identity. */
  readonly refusal: DomainError | null;
}

const NOBODY: Admission = { identity: null, refusal: null };

/**
 * Decides who asks. `scheme` is the operation's security scheme, null for a public one.
 * Only a credential is worth waiting for: public operations and open listeners answer at once.
 */
export function admit(
  rules: AccessRules,
  scheme: string | null,
  incoming: IncomingMessage,
  address: string,
): Admission | Promise<Admission> {
  if (scheme === null) return NOBODY;
  if (rules.anonymous !== null) return { identity: rules.anonymous, refusal: null };
  const credential = readCredential(scheme, incoming);
  if (credential === undefined) return { identity: null, refusal: missing(scheme) };
  return check(rules, scheme, credential, address);
}

async function check(
  rules: AccessRules,
  scheme: string,
  credential: string,
  address: string,
): Promise<Admission> {
  const identity = await rules.verify(credential);
  if (identity !== null) return { identity, refusal: null };
  rules.onWrong(address);
  const locked = rules.lockout.fail(address);
  if (locked === 0) return { identity: null, refusal: wrong(scheme) };
  const message = `Too many wrong credentials; retry in ${locked} seconds`;
  return {
    identity: null,
    refusal: new DomainError('credentials_locked', message, { retry_after: locked }, locked),
  };
}

/** Whether a caller that was let in still would be: its credential is neither revoked nor expired and holds the scopes. */
export async function isStillAdmitted(
  rules: AccessRules,
  operation: Pick<Operation, 'scheme' | 'scopes'>,
  incoming: IncomingMessage,
): Promise<boolean> {
  if (operation.scheme === null || rules.anonymous !== null) return true;
  const credential = readCredential(operation.scheme, incoming);
  const identity = credential === undefined ? null : await rules.verify(credential);
  return identity !== null && operation.scopes.every((scope) => holdsScope(identity.scopes, scope));
}

function readCredential(scheme: string, incoming: IncomingMessage): string | undefined {
  if (scheme === 'apiKey') {
    const key = incoming.headers['x-api-key'];
    return typeof key === 'string' && key !== '' ? key : undefined;
  }
  const header = incoming.headers.authorization;
  if (header === undefined || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  return header.slice(7).trim() || undefined;
}

const missing = (scheme: string) =>
  new DomainError(
    'unauthenticated',
    scheme === 'apiKey' ? 'An API key is required in X-API-Key' : 'A bearer token is required',
  );

const wrong = (scheme: string) =>
  new DomainError(
    'unauthenticated',
    scheme === 'apiKey'
      ? 'The API key is not valid, expired or revoked'
      : 'The bearer token is not valid, expired or revoked',
  );
