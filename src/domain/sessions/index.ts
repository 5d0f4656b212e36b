/**
 * Owns the way into the sessions area. The rules are in sessions.ts.
 */
export {
  notFound,
  type Session,
  type SessionInput,
  type SessionSettings,
  type SessionSummary,
  Sessions,
} from './sessions.ts';
