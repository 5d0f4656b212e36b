/**
 * Owns the sender rules in force: the ones that were stored last, from the next message on. What they mean is in sender-rules.ts.
 */

import { readDocument, writeDocument } from '../../db/documents.ts';
import type { Db, Store } from '../../db/open.ts';
import type { Change, Journal } from '../audit/index.ts';
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
    this.#rules = (await storedRules(this.#store.read)) ?? this.#rules;
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
      await this.#keep(change, rules);
    });
    return rules;
  }

  /** Has the rule of a chat follow it to its new address; a chat that has one there already keeps that. */
  async move(change: Change, from: string, to: string): Promise<void> {
    const rules = await storedRules(change.tx);
    const moved = rules?.chats[from];
    if (rules === undefined || moved === undefined) return;
    const others = Object.entries(rules.chats).filter(([jid]) => jid !== from);
    await this.#keep(change, { ...rules, chats: { [to]: moved, ...Object.fromEntries(others) } });
  }

  async #keep(change: Change, rules: SenderRules): Promise<void> {
    await writeDocument(change.tx, KEY, rules);
    change.committed(() => {
      this.#rules = rules;
    });
  }
}

/** The rules that were stored last; undefined where there are none. */
async function storedRules(db: Db): Promise<SenderRules | undefined> {
  const stored = await readDocument(db, KEY);
  if (stored === undefined) return undefined;
  const read = readRules(stored, normalizeJid);
  return 'rules' in read ? read.rules : undefined;
}
