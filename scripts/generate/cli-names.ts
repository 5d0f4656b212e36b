/**
 * Owns the naming of commands: which verb an operation gets under its tag, and how a name of the contract is written as a flag.
 * What a command takes belongs to cli.ts.
 */

/** Nouns that an operationId repeats although its tag says so already. */
const REPEATED: Readonly<Record<string, readonly string[]>> = {
  mcp: ['server'],
  card: ['agent'],
  'credential-proxy': ['proxy'],
};

/** Verbs that people know under another name. */
const KNOWN_AS: Readonly<Record<string, string>> = { streamLogs: 'tail' };

/**
 * The verb of an operation: `listSessions` of `sessions` is `list`, `rotateHookSecret` of `hooks` is `rotate-secret`, and a
 * reading one is called by what it reads: `getHealth` of `status` is `health`.
 */
export function verbOf(id: string, tag: string): string {
  const known = KNOWN_AS[id];
  if (known !== undefined) return known;
  const [verb = '', ...nouns] = kebab(id).split('-');
  const said = new Set([...tag.split('-'), ...(REPEATED[tag] ?? [])].map(singular));
  const isLegacy = nouns.at(-1) === 'legacy';
  const left = nouns.filter((noun) => noun !== 'legacy' && !said.has(singular(noun)));
  const words = verb === 'get' && left.length > 0 ? left : [verb, ...left];
  return [...words, ...(isLegacy ? ['legacy'] : [])].join('-');
}

/** user_id, hostPath and A2A-Version as user-id, host-path and a2a-version. */
export const kebab = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();

/** Only as much English as the tags have. */
const singular = (word: string) => word.replace(/s$/, '').replace(/statu$/, 'status');
