/**
 * Owns the text of the world that a plugin is built for: the contract's own worlds, by the capabilities of its manifest.
 * The contract is in wit/prx.wit, building is done by the command line.
 */
import { existsSync, readFileSync } from 'node:fs';

const FILE = 'wit/prx.wit';
/** Beside the bundle, beside its chunks' folder, or at the top of the sources. */
const PLACES = ['./', '../', '../../', '../../../'];

/** Interfaces of WASI that a module without a toolchain may want. */
const WASI = `
package wasi:random@0.2.0 {
    interface random {
        get-random-bytes: func(len: u64) -> list<u8>;
        get-random-u64: func() -> u64;
    }
}
package wasi:clocks@0.2.0 {
    interface wall-clock {
        record datetime { seconds: u64, nanoseconds: u32 }
        now: func() -> datetime;
    }
}
`;

/** The contract's WIT. @throws Error when it is not where this program was installed */
export function contractWit(): string {
  const found = PLACES.map((place) => new URL(`${place}${FILE}`, import.meta.url)).find((url) =>
    existsSync(url),
  );
  if (found === undefined) throw new Error(`${FILE} is missing from this installation`);
  return readFileSync(found, 'utf8');
}

/**
 * WIT with a world `plugin` that has every world of a list.
 * @param worlds Such as `tool` and `hook`; none means a plugin that is only loaded
 * @param options.withWasi Adds clocks and random numbers; toolchains bring their own
 */
export function buildWit(
  worlds: readonly string[],
  { withWasi }: { readonly withWasi: boolean },
): string {
  const included = worlds.length === 0 ? ['base-plugin'] : [...new Set(worlds)];
  const lines = [
    ...included.map((name) => `include prx:plugin/${name}@0.1.0;`),
    ...(withWasi
      ? ['import wasi:random/random@0.2.0;', 'import wasi:clocks/wall-clock@0.2.0;']
      : []),
  ];
  const world = `\nworld plugin {\n${lines.map((line) => `    ${line}\n`).join('')}}\n`;
  return contractWit() + world + (withWasi ? WASI : '');
}
