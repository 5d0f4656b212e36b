/**
 * Owns the checks of what callers say of a namespace that the contract cannot make: addresses of chats, and the trigger.
 * Names are checked in names.ts, mounts at each run by domain/mounts.
 */
import { normalizeJid } from '../channels/index.ts';
import { DomainError } from '../shared/index.ts';

/** The chats in their normal form, each once. @throws DomainError jid_invalid */
export function demandChats(written: readonly string[]): string[] {
  const issues: { in: 'body'; path: string; message: string }[] = [];
  const chats = new Set<string>();
  for (const [index, text] of written.entries()) {
    const jid = normalizeJid(text);
    if (jid !== null) chats.add(jid);
    else if (issues.length < MOST_ISSUES)
      issues.push({ in: 'body', path: `chatJids.${index}`, message: NO_ADDRESS });
  }
  const [first] = issues;
  if (first === undefined) return [...chats];
  throw new DomainError('jid_invalid', `The body "${first.path}" ${NO_ADDRESS}`, { issues });
}

const MOST_ISSUES = 20;
const NO_ADDRESS = 'must be the address of a chat, such as tg:-1001234567890';

/** The trigger without blanks around it. @throws DomainError validation_failed for one that no message could begin with */
export function demandTrigger(written: string | null): string | null {
  const trigger = written?.trim() ?? null;
  if (trigger === null || !/^$|^@|\p{Cc}/u.test(trigger)) return trigger;
  const message = 'must be a word, without @';
  throw new DomainError('validation_failed', `The body "trigger" ${message}`, {
    issues: [{ in: 'body', path: 'trigger', message }],
  });
}
