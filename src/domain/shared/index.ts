/**
 * Owns the way into what every domain area shares: errors and callers.
 * Anything about one area belongs to that area's own index.
 */
export { ALL_SCOPES, type AuditDraft, type Caller, holdsScope, systemCaller } from './caller.ts';
export { DomainError, type ErrorDetails, type Issue, type Reason } from './errors.ts';
