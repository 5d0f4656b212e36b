/**
 * Owns a real tree of files that mounts are judged in: allowed roots, secrets beside and inside them, and the daemon's own folders.
 * Which of it may be mounted is left to the tests.
 */
import { linkSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { auditAfter } from '../../src/db/audit.ts';
import { type MountAsk, Mounts } from '../../src/domain/mounts/index.ts';
import { tempDir } from '../support/temp.ts';
import { freshGround, type Ground, quietCaller } from './ground.ts';

/** A tree, and who judges in it. */
export interface Tree extends Omit<Ground, 'file'> {
  readonly mounts: Mounts;
  /** Above everything; nothing in it but the roots may be mounted. */
  readonly top: string;
  /** The home folder, `~`. */
  readonly home: string;
  /** A root that may be written to. */
  readonly projects: string;
  /** A root that may be read. */
  readonly shared: string;
  /** The data folder, inside of a root. */
  readonly data: string;
  /** The folder of the configuration, inside of a root. */
  readonly config: string;
  dir(path: string): string;
  file(path: string): string;
  link(path: string, to: string): string;
  hardLink(path: string, to: string): string;
  judge(hostPath: string, parts?: Partial<MountAsk>): ReturnType<Mounts['judge']>;
  /** Events and details of the audit entries, oldest first. */
  audit(): Promise<{ event: string; target: string | null; details: unknown }[]>;
}

/** What tests of the way set that is judged by default. */
export const ROOTS = {
  allowedRoots: [{ path: '~/projects', allowReadWrite: true }, '~/shared', '~/missing'],
  blockedPatterns: ['payroll'],
  nonMainReadOnly: true,
};

/** Makes the tree, with an allowlist in force. */
export async function plantTree(): Promise<Tree> {
  const ground = await freshGround();
  const top = realpathSync(tempDir());
  const home = join(top, 'home', 'ana');
  const [projects, shared] = [join(home, 'projects'), join(home, 'shared')];
  const [data, config] = [join(projects, 'gatehouse', 'data'), join(projects, 'conf')];
  const dir = (path: string) => {
    mkdirSync(path, { recursive: true });
    return path;
  };
  for (const path of [join(projects, 'site'), shared, join(data, 'groups'), join(config, 'old')])
    dir(path);
  const mounts = new Mounts({
    store: ground.store,
    journal: ground.journal,
    homeDir: home,
    ownPlaces: () => [
      { path: data, label: 'the data folder' },
      { path: config, label: 'the configuration' },
      { path: join(projects, 'late', 'engine.sock'), label: 'the container engine' },
    ],
  });
  await mounts.set(ROOTS, quietCaller);
  return {
    ...ground,
    mounts,
    top,
    home,
    projects,
    shared,
    data,
    config,
    dir,
    file(path) {
      dir(dirname(path));
      writeFileSync(path, 'secret');
      return path;
    },
    link(path, to) {
      dir(dirname(path));
      symlinkSync(to, path);
      return path;
    },
    hardLink(path, to) {
      linkSync(to, path);
      return path;
    },
    judge: (hostPath, parts = {}) =>
      mounts.judge({ hostPath, containerPath: 'x', readOnly: true, isMain: false, ...parts }),
    async audit() {
      const rows = await auditAfter(ground.store.read, 0, 1000);
      return rows.map(({ event, target, details }) => ({ event, target, details }));
    },
  };
}
