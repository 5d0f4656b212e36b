/**
 * Owns the names under which a model knows the tools of MCP servers: safe, short and unique. Which tools there are belongs to tools.ts.
 */
import { createHash } from 'node:crypto';

const LONGEST = 64;
const HASH = 8;

/**
 * Gives names, each once. They are `<prefix>_<server>_<tool>` with every other character than letters, digits, `_` and `-` as `_`;
 * one that is too long or taken ends in a hash of what it stands for, which makes it the same in every process.
 */
export class ToolNames {
  readonly #taken = new Set<string>();

  /** @returns null for a tool that has its name already */
  give(prefix: string, server: string, tool: string): string | null {
    const full = [prefix, server, tool].join('_').replace(/[^A-Za-z0-9_-]/g, '_');
    const fits = full.length <= LONGEST && !this.#taken.has(full);
    const name = fits ? full : marked(full, [prefix, server, tool]);
    if (this.#taken.has(name)) return null;
    this.#taken.add(name);
    return name;
  }
}

function marked(name: string, parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\0')).digest('hex');
  return `${name.slice(0, LONGEST - HASH - 1)}_${hash.slice(0, HASH)}`;
}
