/**
 * Owns what tests of schedules stand on: namespaces, a runner that keeps what it is handed, and the chats that are written to.
 * What schedules must do with them is left to the tests.
 */
import type { Store } from '../../src/db/open.ts';
import { Journal } from '../../src/domain/audit/index.ts';
import {
  type NamespaceBook,
  type NewSchedule,
  Runs,
  Scheduler,
  Schedules,
  type Task,
} from '../../src/domain/schedules/index.ts';
import { DomainError } from '../../src/domain/shared/index.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLoggerOf } from '../support/log.ts';
import { freshGround, quietCaller, type TestClock } from './ground.ts';

/** One run of the daemon, as far as schedules go. */
export interface Daemon {
  readonly journal: Journal;
  readonly schedules: Schedules;
  readonly runs: Runs;
  readonly scheduler: Scheduler;
  /** What was handed over, oldest first. */
  readonly tasks: Task[];
}

/** What stays when the daemon goes. */
export interface World {
  readonly store: Store;
  /** Namespaces with their first chats. */
  readonly namespaces: Map<string, string | null>;
  /** What was sent, as `jid: text`. */
  readonly posts: string[];
}

/** Starts a daemon over a store. */
export function startDaemonOver(
  world: World,
  clock: Clock,
  enqueue: (task: Task) => void = () => undefined,
): Daemon {
  const { store } = world;
  const journal = new Journal(store, clock);
  const namespaces: NamespaceBook = {
    firstChats: (_db, names) =>
      Promise.resolve(
        new Map(
          names.flatMap((name) => {
            const jid = world.namespaces.get(name);
            return jid === undefined ? [] : [[name, jid]];
          }),
        ),
      ),
  };
  const tasks: Task[] = [];
  const runs = new Runs({
    store,
    journal,
    clock,
    namespaces,
    post: (change, jid, text) => {
      change.committed(() => world.posts.push(`${jid}: ${text}`));
      return Promise.resolve();
    },
  });
  return {
    journal,
    runs,
    tasks,
    schedules: new Schedules({
      store,
      journal,
      clock,
      namespaces,
      checkImage: (tag) => {
        if (tag.startsWith('-')) throw new DomainError('image_tag_invalid', 'not an image');
      },
      settings: () => ({ timezone: 'Asia/Seoul', minIntervalMs: 60_000, image: 'agent:latest' }),
    }),
    scheduler: new Scheduler({
      store,
      journal,
      clock,
      log: silentLoggerOf('schedules'),
      runs,
      runner: {
        enqueue: (task) => {
          tasks.push(task);
          enqueue(task);
        },
      },
      namespaces,
      tickMs: () => 1000,
    }),
  };
}

/** A world with one namespace, and a daemon in it. */
export interface Scene extends Daemon {
  readonly world: World;
  readonly clock: TestClock;
  /** Ends this daemon as a power cut does, and starts another one. */
  restart(): Daemon;
}

/** Sets a scene for the running test alone. */
export async function setScene(): Promise<Scene> {
  const { store, clock } = await freshGround();
  const world: World = { store, namespaces: new Map([['dev', 'tg:1']]), posts: [] };
  return {
    ...startDaemonOver(world, clock),
    world,
    clock,
    restart: () => startDaemonOver(world, clock),
  };
}

/** Makes a schedule. @returns its id */
export async function makeSchedule(
  { schedules }: Pick<Daemon, 'schedules'>,
  wanted: Partial<NewSchedule> & Pick<NewSchedule, 'time'>,
): Promise<string> {
  const made = { name: 'A task', namespace: 'dev', prompt: 'Do it.', ...wanted };
  return (await schedules.create(made, quietCaller)).row.id;
}
