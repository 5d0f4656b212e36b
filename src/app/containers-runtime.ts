/**
 * Owns building what speaks to the container engine: finding it, images, what was left over, and the watch over what runs. What each
 * of them does belongs to domain/runtime.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstallId } from '../db/install.ts';
import type { Journal } from '../domain/audit/index.ts';
import { type ContainerSpec, Images, Orphans, Runtime, Watch } from '../domain/runtime/index.ts';
import { systemCaller } from '../domain/shared/index.ts';
import { enginePlaces } from './engine-places.ts';
import type { Ground } from './services.ts';

/** Runs as the queue knows them. */
export interface KnownRuns {
  /** The identifiers of runs that go on. */
  readonly ids: () => ReadonlySet<string>;
  /** What the container of a run was started with; null for a run that nobody knows. */
  readonly specOf: (runId: string) => ContainerSpec | null;
}

/** Beside the bundle, beside its chunks, and from the sources where `npm run build` puts it. */
const CONTEXTS = ['./container/', '../container/', '../../dist/container/'];

/** Builds them. `knownRuns` is asked at each use. */
export function buildContainersRuntime(
  ground: Ground,
  { journal, knownRuns }: { journal: Journal; knownRuns: KnownRuns },
) {
  const { live, home, store, clock, loggerOf, outside } = ground;
  const { current } = live;
  const log = loggerOf('containers');
  const runtime = new Runtime({
    clock,
    candidates: () =>
      outside.engines?.() ?? enginePlaces(current().containers, live.engineHints, process.platform),
  });
  const installId = makeInstallId(home, (fresh) => store.write((tx) => ensureInstallId(tx, fresh)));
  const orphans = new Orphans({ runtime, installId, journal, log });
  const watch = new Watch({
    runtime,
    installId,
    journal,
    clock,
    log,
    intervalMs: () => current().containers.audit_interval_secs * 1000,
    specOf: knownRuns.specOf,
  });
  const images = new Images({
    runtime,
    journal,
    clock,
    log,
    settings: () => ({
      image: current().containers.image,
      baseImage: current().containers.base_image,
      contextDir: contextDir(),
    }),
  });
  const afterChange = async (isBack: boolean, available: boolean, message: string) => {
    await journal.commit(systemCaller('containers'), (change) =>
      change.note({
        event: 'runtime.detected',
        target: null,
        details: { severity: available ? 'info' : 'warning', allowed: available, message },
      }),
    );
    if (isBack) await orphans.remove(knownRuns.ids);
  };
  let wasThere = false;
  let following: Promise<void> = Promise.resolve();
  runtime.onChange(({ available, message }, isBack) => {
    // A machine that never had an engine has nothing to tell of.
    if (!available && !wasThere) return;
    wasThere = available;
    log.info(message);
    following = following
      .then(() => afterChange(isBack, available, message))
      .catch((error: unknown) => log.error('what an engine left cannot be tidied', { error }));
  });
  return {
    runtime,
    images,
    orphans,
    watch,
    installId,
    /** Looks for an engine, without waiting for it; what an earlier daemon left there is removed. */
    start(): void {
      void runtime.find();
    },
    /** Waits for what follows from the last finding, and ends a build that runs. */
    async stop() {
      await images.stop();
      await following;
    },
  };
}

/** All of it. */
export type ContainersRuntime = ReturnType<typeof buildContainersRuntime>;

/** The identifier of this install: a copy of its store in another folder of the same machine is another one. */
function makeInstallId(
  home: string,
  ensure: (fresh: string) => Promise<string>,
): () => Promise<string> {
  let made: Promise<string> | null = null;
  const make = async () => {
    const id = await ensure(randomBytes(16).toString('hex'));
    return createHash('sha256').update(`${id}\n${home}`).digest('hex').slice(0, 32);
  };
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

function contextDir(): string {
  const places = CONTEXTS.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(`${place}Dockerfile`)) ?? places.at(-1) ?? '';
}
