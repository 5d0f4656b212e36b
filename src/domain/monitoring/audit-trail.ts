/**
 * Owns searching the audit log, and reading its entries as sentences about who did what to what. Writing entries belongs to domain/audit,
 * the search itself to db/audit.ts.
 */
import type { AuditFilter, AuditRow } from '../../db/audit.ts';
import type { Store } from '../../db/open.ts';
import { redact } from '../../lib/redact.ts';

/** Who did it, as far as monitoring tells them apart. */
export type ActorKind = 'api' | 'scheduler' | 'ipc' | 'channel' | 'system';

/** One entry of the audit log as monitoring shows it; `at` is milliseconds since the epoch. No secret is in it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly event: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly actor: ActorKind;
  readonly group: string | null;
  readonly target: string | null;
  readonly allowed: boolean;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Searches the audit log. */
export class AuditTrail {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** One page of the entries that match, newest first, and how many match. */
  async search(
    filter: AuditFilter & { limit: number; offset: number },
  ): Promise<{ entries: AuditEntry[]; total: number }> {
    const { entries, total } = await this.#store.longRead('auditPage', filter);
    return { entries: entries.map(toEntry), total };
  }
}

function toEntry(row: AuditRow): AuditEntry {
  const { severity, group, allowed, message, ...facts } = row.details;
  const target = row.target === null ? null : redact(row.target);
  return {
    id: `audit_${row.seq}`,
    at: row.at,
    event: row.event,
    severity: severity === 'warning' || severity === 'critical' ? severity : 'info',
    actor: kindOf(row.actor),
    group: typeof group === 'string' ? group : null,
    target,
    allowed: allowed !== false,
    message: typeof message === 'string' ? redact(message) : sentence(row.event, target),
    details: {
      ...mask(facts),
      api: row.api,
      operation: row.operation === '' ? null : row.operation,
      requestId: row.requestId,
      actor: row.actor,
    },
  };
}

const SYSTEM = 'system:';

function kindOf(actor: string): ActorKind {
  if (!actor.startsWith(SYSTEM)) return 'api';
  const part = actor.slice(SYSTEM.length);
  if (part === 'channels') return 'channel';
  return part === 'scheduler' || part === 'ipc' ? part : 'system';
}

/** `namespace.created` of `work` is "Namespace created: work". */
function sentence(event: string, target: string | null): string {
  const words = event.replaceAll(/[._]/g, ' ');
  const said = words.charAt(0).toUpperCase() + words.slice(1);
  return target === null ? said : `${said}: ${target}`;
}

/** The facts with every text in them masked; whoever wrote them should have left secrets out, so this is the second lock. */
function mask(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, masked(value)]));
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(masked);
  return typeof value === 'object' && value !== null ? mask({ ...value }) : value;
}
