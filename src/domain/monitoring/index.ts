/**
 * Owns the way into monitoring: what happened, what runs now, and what it adds up to. Each part is in the file of its name.
 */
export { type Analytics, AnalyticsDesk, type Sums } from './analytics.ts';
export { type ActorKind, type AuditEntry, AuditTrail } from './audit-trail.ts';
export { Forgetting } from './forgetting.ts';
export { type Refusal, Refusals } from './refusals.ts';
export { type Run, RunHistory } from './run-history.ts';
export { type Reading, type VitalSources, Vitals } from './vitals.ts';
