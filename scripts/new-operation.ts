/**
 * Owns `npm run new-operation`: it puts a lint-clean skeleton of an operation into a contract and says what comes next.
 * The text of the skeleton is in operation-skeleton.ts; its real words and everything behind it belong to its author.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { operationText, schemasText, type Verb, type Wanted } from './operation-skeleton.ts';

/** A wish that cannot be met, in words for the person who typed it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

interface Root {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, { readonly $ref: string }>>;
}

type Items = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const APIS = ['prx', 'agent', 'nanoclaw'];
const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete'] satisfies Verb[];

/**
 * Reads the words of the command line.
 * @throws RefusedError for a wrong number of words, an unknown API or verb, or a name that breaks the conventions
 */
export function readWanted(words: readonly string[]): Wanted {
  const [api, tag, id, method, path] = words;
  if (!api || !tag || !id || !method || !path || words.length > 5) {
    throw new RefusedError(
      'usage: npm run new-operation -- <api> <tag> <operationId> <VERB> <path>',
    );
  }
  const verb = method.toLowerCase();
  if (!APIS.includes(api)) throw new RefusedError(`"${api}" is not one of ${APIS.join(', ')}`);
  if (!isVerb(verb)) throw new RefusedError(`"${method}" is not one of ${VERBS.join(', ')}`);
  if (!/^[a-z]+([A-Z][a-z0-9]*)+$/.test(id)) {
    throw new RefusedError(`"${id}" is not a camelCase verb and noun, such as listHooks`);
  }
  if (!/^(\/([A-Za-z0-9._-]+|\{[a-z][A-Za-z0-9_]*\}))+$/.test(path)) {
    throw new RefusedError(`"${path}" is not a full path, such as /api/v1/hooks/{id}`);
  }
  return { api, tag, id, verb, path };
}

const isVerb = (word: string): word is Verb => VERBS.includes(word);

/**
 * Adds an operation to the tree under `root`.
 * @returns the files it changed, relative to `root`
 * @throws RefusedError when the tag is not declared, or the name or the path and verb are taken; then nothing was changed
 */
export function addOperation(root: string, wanted: Wanted): string[] {
  const { api, tag, id, path } = wanted;
  const files = {
    index: `openapi/${api}/openapi.yaml`,
    paths: `openapi/${api}/paths/${tag}.yaml`,
    schemas: `openapi/${api}/schemas/${tag}.yaml`,
  };
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const readOr = (file: string, begin: string) =>
    existsSync(join(root, file)) ? read(file) : begin;
  const index = read(files.index);
  const contract: Root = parse(index);
  const paths = readOr(files.paths, `# The operations tagged ${tag}.\n`);
  const items: Items = parse(paths) ?? {};
  demandTag(contract, wanted, files.index);
  demandFreeId(join(root, `openapi/${api}/paths`), id);
  demandFreePath(contract, items, wanted);

  const known = contract.paths[path]?.$ref.split('#/')[1];
  const key = known ?? itemName(wanted, items);
  const shared = items[key]?.parameters !== undefined;
  const changed = new Map([
    [files.paths, insertOperation(paths, key, known !== undefined, operationText(wanted, shared))],
  ]);
  if (known === undefined) changed.set(files.index, insertPath(index, wanted, key));
  const schemas = schemasText(wanted);
  if (schemas !== '') {
    const begin = `# The objects of the operations tagged ${tag}.\n`;
    changed.set(files.schemas, readOr(files.schemas, begin) + schemas);
  }
  for (const [file, text] of changed) writeFileSync(join(root, file), text);
  return [...changed.keys()].sort();
}

function demandTag(contract: Root, { api, tag }: Wanted, file: string): void {
  if (contract.tags.some((one) => one.name === tag)) return;
  throw new RefusedError(`The ${api} contract has no tag "${tag}": declare it in ${file} first`);
}

function demandFreeId(folder: string, id: string): void {
  for (const file of readdirSync(folder)) {
    if (new RegExp(`^ +operationId: ${id}$`, 'm').test(readFileSync(join(folder, file), 'utf8'))) {
      throw new RefusedError(`${id} is in paths/${file} already`);
    }
  }
}

function demandFreePath(contract: Root, items: Items, { tag, verb, path }: Wanted): void {
  const shape = (one: string) => one.replaceAll(/\{[^}]+\}/g, '{}');
  const twin = Object.keys(contract.paths).find((one) => shape(one) === shape(path));
  if (twin === undefined) return;
  if (twin !== path) throw new RefusedError(`${path} is in the contract already, as ${twin}`);
  const [file = '', key = ''] = (contract.paths[path]?.$ref ?? '').split('#/');
  if (file !== `paths/${tag}.yaml`) throw new RefusedError(`${path} is in ${file}: use its tag`);
  if (items[key]?.[verb] !== undefined) {
    throw new RefusedError(`${verb.toUpperCase()} ${path} is in ${file} already`);
  }
}

/** `collection`, `item` or the last word of the path; the operation's own name where that is taken. */
function itemName({ tag, id, path }: Wanted, items: Items): string {
  const last = path.split('/').at(-1) ?? '';
  const word = last.replaceAll(/[-._]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const name = last === tag ? 'collection' : last.startsWith('{') ? 'item' : word;
  return name in items ? id : name;
}

/** Adds to the end of an item, or a new item to the end of the file. */
function insertOperation(text: string, key: string, isKnown: boolean, operation: string): string {
  if (!isKnown) return `${text}${key}:\n${operation}`;
  const lines = text.split('\n');
  const begin = lines.indexOf(`${key}:`);
  const next = lines.findIndex((line, at) => at > begin && /^\S/.test(line));
  const end = next === -1 ? lines.length - 1 : next;
  return [...lines.slice(0, end), ...operation.trimEnd().split('\n'), ...lines.slice(end)].join(
    '\n',
  );
}

/** Adds the URL behind those of its tag, or behind all others. */
function insertPath(text: string, { tag, path }: Wanted, key: string): string {
  const lines = text.split('\n');
  const reference = `"paths/${tag}.yaml#/${key}"`;
  const flow = `  ${path}: { $ref: ${reference} }`;
  const line = flow.length > 100 ? `  ${path}:\n    $ref: ${reference}` : flow;
  const own = lines.findLastIndex((one) => one.includes(`"paths/${tag}.yaml#/`));
  const last = own === -1 ? lines.findLastIndex((one) => one.includes('"paths/')) : own;
  return lines.toSpliced(last + 1, 0, line).join('\n');
}

function nextSteps({ api, tag, id }: Wanted): string {
  return `
Next (docs/adding-an-operation.md has the whole of it):

  1. Write its words, schemas and examples in openapi/${api}/; keep x-extension only if no published page documents it
  2. npm run contract:lint && npm run generate
  3. Say in tests/contract/${api}/${tag}.test.ts what it answers
  4. Write ${id} in src/handlers/${api}/${tag}.ts, wire it in src/app/handlers.ts: until then it does not compile
  5. npm run check
`;
}

function main(): void {
  try {
    const wanted = readWanted(process.argv.slice(2));
    const files = addOperation('.', wanted);
    process.stdout.write(`${wanted.id} is in the ${wanted.api} contract:\n\n`);
    process.stdout.write(`${files.map((file) => `  ${file}\n`).join('')}${nextSteps(wanted)}`);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
