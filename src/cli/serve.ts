/**
 * Owns the command `serve`: it starts the daemon, says where it listens, and stops it on a signal.
 * What starting and stopping mean belongs to src/app.
 */
import { startDaemon } from '../app/daemon.ts';
import { version } from '../app/version.ts';
import { type CommonOptions, loadFor } from './load.ts';

/** `--json` prints the addresses as one JSON line. */
export interface ServeOptions extends CommonOptions {
  readonly json?: boolean;
}

/** Runs the daemon until SIGTERM or SIGINT; a second signal ends it at once. */
export async function serve(options: ServeOptions): Promise<void> {
  // Asked for before anything is begun, so that a signal during the start is not lost.
  const signal = nextSignal();
  const daemon = await startDaemon(loadFor(options));
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

function nextSignal(): Promise<void> {
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
