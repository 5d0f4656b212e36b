/**
 * Owns starting the threads of this folder, from source (through tsx) or from the bundle.
 * What runs on them is left to the file that is started.
 */
import { type TransferListItem, Worker } from 'node:worker_threads';

/** Starts a thread that gets nothing of this process: no environment, no arguments, its output thrown away. */
export function startThread(
  name: 'guest-worker' | 'prepare-worker',
  options: {
    readonly workerData: unknown;
    readonly transfer?: readonly TransferListItem[];
    readonly maxHeapMb: number;
  },
): Worker {
  const settings = {
    name: `plugin ${name}`,
    workerData: options.workerData,
    transferList: [...(options.transfer ?? [])],
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb, maxYoungGenerationSizeMb: 16 },
  };
  const worker = import.meta.url.endsWith('.ts')
    ? fromSource(new URL(`./${name}.ts`, import.meta.url).href, settings)
    : new Worker(new URL(`./${name}.js`, import.meta.url), settings);
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

/** `--import tsx` has no effect on the threads of Node 20, so the thread registers tsx itself. */
function fromSource(script: string, settings: ConstructorParameters<typeof Worker>[1]): Worker {
  const boot = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import('${script}'); });`;
  return new Worker(boot, { ...settings, eval: true });
}
