/**
 * Owns asking for the plans of the very statements that a query runs. What a plan should be is left to the tests.
 */
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished } from 'vitest';
import type { Db } from '../../src/db/database.ts';
import { EmbeddedConnection } from '../../src/db/embedded.ts';
import { openStore } from '../../src/db/open.ts';
import { tempDir } from '../support/temp.ts';

/** A connection that keeps what it is asked. */
class Watched extends EmbeddedConnection {
  readonly asked: string[] = [];

  override prepare(text: string) {
    this.asked.push(text);
    return super.prepare(text);
  }
}

/** A store of the newest schema. @returns what the statements of a query are planned as, joined by `; ` */
export async function openPlans(): Promise<
  (query: (db: Db) => Promise<unknown>) => Promise<string>
> {
  const file = join(tempDir(), 'store.db');
  await (await openStore({ url: `file:${file}` })).close();
  const watched = new Watched({ file, busyTimeoutMs: 50, readOnly: false });
  const native = new Database(file);
  onTestFinished(() => {
    watched.discard();
    native.close();
  });
  const planOf = (text: string) =>
    native
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all(text.match(/\?/g)?.map(() => 1) ?? [])
      .map((row) => String(Object(row).detail));
  return async (query) => {
    watched.asked.length = 0;
    await query(watched.db);
    expect(watched.asked).not.toEqual([]);
    return watched.asked.flatMap(planOf).join('; ');
  };
}
