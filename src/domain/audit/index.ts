/**
 * Owns the way into the audit area. The chain itself is in journal.ts.
 */
export {
  type AuditNote,
  type Change,
  type EventType,
  Journal,
  type Verification,
} from './journal.ts';
