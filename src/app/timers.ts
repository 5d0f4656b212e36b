/**
 * Owns what the daemon does by itself every now and then. What is done belongs to the services.
 */
import type { Services } from './services.ts';

const SWEEP_MS = 1000;
const TICK_PLUGINS_MS = 1000;
const SWEEP_HOOKS_MS = 60_000;
const FLUSH_USE_MS = 30_000;
const FLUSH_PROXY_MS = 5000;
const PRUNE_LOGS_MS = 60_000;
const LOOK_FOR_SKILLS_MS = 1000;
const FORGET_MESSAGES_MS = 600_000;
const FORGET_RUNS_MS = 3_600_000;
const LOOK_AT_CONTAINERS_MS = 10_000;
const TELL_REFUSALS_MS = 10_000;

/** Running timers. */
export interface Timers {
  /** Ends them and waits for what is under way. */
  stop(): Promise<void>;
}

/** Starts the timers; a failure is told and the next tick tries again. */
export function startTimers(
  services: Services,
  onFailure: (error: unknown, name: string) => void,
): Timers {
  const timers = [
    every(
      SWEEP_HOOKS_MS,
      () => services.hooks.sweep(),
      (error) => onFailure(error, 'hooks'),
    ),
    every(
      SWEEP_MS,
      () => services.sessions.sweep(),
      (error) => onFailure(error, 'sessions'),
    ),
    every(
      TICK_PLUGINS_MS,
      () => services.plugins.tick(),
      (error) => onFailure(error, 'plugins'),
    ),
    every(
      FLUSH_USE_MS,
      () => services.tokens.flushUse(),
      (error) => onFailure(error, 'tokens'),
    ),
    every(
      FLUSH_PROXY_MS,
      () => services.credentialProxy.flush(),
      (error) => onFailure(error, 'credential-proxy'),
    ),
    every(
      PRUNE_LOGS_MS,
      () => services.logs.prune(),
      (error) => onFailure(error, 'logs'),
    ),
    every(
      LOOK_FOR_SKILLS_MS,
      () => services.skills.refresh(),
      (error) => onFailure(error, 'skills'),
    ),
    every(
      FORGET_MESSAGES_MS,
      () => services.retention.prune(),
      (error) => onFailure(error, 'channels'),
    ),
    every(
      FORGET_RUNS_MS,
      () => services.monitoring.forgetting.prune(),
      (error) => onFailure(error, 'monitoring'),
    ),
    every(
      LOOK_AT_CONTAINERS_MS,
      () => services.containersRuntime.watch.tick(),
      (error) => onFailure(error, 'containers'),
    ),
    every(
      TELL_REFUSALS_MS,
      () => services.refusals.sweep(),
      (error) => onFailure(error, 'refusals'),
    ),
    again(
      () => services.scheduler.tickMs(),
      () => services.scheduler.tick(),
      (error) => onFailure(error, 'schedules'),
    ),
  ];
  return {
    async stop() {
      await Promise.all(timers.map((one) => one.stop()));
    },
  };
}

/** Runs a job again and again, each time so long after the one before has ended. */
function again(
  delay: () => number,
  job: () => Promise<unknown>,
  onFailure: (error: unknown) => void,
): Timers {
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  const arm = () => {
    timer = setTimeout(() => {
      running = job().then(
        () => undefined,
        (error: unknown) => onFailure(error),
      );
      void running.finally(() => {
        if (timer !== null) arm();
      });
    }, delay());
    timer.unref();
  };
  arm();
  return {
    async stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await running;
    },
  };
}

/** Runs a job again and again, never twice at once. */
function every(
  milliseconds: number,
  job: () => Promise<unknown>,
  onFailure: (error: unknown) => void,
): Timers {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= job()
      .then(() => undefined, onFailure)
      .finally(() => {
        running = null;
      });
  }, milliseconds);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
