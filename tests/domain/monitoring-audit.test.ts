/**
 * Owns what monitoring shows of the audit log: how entries read, which ones a search finds, and that no secret is among them. Its HTTP form is
 * tested with the contract.
 */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '../../src/db/schema/index.ts';
import { type AuditEntry, AuditTrail } from '../../src/domain/monitoring/index.ts';
import { type Caller, systemCaller } from '../../src/domain/shared/index.ts';
import { BEGIN, callerOf, freshGround, type Ground } from './ground.ts';

let ground: Ground;
let trail: AuditTrail;
beforeEach(async () => {
  ground = await freshGround();
  trail = new AuditTrail(ground.store);
});

type Note = Parameters<Parameters<Parameters<Ground['journal']['commit']>[1]>[0]['note']>[0];

const note = (entry: Note, by: Caller = systemCaller('containers')) =>
  ground.journal.commit(by, (change) => change.note(entry));

async function newest(): Promise<AuditEntry> {
  const { entries } = await trail.search({ limit: 1, offset: 0 });
  return entries[0] ?? expect.unreachable();
}

describe('an entry', () => {
  it('of a request says who did what to what, and in which request', async () => {
    await ground.journal.commit(callerOf('namespace.created'), async (change) =>
      change.target('telegram_dev-team', { color: 'blue' }),
    );
    expect(await newest()).toEqual({
      id: 'audit_1',
      at: BEGIN,
      event: 'namespace.created',
      severity: 'info',
      actor: 'api',
      group: null,
      target: 'telegram_dev-team',
      allowed: true,
      message: 'Namespace created: telegram_dev-team',
      details: {
        color: 'blue',
        api: 'prx',
        operation: 'namespace.created',
        requestId: 'req_test',
        actor: 'token:tok_test',
      },
    });
  });

  it('of what was refused says so in its own words', async () => {
    const details = {
      severity: 'warning',
      group: 'dev',
      allowed: false,
      message: 'Path contains blocked pattern: .ssh',
      matchedPattern: '.ssh',
    } as const;
    await note({ event: 'mount.rejected', target: '/home/ana/.ssh', details });
    expect(await newest()).toMatchObject({
      event: 'mount.rejected',
      severity: 'warning',
      actor: 'system',
      group: 'dev',
      target: '/home/ana/.ssh',
      allowed: false,
      message: 'Path contains blocked pattern: .ssh',
      details: {
        matchedPattern: '.ssh',
        api: 'nanoclaw',
        operation: null,
        requestId: null,
        actor: 'system:containers',
      },
    });
    expect((await newest()).details).not.toHaveProperty('severity');
  });

  it('about nothing in particular is a sentence too', async () => {
    await note({ event: 'ipc.follow_up', target: null, details: {} });
    expect(await newest()).toMatchObject({ message: 'Ipc follow up', target: null, group: null });
  });

  it.each([
    ['token:tok_1', 'api'],
    ['admin', 'api'],
    ['anonymous', 'api'],
    ['local', 'api'],
    ['system:scheduler', 'scheduler'],
    ['system:ipc', 'ipc'],
    ['system:channels', 'channel'],
    ['system:containers', 'system'],
    ['system:proxy', 'system'],
    ['system:', 'system'],
  ])('of %s is of the kind %s', async (actor, kind) => {
    await note({ event: 'a.b', target: null, details: {} }, { ...systemCaller(''), actor });
    expect((await newest()).actor).toBe(kind);
  });

  it('shows no secret, wherever it stands', async () => {
    const secret = `gh_0123456789ab_${'x'.repeat(32)}`;
    await note({
      event: 'proxy.upstream_error',
      target: `https://user:hunter2@host/${secret}`,
      details: {
        message: `Bearer ${secret}`,
        said: secret,
        deep: [{ header: `authorization: ${secret}` }, 5, null, true],
      },
    });
    const entry = await newest();
    expect(JSON.stringify(entry)).not.toMatch(/gh_0123|hunter2/);
    expect(entry.details).toMatchObject({
      said: '***REDACTED***',
      deep: [{ header: 'authorization: ***REDACTED***' }, 5, null, true],
    });
  });

  it('whose facts are of no known form is shown without them', async () => {
    // A plugin of an older version may have written anything that is JSON.
    const details = { severity: 'fatal', group: 7, allowed: 'no', message: { a: 1 } };
    await ground.store.write((tx) =>
      tx.insert(auditLog).values({
        at: BEGIN,
        event: 'a.b',
        api: 'prx',
        operation: 'x',
        actor: 'admin',
        details,
        previousHash: '0',
        hash: '0',
      }),
    );
    const shown = { severity: 'info', group: null, allowed: true, message: 'A b' };
    expect(await newest()).toMatchObject(shown);
  });
});

describe('a search', () => {
  const stored = fc.record({
    event: fc.constantFrom('mount.rejected', 'mount.allowed', 'session.created'),
    group: fc.constantFrom(undefined, 'dev', 'main'),
    severity: fc.constantFrom(undefined, 'info' as const, 'warning' as const, 'critical' as const),
    after: fc.integer({ min: -3, max: 5 }),
  });
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const moment = maybe(fc.integer({ min: BEGIN - 5, max: BEGIN + 20 }));
  const asked = fc.record({
    event: maybe(fc.constantFrom('mount.rejected', 'session.created', 'a.b')),
    group: maybe(fc.constantFrom('dev', 'main', 'other')),
    severity: maybe(fc.constantFrom('info', 'warning', 'critical')),
    since: moment,
    until: moment,
    limit: fc.integer({ min: 1, max: 5 }),
    offset: fc.integer({ min: 0, max: 5 }),
  });

  it('for what is informative finds what says so and what says nothing, and no more', async () => {
    for (const severity of [undefined, 'info', 'warning', 'critical'] as const) {
      const details = severity === undefined ? {} : { severity };
      await note({ event: `of.${severity ?? 'none'}`, target: null, details });
    }
    const found = async (severity: 'info' | 'warning' | 'critical') => {
      const { entries, total } = await trail.search({ severity, limit: 9, offset: 0 });
      return [entries.map(({ event }) => event), total];
    };
    expect(await found('info')).toEqual([['of.info', 'of.none'], 2]);
    expect(await found('warning')).toEqual([['of.warning'], 1]);
    expect(await found('critical')).toEqual([['of.critical'], 1]);
  });

  it('finds what a model finds, in pages, newest first, and counts all of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stored, { maxLength: 15 }), asked, async (rows, query) => {
        const { clock, store } = ground;
        await store.write((tx) => tx.delete(auditLog));
        clock.advance(BEGIN - clock.now());
        const model: ((typeof rows)[number] & { at: number })[] = [];
        for (const row of rows) {
          const { event, after, group, severity } = row;
          // The wall clock goes back now and then; the order is that of writing.
          clock.advance(after);
          const details = {
            ...(group === undefined ? {} : { group }),
            ...(severity === undefined ? {} : { severity }),
          };
          await note({ event, target: null, details });
          model.unshift({ ...row, at: clock.now() });
        }
        const found = model.filter(
          (row) =>
            (query.event ?? row.event) === row.event &&
            (query.group === undefined || query.group === row.group) &&
            (query.severity ?? row.severity ?? 'info') === (row.severity ?? 'info') &&
            row.at >= (query.since ?? 0) &&
            row.at < (query.until ?? Number.MAX_SAFE_INTEGER),
        );
        const { entries, total } = await trail.search(query);
        expect(total).toBe(found.length);
        expect(entries).toMatchObject(
          found.slice(query.offset, query.offset + query.limit).map((row) => ({
            at: row.at,
            event: row.event,
            group: row.group ?? null,
            severity: row.severity ?? 'info',
          })),
        );
      }),
      { numRuns: 60 },
    );
  });
});
