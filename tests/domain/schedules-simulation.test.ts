/**
 * Owns the proof that no run is doubled and no due time is without a row: years of schedules in every zone, with daemons that are killed
 * at any step, stand still for days, and whose clocks are set. GATEHOUSE_SOAK=1 makes it ten years; what is due is said by an oracle.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, max } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openStore, type Store } from '../../src/db/open.ts';
import { findSlot } from '../../src/db/schedule-slots.ts';
import { firstDueAt } from '../../src/db/schedules.ts';
import { scheduleSlots, schedules } from '../../src/db/schema/index.ts';
import type { ScheduleRow, SlotRow, Task } from '../../src/domain/schedules/index.ts';
import { systemCaller } from '../../src/domain/shared/index.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { BEGIN, quietCaller } from './ground.ts';
import { Fate, Killed, mortal } from './mortal.ts';
import { type Daemon, startDaemonOver, type World } from './schedules-ground.ts';
import { cronMoments, type Fields, randomOf, stretchesOf, ZONES } from './schedules-oracle.ts';

const SOAK = process.env.GATEHOUSE_SOAK === '1';
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const GRACE_MS = 60_000;
const RUNNER = systemCaller('test');
/** Failures in a row after which a schedule is spared more of them: at ten it would be disabled, as it should. */
const ENOUGH = 7;

/** A clock that is set by the test; the one that never goes back goes on alone. */
class WallClock implements Clock {
  #now = BEGIN;
  #monotonic = 0;

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    this.#monotonic += milliseconds;
  }

  /** Sets it, as an operator does. */
  set(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A schedule and every moment at which it is due. */
interface Expected {
  readonly id: string;
  readonly moments: (until: number) => number[];
}

interface Scenario {
  readonly seed: number;
  readonly days: number;
  readonly setsClock: boolean;
}

/** One history from its beginning to its end. */
class History {
  readonly #random: () => number;
  readonly #clock = new WallClock();
  readonly #store: Store;
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #expected: Expected[] = [];
  #fate = new Fate();
  #daemon: Daemon;
  #waiting: Task[] = [];
  #running: { task: Task; turnId: string; endsAt: number }[] = [];
  /** Turns that may have begun, and those that have. */
  #unsure: { slotId: string; turnId: string }[] = [];
  readonly #begun = new Map<string, string>();
  /** The newest due time that was handed over, by schedule. */
  #handed = new Map<string, number>();
  #turns = 0;
  #latest = BEGIN;
  readonly figures = { kills: 0, restarts: 0, clockSet: 0, ticks: 0, begun: 0 };

  constructor(store: Store, scenario: Scenario) {
    this.#store = store;
    this.#scenario = scenario;
    this.#random = randomOf(scenario.seed);
    this.#world = { store, namespaces: new Map([['dev', 'tg:1']]), posts: [] };
    this.#daemon = this.#start();
  }

  async run(): Promise<void> {
    const end = BEGIN + this.#scenario.days * DAY_MS;
    await this.#makeSchedules(end);
    while (this.#clock.now() < end) {
      await this.#alive(async () => {
        await this.#daemon.scheduler.tick();
        this.figures.ticks += 1;
        await this.#work();
      });
      await this.#fortune();
    }
    // The clock comes back to where it has been, and everything to its end.
    this.#fate = new Fate();
    await this.#restart();
    this.#clock.pass(Math.max(0, this.#latest - this.#clock.now()) + HOUR_MS);
    for (let round = 0; round < 1000; round += 1) {
      await this.#daemon.scheduler.tick();
      await this.#work();
      if (this.#waiting.length + this.#running.length > 0) this.#clock.pass(HOUR_MS / 60);
      else if (((await firstDueAt(this.#store.read)) ?? end * 2) > this.#clock.now()) break;
    }
    for (const one of this.#running) one.endsAt = this.#clock.now();
  }

  /** Compares what was stored with what had to be. @returns how many due times there were, and how many were skipped */
  async check(): Promise<{ slots: number; skipped: number; failed: number }> {
    const rows = await this.#store.read.select().from(scheduleSlots);
    const now = this.#clock.now();
    const bySchedule = new Map<string, SlotRow[]>();
    for (const row of rows) {
      const known = bySchedule.get(row.scheduleId);
      if (known === undefined) bySchedule.set(row.scheduleId, [row]);
      else known.push(row);
    }
    for (const { id, moments } of this.#expected) {
      const { row } = await this.#daemon.schedules.get(id);
      const slots = (bySchedule.get(id) ?? []).sort((a, b) => a.dueAt - b.dueAt);
      const due = slots.map((one) => one.dueAt).filter((at) => at <= now);
      expect([row.name, row.state, row.lastResult]).toEqual([
        row.name,
        row.type === 'once' && row.nextRunAt === null ? 'completed' : 'active',
        row.lastResult,
      ]);
      expect([row.name, due]).toEqual([row.name, moments(now)]);
      this.#checkPolicy(row, slots);
    }
    expect(rows.filter((one) => one.state !== 'ended' && one.dueAt <= now)).toEqual([]);
    const ran = rows.filter((one) => one.turnId !== null);
    expect(new Map(ran.map((one) => [one.id, one.turnId]))).toEqual(this.#begun);
    this.figures.begun = ran.length;
    return {
      slots: rows.length,
      skipped: rows.filter((one) => one.outcome === 'skipped').length,
      failed: rows.filter((one) => one.outcome === 'error').length,
    };
  }

  /** What was late and ran, and what was skipped, by the policy alone. */
  #checkPolicy(row: ScheduleRow, slots: readonly SlotRow[]): void {
    const made = { skip: 0, once: 1, all: row.misfireLimit }[row.misfire];
    for (const [index, slot] of slots.entries()) {
      const claimedAt = claimTime(slot);
      // How many later ones had come by then.
      let later = 0;
      while ((slots[index + 1 + later]?.dueAt ?? Number.POSITIVE_INFINITY) <= claimedAt) later += 1;
      const isLate = claimedAt - slot.dueAt > GRACE_MS;
      const isMissed = slot.error?.startsWith('It was missed') === true;
      const facts = [row.name, row.misfire, slot.dueAt, claimedAt, slot.error];
      if (isMissed && row.misfire === 'skip') expect([...facts, isLate]).toEqual([...facts, true]);
      if (isMissed && row.misfire !== 'skip')
        expect([...facts, later >= made]).toEqual([...facts, true]);
      if (!isMissed && isLate) expect([...facts, later < made]).toEqual([...facts, true]);
      if (slot.error === 'The run before was still going' && !this.#scenario.setsClock) {
        const before = slots.some(
          (one) =>
            one.outcome !== 'skipped' &&
            claimTime(one) <= claimedAt &&
            (one.endedAt ?? 0) >= claimedAt,
        );
        expect([...facts, before]).toEqual([...facts, true]);
      }
    }
  }

  #start(): Daemon {
    const world = { ...this.#world, store: mortal(this.#store, this.#fate) };
    const fate = this.#fate;
    return startDaemonOver(world, this.#clock, (task) => {
      fate.step();
      if (task.fence === 1) {
        expect(task.dueAt).toBeGreaterThan(this.#handed.get(task.scheduleId) ?? 0);
        this.#handed.set(task.scheduleId, task.dueAt);
      }
      this.#waiting.push(task);
    });
  }

  /** Does something that the daemon may not survive. */
  async #alive(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.figures.kills += 1;
      // Some do not come back at once.
      if (this.#random() < 0.5)
        this.#pass(this.#between(1000, this.#any([MINUTE_MS, HOUR_MS, DAY_MS, 9 * DAY_MS])));
      await this.#restart();
    }
  }

  async #restart(): Promise<void> {
    // What the dead one had begun to write may still be on its way.
    await this.#store.write(() => undefined);
    for (const { slotId, turnId } of this.#unsure)
      if ((await findSlot(this.#store.read, slotId))?.turnId === turnId)
        this.#hasBegun(slotId, turnId);
    this.#unsure = [];
    this.#waiting = [];
    this.#running = [];
    this.#handed = new Map();
    this.#fate = new Fate();
    this.#daemon = this.#start();
    this.figures.restarts += 1;
  }

  /** The most failures in a row that a schedule has; of all of them, where none is named. */
  async #failures(scheduleId?: string): Promise<number> {
    const [row] = await this.#store.read
      .select({ most: max(schedules.failures) })
      .from(schedules)
      .where(scheduleId === undefined ? undefined : eq(schedules.id, scheduleId));
    return row?.most ?? 0;
  }

  /** Runs tasks: a few at a time, for a while, most of them well. */
  async #work(): Promise<void> {
    const { journal, runs } = this.#daemon;
    const now = this.#clock.now();
    for (const run of this.#running.filter((one) => one.endsAt <= now)) {
      const fails = this.#random() < 0.1 && (await this.#failures(run.task.scheduleId)) < ENOUGH;
      const failure = fails ? { message: 'it broke', isTimeout: this.#random() < 0.3 } : null;
      const answer = failure === null ? 'done' : null;
      await journal.commit(RUNNER, (change) =>
        runs.turnEnded(change, { turnId: run.turnId, answer, failure }),
      );
      this.#running = this.#running.filter((one) => one !== run);
    }
    while (this.#waiting.length > 0 && this.#running.length < 60) {
      const task = this.#waiting.shift();
      if (task === undefined) break;
      const { slotId, fence } = task;
      if (this.#random() < 0.02 && (await this.#failures(task.scheduleId)) < ENOUGH) {
        await runs.failed(slotId, fence, 'error', 'no container');
        continue;
      }
      this.#turns += 1;
      const turnId = `turn_${this.#turns}`;
      const attempt = { slotId, turnId };
      this.#unsure.push(attempt);
      const isOurs = await journal.commit(RUNNER, (change) =>
        runs.began(change, slotId, fence, turnId),
      );
      expect(isOurs).toBe(true);
      this.#unsure = this.#unsure.filter((one) => one !== attempt);
      this.#hasBegun(slotId, turnId);
      // It was handed over twice, and the older one is not good any more.
      const again = await journal.commit(RUNNER, (change) =>
        runs.began(change, slotId, fence, `${turnId}_again`),
      );
      expect(again).toBe(false);
      const lasts = this.#random() < 0.02 ? 9 * HOUR_MS : 5 * MINUTE_MS;
      this.#running.push({ task, turnId, endsAt: now + this.#between(1000, lasts) });
    }
  }

  #hasBegun(slotId: string, turnId: string): void {
    expect([slotId, this.#begun.get(slotId)]).toEqual([slotId, undefined]);
    this.#begun.set(slotId, turnId);
  }

  /** Lets time pass until something happens, and has bad things happen. */
  async #fortune(): Promise<void> {
    const now = this.#clock.now();
    const due = (await firstDueAt(this.#store.read)) ?? now + DAY_MS;
    const ends = this.#running.map((one) => one.endsAt);
    const next = Math.min(due, ...ends, now + 30 * DAY_MS);
    this.#pass(Math.max(0, next - now) + this.#between(1, 2000));
    const dice = this.#random();
    // Each kill is one failure more for whatever runs.
    const isSpared = dice < 0.045 && (await this.#failures()) >= ENOUGH;
    if (isSpared) return;
    if (dice < 0.04) this.#fate.doom(this.#between(1, 40));
    else if (dice < 0.045) this.#fate.doom(1);
    else if (dice < 0.05 && this.#scenario.setsClock) {
      const size = this.#between(2000, this.#any([MINUTE_MS, HOUR_MS, DAY_MS, 4 * DAY_MS]));
      this.#clock.set(this.#random() < 0.5 ? size : -size);
      this.#handed = new Map();
      this.#latest = Math.max(this.#latest, this.#clock.now());
      this.figures.clockSet += 1;
    }
  }

  #pass(milliseconds: number): void {
    this.#clock.pass(milliseconds);
    this.#latest = Math.max(this.#latest, this.#clock.now());
  }

  #between(low: number, high: number): number {
    return low + Math.floor(this.#random() * (high - low + 1));
  }

  #any<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.#random() * choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  async #makeSchedules(end: number): Promise<void> {
    // Clocks are changed in the night of a Sunday nearly everywhere, and else on a Friday or Saturday.
    const times: readonly (readonly [string, Fields])[] = [
      [
        '30 2 * * 0',
        { minute: (n) => n === 30, hour: (n) => n === 2, day: (_d, _m, w) => w === 0 },
      ],
      [
        '0,30 0-2 * 3,4,10,11 0,5,6',
        {
          minute: (n) => n % 30 === 0,
          hour: (n) => n <= 2,
          day: (_d, m, w) => [3, 4, 10, 11].includes(m) && [0, 5, 6].includes(w),
        },
      ],
      [
        '15 1 L * *',
        { minute: (n) => n === 15, hour: (n) => n === 1, day: (d, _m, _w, days) => d === days },
      ],
    ];
    for (const [index, timezone] of ZONES.entries()) {
      const [value, fields] = times[index % 3] ?? this.#any(times);
      await this.#expect({ type: 'cron', value, timezone }, (until) =>
        cronMoments(
          fields,
          stretchesOf(timezone, BEGIN - 2 * DAY_MS, end + 40 * DAY_MS),
          BEGIN,
          until,
        ),
      );
    }
    for (const every of [7 * HOUR_MS, 13 * HOUR_MS + 1, 45 * HOUR_MS + 12_345])
      await this.#expect({ type: 'interval', value: every, timezone: 'UTC' }, (until) =>
        Array.from(
          { length: Math.floor((until - BEGIN) / every) },
          (_, n) => BEGIN + (n + 1) * every,
        ),
      );
    for (let n = 0; n < 12; n += 1) {
      const moment = BEGIN + this.#between(1, this.#scenario.days) * DAY_MS;
      const value = new Date(moment).toISOString();
      await this.#expect({ type: 'once', value, timezone: 'UTC' }, (until) =>
        moment <= until ? [moment] : [],
      );
    }
  }

  async #expect(
    time: { type: 'cron' | 'interval' | 'once'; value: string | number; timezone: string },
    moments: (until: number) => number[],
  ): Promise<void> {
    const misfire = this.#any(['skip', 'once', 'all'] as const);
    const name = `${time.type} ${time.value} ${time.timezone}`;
    const wanted = {
      name,
      namespace: 'dev',
      prompt: 'Do it.',
      time,
      misfire,
      misfireLimit: this.#between(1, 4),
    };
    const { row } = await this.#daemon.schedules.create(wanted, quietCaller);
    this.#expected.push({ id: row.id, moments });
  }
}

/** When a due time was claimed: its identifier says so. */
function claimTime({ id }: SlotRow): number {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const digits = id.slice('srun_'.length, 'srun_'.length + 10);
  return [...digits].reduce((sum, digit) => sum * 32 + alphabet.indexOf(digit), 0);
}

const days = SOAK ? 3653 : 150;
const scenarios: readonly Scenario[] = [
  { seed: 1, days, setsClock: false },
  { seed: 2, days, setsClock: true },
];

it.each(scenarios)(
  'no run is doubled and no due time is without a row: %o',
  async (scenario) => {
    // Killing a daemon is no power cut: what was written is there, and need not reach a disk.
    const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    const folder = mkdtempSync(join(base, 'gatehouse-test-'));
    const store = await openStore({ url: `file:${join(folder, 'gatehouse.db')}` });
    try {
      const history = new History(store, scenario);
      await history.run();
      const found = { ...(await history.check()), ...history.figures };
      expect(found.slots).toBeGreaterThan(scenario.days * 5);
      expect(found.kills).toBeGreaterThan(20);
      if (SOAK) process.stdout.write(`${JSON.stringify({ ...scenario, ...found })}\n`);
    } finally {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  SOAK ? 3_600_000 : 60_000,
);
