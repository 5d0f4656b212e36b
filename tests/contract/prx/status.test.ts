/**
 * Owns what the PRX tags `status`, `backups` and `meta` promise about the daemon as a whole.
 * That a backup restores is tested in tests/db.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { contracts } from '../../support/contract-check.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, HandClock, makeSession, textAt } from '../read.ts';
import { type Clients, clientsOf, serveBeside } from '../served.ts';

const clock = new HandClock();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  daemon = await startTestDaemon({ clock });
  prx = clientsOf(daemon.addresses).prx;
});
afterAll(() => daemon.stop());

describe('getStatus', () => {
  it('counts what is there now', async () => {
    const before = (await prx.call('getStatus')).body;
    expect(before).toMatchObject({ status: 'healthy', version: manifest.version });
    const id = await makeSession(prx);
    await prx.call('sendMessage', { path: { id }, body: { content: 'Hi' } });
    clock.advance(90);
    const after = (await prx.call('getStatus')).body;
    expect(at(after, 'active_sessions')).toBe(Number(at(before, 'active_sessions')) + 1);
    expect(at(after, 'memory', 'entries')).toBe(Number(at(before, 'memory', 'entries')) + 2);
    expect(at(after, 'uptime_secs')).toBe(Number(at(before, 'uptime_secs')) + 90);
  });
});

describe('getHealth', () => {
  it('needs no token', async () => {
    const answer = await prx.call('getHealth', { token: null });
    expect(answer).toMatchObject({ status: 200, body: { healthy: true } });
  });

  it('answers 503 while the store takes no writes, and 200 once it does again', async () => {
    const other = new Database(join(daemon.home, 'gatehouse.db'));
    other.exec('BEGIN IMMEDIATE');
    // A probe counts for a second.
    clock.advance(2);
    const sick = await prx.call('getHealth', { token: null });
    expect(sick).toMatchObject({ status: 503, body: { healthy: false } });
    expect((await prx.call('getStatus')).body).toMatchObject({
      status: 'unhealthy',
      reasons: [{ component: 'store' }],
    });
    other.exec('ROLLBACK');
    other.close();
    clock.advance(2);
    expect(await prx.call('getHealth', { token: null })).toMatchObject({ status: 200 });
  });

  it('answers 503 as soon as the daemon stops, so that a balancer sends nobody there', async () => {
    const leaving = await startTestDaemon({ clock });
    const served = await serveBeside(leaving, { isStopping: () => true });
    const health = () => served.clients.prx.call('getHealth', { token: null });
    // The probe that this one makes is still good for the next.
    expect(await health()).toMatchObject({ status: 200 });
    const stopped = leaving.stop();
    expect(await health()).toMatchObject({ status: 503, body: { healthy: false } });
    await stopped;
    await served.stop();
  });
});

describe('createBackup', () => {
  it('leaves a whole file under the name and sum it answers', async () => {
    const made = await prx.call('createBackup');
    expect(made.status).toBe(201);
    const bytes = readFileSync(textAt(made.body, 'file'));
    expect(at(made.body, 'bytes')).toBe(bytes.length);
    expect(at(made.body, 'sha256')).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(textAt(made.body, 'file').startsWith(daemon.home)).toBe(true);
  });
});

describe('getOpenapi', () => {
  it('answers the very contract, without a token', async () => {
    const answer = await prx.call('getOpenapi', { token: null });
    expect(answer.body).toEqual(contracts.prx.document);
  });
});
