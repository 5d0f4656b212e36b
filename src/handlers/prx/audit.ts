/**
 * Owns the handlers of the PRX tag `audit`. Walking the chain belongs to domain/audit.
 */
import type { Journal, Verification } from '../../domain/audit/index.ts';
import type { AuditHandlers, Schemas } from '../../generated/prx/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `audit`. */
export function makeAuditHandlers(journal: Journal): AuditHandlers<CallContext> {
  return {
    async verifyAudit() {
      return toVerification(await journal.verify());
    },
  };
}

function toVerification(found: Verification): Schemas['AuditVerification'] {
  return { entries: found.entries, broken_at: found.brokenAt, head: found.head };
}
