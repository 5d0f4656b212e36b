/**
 * Owns reading and bounding the binary format of WebAssembly: what kind a file is, and limits on the memories and tables of a module.
 * Running modules belongs to guest-worker.ts.
 */

/** What a file is, by its first eight bytes. */
export function kindOf(bytes: Uint8Array): 'component' | 'module' | 'other' {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (!head.startsWith('0061736d')) return 'other';
  if (head.endsWith('0d000100')) return 'component';
  return head.endsWith('01000000') ? 'module' : 'other';
}

/** A module that may not be run; the message ends a sentence about the component. */
export class ModuleRefused extends Error {
  override readonly name = 'ModuleRefused';
}

/** A module whose memories and tables cannot grow past the limits. */
export interface Bounded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many memories and tables each instance of it has of its own. */
  readonly memories: number;
  readonly tables: number;
}

/** Bytes of a page of linear memory. */
const PAGE = 65_536;
const MAX_TABLE_ENTRIES = 100_000;
const TABLES = 4;
const MEMORIES = 5;
const HAS_MAXIMUM = 1;
const FUNCREF = 0x70;
const EXTERNREF = 0x6f;

/**
 * Sets the maximum of every memory and table that a module defines, so that the engine itself refuses to grow them further.
 * @throws ModuleRefused for what begins beyond the limit, and for shared, 64-bit and other unusual memories and tables
 */
export function boundModule(module: Uint8Array, maxMemoryBytes: number): Bounded {
  const maxPages = Math.floor(maxMemoryBytes / PAGE);
  const reader = new Reader(module, 8);
  const parts: Uint8Array[] = [module.subarray(0, 8)];
  const defined = { memories: 0, tables: 0 };
  while (!reader.atEnd) {
    const begin = reader.position;
    const id = reader.byte();
    const size = reader.number();
    const end = reader.position + size;
    if (id === TABLES || id === MEMORIES) {
      const items = id === TABLES ? boundTables(reader) : boundMemories(reader, maxPages);
      if (reader.position !== end) throw new ModuleRefused('has a module that cannot be read');
      const body = Uint8Array.from([...encode(items.length), ...items.flat()]);
      parts.push(Uint8Array.from([id, ...encode(body.length)]), body);
      defined[id === TABLES ? 'tables' : 'memories'] += items.length;
    } else {
      parts.push(module.subarray(begin, end));
      reader.position = end;
    }
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), ...defined };
}

function boundMemories(reader: Reader, maxPages: number): number[][] {
  return Array.from({ length: reader.count() }, () => {
    const { min, max } = readLimits(reader);
    if (min > maxPages)
      throw new ModuleRefused(
        `begins with more memory than ${(maxPages * PAGE) / 1024 / 1024} MiB`,
      );
    return writeLimits(min, Math.min(max, maxPages));
  });
}

function boundTables(reader: Reader): number[][] {
  return Array.from({ length: reader.count() }, () => {
    const type = reader.byte();
    if (type !== FUNCREF && type !== EXTERNREF)
      throw new ModuleRefused('has a table of a kind that is not supported');
    const { min, max } = readLimits(reader);
    if (min > MAX_TABLE_ENTRIES) throw new ModuleRefused('has too large a table');
    return [type, ...writeLimits(min, Math.min(max, MAX_TABLE_ENTRIES))];
  });
}

function readLimits(reader: Reader): { min: number; max: number } {
  const flags = reader.byte();
  if (flags > HAS_MAXIMUM)
    throw new ModuleRefused('has a shared or 64-bit memory, which is not supported');
  const min = reader.number();
  return { min, max: flags === HAS_MAXIMUM ? reader.number() : Number.POSITIVE_INFINITY };
}

/** A maximum below the minimum would be refused by the engine, and rightly so. */
const writeLimits = (min: number, max: number) => [HAS_MAXIMUM, ...encode(min), ...encode(max)];

/** Unsigned LEB128. */
function encode(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

class Reader {
  readonly #bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  get atEnd(): boolean {
    return this.position >= this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.position];
    if (byte === undefined) throw new ModuleRefused('has a module that ends too early');
    this.position += 1;
    return byte;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  number(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new ModuleRefused('has a module that cannot be read');
  }

  /** The length of a list; every item has a byte at least. */
  count(): number {
    const count = this.number();
    if (count > this.#bytes.length - this.position)
      throw new ModuleRefused('has a module that ends too early');
    return count;
  }
}
