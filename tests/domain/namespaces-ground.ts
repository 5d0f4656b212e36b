/**
 * Owns namespaces for tests of the domain: over a fresh store and a data folder of its own, with containers and schedules that the test
 * leads. What they must do is left to the tests.
 */
import {
  Folders,
  Instructions,
  type Namespace,
  type NamespaceParts,
  Namespaces,
} from '../../src/domain/namespaces/index.ts';
import { tempDir } from '../support/temp.ts';
import { freshGround, type Ground, quietCaller } from './ground.ts';

/** What there is to say of a namespace of which nothing is said. */
export const PLAIN: NamespaceParts = {
  description: '',
  chatJids: [],
  trigger: null,
  requiresTrigger: true,
  isMain: false,
  containerConfig: {},
};

/** Containers and schedules in memory. */
class Use {
  readonly running = new Set<string>();
  readonly closed: string[] = [];
  readonly paused: string[] = [];
  schedules = 0;
  onClose: () => void = () => undefined;

  inUse(name: string): boolean {
    return this.running.has(name);
  }

  async close(name: string): Promise<void> {
    this.running.delete(name);
    this.closed.push(name);
    this.onClose();
  }

  async pauseSchedules(_: unknown, name: string): Promise<number> {
    this.paused.push(name);
    return this.schedules;
  }
}

/** Everything over one store. */
export interface NamespaceGround extends Ground {
  readonly home: string;
  readonly use: Use;
  readonly namespaces: Namespaces;
  readonly instructions: Instructions;
}

/** Builds them over a ground; nothing is loaded. */
export function buildNamespaces(ground: Ground & { readonly home: string }): NamespaceGround {
  const { store, journal, clock, home } = ground;
  const use = new Use();
  const folders = new Folders(home, null);
  const namespaces = new Namespaces({ store, journal, clock, folders, use });
  const instructions = new Instructions({ namespaces, folders, journal, clock });
  return { ...ground, use, namespaces, instructions };
}

/** Everything for the running test alone. */
export const freshNamespaces = async (): Promise<NamespaceGround> =>
  buildNamespaces({ ...(await freshGround()), home: tempDir() });

/** Makes a namespace of which nothing is said but these parts. */
export async function makeNamespace(
  { namespaces }: NamespaceGround,
  name: string,
  parts: Partial<NamespaceParts> = {},
): Promise<Namespace> {
  return await namespaces.create(name, { ...PLAIN, ...parts }, quietCaller);
}
