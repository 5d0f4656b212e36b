/**
 * Owns the comparison of a ledger with what a daemon has after a restart: through its APIs, and in its file once it has stopped.
 * What was lost, doubled, mixed up or came back is an error with the ids in it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Attempt, Entry, Ledger, Target } from '../support/load.ts';

interface Listed {
  readonly id: string;
  readonly user_id: string;
  readonly channel: string;
  readonly status: string;
}

interface Said {
  readonly id: string;
  readonly role: string;
  readonly content: string;
}

const PAGE = 500;
/** Looks at the status, a quarter of a second apart. */
const MOST_TRIES = 120;
const ECHO = 'No model is configured, so this is an echo: ';

/** Compares everything, and takes over into the ledger what the daemon shows of calls that were not answered. */
export async function compareWithLedger(target: Target, ledger: Ledger, all: boolean) {
  const found = await listAll(target);
  for (const [id, listed] of found) {
    if (ledger.sessions.has(id)) continue;
    expect(ledger.unanswered, `session ${id} that nobody asked for`).toContain(listed.user_id);
    ledger.unanswered.delete(listed.user_id);
    ledger.sessions.set(id, adopt(listed));
  }
  // What was not there now will not come later.
  ledger.unanswered.clear();
  let messages = 0;
  const talking = new Set<string>();
  for (const entry of ledger.sessions.values()) {
    compareState(entry, found.get(entry.id));
    if (entry.touched || all) await compareMessages(target, ledger, entry);
    entry.touched = false;
    const said = entry.attempts.reduce((sum, one) => sum + (one.answerId === null ? 1 : 2), 0);
    messages += said;
    if (said > 0) talking.add(entry.id);
  }
  const active = [...found.values()].filter(({ status }) => status === 'active').length;
  const status = await statusOf(target);
  expect(status, JSON.stringify(status)).toMatchObject({
    status: 'healthy',
    active_sessions: active,
    memory: { entries: messages },
  });
  const threads = await read(`${target.agent}/api/v1/memory/threads`, target);
  expect(new Set(threads.data.threads)).toEqual(talking);
}

/** A machine that is too busy for the daemon makes it tell of trouble, which passes. */
async function statusOf(target: Target): Promise<{ status: string }> {
  for (let tries = 1; ; tries += 1) {
    const status = await read(`${target.prx}/api/v1/status`, target);
    if (status.status === 'healthy' || tries === MOST_TRIES) return status;
    await sleep(250);
  }
}

const adopt = (listed: Listed): Entry => ({
  id: listed.id,
  userId: listed.user_id,
  channel: listed.channel,
  attempts: [],
  ending: 'no',
  emptying: false,
  turns: 0,
  touched: true,
});

/** Every session of every status; each list is as long as its total says and has no id twice. */
async function listAll(target: Target): Promise<Map<string, Listed>> {
  const found = new Map<string, Listed>();
  for (const status of ['active', 'idle', 'terminated']) {
    let total = 0;
    let listed = 0;
    for (let offset = 0; offset === 0 || offset < total; offset += PAGE) {
      const url = `${target.prx}/api/v1/sessions?status=${status}&limit=${PAGE}&offset=${offset}`;
      const page = await read(url, target);
      total = page.total;
      listed += page.sessions.length;
      for (const one of page.sessions) {
        expect(found.has(one.id), `session ${one.id} listed twice`).toBe(false);
        expect(one.status).toBe(status);
        found.set(one.id, one);
      }
    }
    expect(listed, `total of ${status} sessions`).toBe(total);
  }
  return found;
}

function compareState(entry: Entry, listed: Listed | undefined): void {
  if (listed === undefined) throw new Error(`The acknowledged session ${entry.id} is lost`);
  expect(listed).toMatchObject({ user_id: entry.userId, channel: entry.channel });
  const ended = listed.status === 'terminated';
  if (entry.ending === 'done') expect(ended, `${entry.id} came back`).toBe(true);
  if (entry.ending === 'no') expect(ended, `${entry.id} ended by itself`).toBe(false);
  entry.ending = ended ? 'done' : 'no';
}

async function compareMessages(target: Target, ledger: Ledger, entry: Entry): Promise<void> {
  const base = `${target.prx}/api/v1/sessions/${entry.id}`;
  const { messages, total } = await readMessages(`${base}/messages`, target);
  expect(messages.length, `total of messages of ${entry.id}`).toBe(total);
  expect(new Set(messages.map(({ id }) => id)).size, `ids in ${entry.id}`).toBe(total);
  entry.attempts = entry.emptying && total === 0 ? [] : compareOrder(entry, messages);
  entry.emptying = false;
  // Answers that were stored before the kill and not acknowledged count too.
  entry.turns += entry.attempts.filter((one) => one.ackedAt === 0 && one.answerId !== null).length;
  const { turn_count: turns, metadata } = await read(base, target);
  expect(turns, `turns of ${entry.id}`).toBe(entry.turns);
  expect(metadata).toEqual({ userId: entry.userId });
  for (const one of entry.attempts) one.ackedAt ||= ledger.tick();
}

/**
 * Every acknowledged message once, its answer right behind it, and none before one that was acknowledged before it was sent.
 * @returns the attempts that are there, in the order of the session
 */
function compareOrder(entry: Entry, messages: readonly Said[]): Attempt[] {
  const expected = new Map(entry.attempts.map((one) => [one.content, one]));
  const there: Attempt[] = [];
  let latestSent = 0;
  for (let at = 0; at < messages.length; at += 1) {
    const human = messages[at];
    const attempt = expected.get(human?.content ?? '');
    if (human?.role !== 'human' || attempt === undefined)
      throw new Error(`Doubled or unknown in ${entry.id}: ${JSON.stringify(human)}`);
    expected.delete(attempt.content);
    if (attempt.ackedAt > 0 && attempt.ackedAt < latestSent)
      throw new Error(`Out of order in ${entry.id}: ${attempt.content}`);
    latestSent = Math.max(latestSent, attempt.sentAt);
    const answer = messages[at + 1];
    if (answer?.role === 'ai') {
      at += 1;
      expect(answer.content).toBe(`${ECHO}${attempt.content}`);
      if (attempt.answerId === null && attempt.ackedAt > 0)
        throw new Error(`The answer ${answer.id} of ${entry.id} came after the restart`);
      if (attempt.answerId !== null) expect(answer.id).toBe(attempt.answerId);
      attempt.answerId = answer.id;
    } else if (attempt.answerId !== null) {
      throw new Error(`The acknowledged answer ${attempt.answerId} of ${entry.id} is lost`);
    }
    attempt.heard = true;
    there.push(attempt);
  }
  for (const lost of expected.values())
    if (lost.heard) throw new Error(`Lost in ${entry.id}: ${lost.content}`);
  return there;
}

async function readMessages(
  url: string,
  target: Target,
): Promise<{ messages: Said[]; total: number }> {
  const messages: Said[] = [];
  for (;;) {
    const page = await read(`${url}?limit=${PAGE}&offset=${messages.length}`, target);
    messages.push(...page.messages);
    if (page.messages.length < PAGE) return { messages, total: page.total };
  }
}

async function read(url: string, { token }: Target) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status, url).toBe(200);
  return JSON.parse(await response.text());
}
