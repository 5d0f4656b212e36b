/**
 * Owns what must hold in the file of a daemon that does not run: it is whole, its counts are right, its audit chain and its
 * events tell of every row. What its APIs answer is compared elsewhere.
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { expect } from 'vitest';
import { openStore } from '../../src/db/open.ts';
import { Journal } from '../../src/domain/audit/index.ts';
import { systemClock } from '../../src/lib/clock.ts';

const FILE = 'gatehouse.db';

/** Checks a copy, so that what the kill left is still there for the daemon to recover. */
export async function checkCopy(home: string, into: string): Promise<void> {
  mkdirSync(into);
  for (const name of [FILE, `${FILE}-wal`])
    if (existsSync(join(home, name))) copyFileSync(join(home, name), join(into, name));
  await checkFolder(into);
}

/** Checks the folder itself. */
export async function checkFolder(home: string): Promise<void> {
  const file = join(home, FILE);
  const database = new Database(file);
  const strings = (sql: string) => database.prepare(sql).raw().all([]).flat().map(String);
  try {
    expect(strings('PRAGMA integrity_check')).toEqual(['ok']);
    expect(strings('PRAGMA foreign_key_check')).toEqual([]);
    expect(strings(WRONG_COUNTS), 'counts that are not what there is').toEqual([]);

    const sessions = new Set(strings('SELECT id FROM sessions'));
    const audited = (operation: string) =>
      strings(`SELECT target FROM audit_log WHERE operation = '${operation}'`);
    const toldOf = (type: string) => strings(`SELECT subject FROM events WHERE type = '${type}'`);
    // Nobody asked by a request for the session of a chat.
    const chats = strings('SELECT session_id FROM chats WHERE session_id IS NOT NULL');
    const asked = new Set([...sessions].filter((id) => !chats.includes(id)));
    expectOnce('audit entries of creates', audited('createSession'), asked);
    expectOnce('events of creates', toldOf('session.created'), sessions);
    const ended = new Set(strings("SELECT id FROM sessions WHERE status = 'terminated'"));
    expectOnce('audit entries of ends', audited('deleteSession'), ended);
    expectOnce('events of ends', toldOf('session.terminated'), ended);
    // Messages of deleted threads are gone; what told of them stays.
    const told = strings("SELECT data ->> 'message_id' FROM events WHERE type LIKE 'message.%'");
    expect(new Set(told).size, 'events told twice').toBe(told.length);
    // What tools were asked and said is told by events of its own.
    const spoken = strings("SELECT id FROM messages WHERE role <> 'tool' AND tool_calls IS NULL");
    const silent = spoken.filter((id) => !told.includes(id));
    expect(silent, 'messages without an event').toEqual([]);
  } finally {
    database.close();
  }
  const store = await openStore({ url: `file:${file}` });
  try {
    expect(await new Journal(store, systemClock).verify()).toMatchObject({ brokenAt: null });
  } finally {
    await store.close();
  }
}

function expectOnce(what: string, told: readonly string[], ids: ReadonlySet<string>): void {
  expect([...told].sort(), what).toEqual([...ids].sort());
}

const WRONG_COUNTS = `
  SELECT 'messages' FROM row_counts
    WHERE name = 'messages' AND n <> (SELECT count(*) FROM messages)
  UNION ALL
  SELECT c.status || ' ' || c.channel FROM session_counts c
    WHERE c.n <> (SELECT count(*) FROM sessions s
                  WHERE s.status = c.status AND (c.channel = '' OR s.channel = c.channel))
  UNION ALL
  SELECT s.id FROM sessions s
    WHERE s.message_count <> (SELECT count(*) FROM messages m WHERE m.session_id = s.id)
  UNION ALL
  SELECT s.id FROM sessions s
    WHERE s.message_count <> (SELECT count(*) FROM checkpoints p WHERE p.session_id = s.id)`;
