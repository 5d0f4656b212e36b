/**
 * Owns the sender rules in force: the ones that were stored last, from the next message on. What they mean is in sender-rules.ts.
 */

import { readDocument, writeDocument } from '../../db/documents.ts';
import type { Store } from '../../db/open.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { normalizeJid } from './jid.ts';
import { OPEN_RULES, readRules, type SenderRules } from './sender-rules.ts';

const KEY = 'channels.sender_rules';

/** Keeps the rules. */
export class RuleBook {
  readonly #store: Store;
  readonly #journal: Journal;
  #rules: SenderRules = OPEN_RULES;

  constructor(store: Store, journal: Journal) {
    this.#store = store;
    this.#journal = journal;
  }

  /** Takes over what is stored; called once, before any message comes. */
  async load(): Promise<void> {
    const stored = await readDocument(this.#store.read, KEY);
    if (stored === undefined) return;
    const read = readRules(stored, normalizeJid);
    if ('rules' in read) this.#rules = read.rules;
  }

  /** The rules in force. */
  get(): SenderRules {
    return this.#rules;
  }

  /** Replaces them, all or nothing. @throws DomainError validation_failed with an issue per bad entry */
  async set(document: unknown, by: Caller): Promise<SenderRules> {
    const read = readRules(document, normalizeJid);
    if ('issues' in read) {
      const issues = read.issues.map((issue) => ({ in: 'body' as const, ...issue }));
      throw new DomainError('validation_failed', 'The sender allowlist has a bad entry', {
        issues,
      });
    }
    const { rules } = read;
    await this.#journal.commit(by, async (change) => {
      change.target('sender-allowlist');
      await writeDocument(change.tx, KEY, rules);
    });
    this.#rules = rules;
    return rules;
  }
}
