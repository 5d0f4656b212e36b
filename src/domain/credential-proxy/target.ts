/**
 * Owns reading the target of a request: its token, its choice of an upstream, and a rest that cannot leave that upstream's base path.
 * Who the token belongs to, and which upstreams there are, is asked in gate.ts.
 */
import { ProxyRefusal } from './ports.ts';

/** How a request says which upstream it means. */
export type Choice =
  | { readonly by: 'mapping'; readonly id: string }
  | { readonly by: 'provider'; readonly name: string }
  | { readonly by: 'placeholder' };

/** A target taken apart. */
export interface Target {
  /** Null where the path has none. */
  readonly token: string | null;
  readonly choice: Choice;
  /** The path below the base path, undecoded; empty, or beginning with a slash. */
  readonly rest: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
}

/** Printable ASCII, but for what some upstreams take for a slash or the end of the path. */
const PLAIN = /^\/[\x21\x22\x24-\x5b\x5d-\x7e]*$/;
/** Encodings within encodings that are looked through; a path with more of them is refused. */
const DEEPEST = 4;

/** @throws ProxyRefusal for everything but a path that is below the base path under every reading */
export function readTarget(text: string): Target {
  if (!PLAIN.test(text)) throw refused('The target must be a path in printable ASCII');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = mark < 0 ? '' : text.slice(mark);
  let segments = path.split('/').slice(1);
  let token: string | null = null;
  if (segments[0] === 'c') {
    token = segments[1] ?? '';
    segments = segments.slice(2);
  }
  let choice: Choice = { by: 'placeholder' };
  const [kind, name = ''] = segments;
  if (kind === 'm') choice = { by: 'mapping', id: name };
  else if (kind === 'p') choice = { by: 'provider', name };
  if (choice.by !== 'placeholder') segments = segments.slice(2);
  segments.forEach((segment, at) => {
    const isLast = at === segments.length - 1;
    if (segment === '' && !isLast) throw refused('The path has an empty segment');
    demandPlainSegment(segment);
  });
  const rest = segments.map((segment) => `/${segment}`).join('');
  return { token, choice, rest, query };
}

/** Decodes as often as a chain of upstreams might, and refuses a segment that any of them could take for a way up. */
function demandPlainSegment(segment: string): void {
  let text = segment;
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    if (isWayUp(text)) throw refused('The path leads out of its upstream');
    const decoded = decode(text);
    if (decoded === text) return;
    text = decoded;
  }
  throw refused('The path is encoded too many times');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused('The path is not well encoded');
  }
}

/** Some servers cut parameters after `;` off, some fold full-width characters, some take a backslash for a slash. */
function isWayUp(text: string): boolean {
  const folded = text.normalize('NFKC');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(folded)) return true;
  return folded
    .split(/[/\\]/)
    .map((part) => part.split(';')[0]?.trim() ?? '')
    .some((part) => part === '.' || part === '..');
}

const refused = (message: string) => new ProxyRefusal(400, 'bad_target', message);
