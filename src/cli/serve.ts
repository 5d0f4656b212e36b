/**
 * Owns the command `serve`: it starts the daemon, says where it listens, and reloads or stops it on a signal.
 * What starting, reloading and stopping mean belongs to src/app.
 */
import { startDaemon } from '../app/daemon.ts';
import { version } from '../app/version.ts';
import { type CommonOptions, loadFor } from './load.ts';

/** `--json` prints the addresses as one JSON line. */
export interface ServeOptions extends CommonOptions {
  readonly json?: boolean;
}

/** Runs the daemon until SIGTERM or SIGINT; a second one ends it at once. SIGHUP reads the configuration file again. */
export async function serve(options: ServeOptions): Promise<void> {
  // Asked for before anything is begun, so that a signal during the start is not lost.
  const signal = nextSignal();
  const starting = startDaemon(loadFor(options));
  // From the beginning, as a SIGHUP that nobody hears ends the process; one during the start is done after it.
  process.on(
    'SIGHUP',
    () =>
      void starting.then(
        (daemon) => daemon.reload(),
        () => undefined,
      ),
  );
  const daemon = await starting;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(daemon.addresses)}\n`);
  } else {
    const { prx, agent, nanoclaw } = daemon.addresses;
    process.stdout.write(
      `Gatehouse ${version} accepts requests\n\n  prx       ${prx}\n  agent     ${agent}\n  nanoclaw  ${nanoclaw}\n\n`,
    );
  }
  if (daemon.firstToken !== null) {
    const hint = 'This is the first admin token. It is shown once: keep it.';
    // Standard output belongs to the JSON line where it was asked for.
    (options.json === true ? process.stderr : process.stdout).write(
      `${hint}\n\n  ${daemon.firstToken}\n\n`,
    );
  }
  await signal;
  void nextSignal().then(() => process.exit(1));
  await daemon.stop();
}

/** Resolves at the next SIGTERM or SIGINT. */
export function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    const heard = () => {
      process.off('SIGTERM', heard);
      process.off('SIGINT', heard);
      resolve();
    };
    process.on('SIGTERM', heard);
    process.on('SIGINT', heard);
  });
}
