/**
 * Owns who asks for a change and the audit entry that the change must leave.
 * Finding out who it is belongs to the edge; writing the entry belongs to domain/audit.
 */

/** The scope that holds every other one. */
export const ALL_SCOPES = 'admin';

/** What a mutation will be remembered as; the event's name comes from the contract's `x-audit`. */
export interface AuditDraft {
  readonly event: string;
  readonly api: string;
  readonly operation: string;
  /** What was changed; the edge fills in the path's identifiers, a service may name what it made. */
  target: string | null;
  /** True once the entry is durable. */
  written: boolean;
}

/** Who asks, and in which request. */
export interface Caller {
  /** `token:<id>`, `admin`, `anonymous`, `local` or `system:<part>`. */
  readonly actor: string;
  /** Scopes the caller holds; `admin` is all of them. */
  readonly scopes: ReadonlySet<string>;
  /** When the credential ends, in milliseconds since the epoch; null when it does not. */
  readonly expiresAt: number | null;
  readonly address: string | null;
  readonly requestId: string | null;
  /** The entry this change must leave, or null where no operation is behind it. */
  readonly audit: AuditDraft | null;
}

/** A change that no request asked for: a timer, a start, a sweep. */
export function systemCaller(part: string): Caller {
  return {
    actor: `system:${part}`,
    scopes: new Set([ALL_SCOPES]),
    expiresAt: null,
    address: null,
    requestId: null,
    audit: null,
  };
}

/** True if the caller may do what `scope` guards. */
export function holdsScope(scopes: ReadonlySet<string>, scope: string): boolean {
  return scopes.has(ALL_SCOPES) || scopes.has(scope);
}
