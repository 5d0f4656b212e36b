/**
 * Owns reading the built documentation site: which file a path names, in which language a page is answered.
 * How the site is built is in scripts/docs; the contract's own operations are handlers.
 */
import { access, readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pickLanguage } from '../lib/accept-language.ts';

/** The languages of the site; English is answered to those who want none of them. */
export const LANGUAGES = ['en', 'ko', 'ja', 'fr'] as const;
/** A language of the site. */
export type Language = (typeof LANGUAGES)[number];

/** One file of the site. `read` reads it only when its bytes are wanted. */
export interface SiteFile {
  readonly type: string;
  readonly etag: string;
  readonly language: Language | null;
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** The documentation as the daemon serves it. Nothing of it is read before somebody asks. */
export interface DocsSite {
  /** The reference page of an API as it is answered at `/docs`, in the language that suits the reader. */
  reference(
    api: string,
    acceptLanguage: string | undefined,
  ): Promise<{ language: Language; html: string }>;
  /** The file at a path below `/docs/`, such as `en/prx.html`, or null. */
  file(path: string): Promise<SiteFile | null>;
}

/** What every page and file of the site is sent with; which scripts may run is said by each page for itself. */
export const SITE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-cache',
  'content-security-policy':
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.yaml': 'application/yaml; charset=utf-8',
};

/** A file of the site, at most one folder deep; dots stand between words only, so that no path leads out. */
const PATH = /^(?:[a-z]+\/)?[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/** Where the site is seen from the bundle, from a chunk of it, and from the source. */
const PLACES = ['./docs/', '../docs/', '../../dist/docs/'];

/** The site in a folder; by default the one that was built beside this program. */
export function openDocsSite(folder?: string): DocsSite {
  const places = folder === undefined ? PLACES.map(toPath) : [`${folder}/`];
  return {
    async reference(api, acceptLanguage) {
      const language = pickLanguage(acceptLanguage, LANGUAGES);
      const root = await findRoot(places);
      if (root === null) return { language: 'en', html: MISSING };
      const page = await readFile(`${root}${language}/${api}.html`, 'utf8');
      return { language, html: page.replaceAll(/(href|src)="\.\.\//g, '$1="docs/') };
    },
    async file(path) {
      const type = TYPES[extname(path)];
      if (type === undefined || !PATH.test(path)) return null;
      const root = await findRoot(places);
      if (root === null) return null;
      const place = `${root}${path}`;
      const found = await stat(place).catch(() => null);
      if (found === null || !found.isFile()) return null;
      const etag = `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`;
      const language = LANGUAGES.find((one) => path.startsWith(`${one}/`)) ?? null;
      return { type, etag, language, read: async () => new Uint8Array(await readFile(place)) };
    },
  };
}

function toPath(place: string): string {
  return fileURLToPath(new URL(place, import.meta.url));
}

async function findRoot(places: readonly string[]): Promise<string | null> {
  for (const place of places) {
    const isThere = await access(`${place}index.html`).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return null;
}

/** What is answered where the site was not built. */
const MISSING = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Gatehouse API</title>
<h1>Gatehouse API</h1>
<p>The documentation site was not built with this program; <code>npm run docs</code> builds it.</p>
<p>The contract itself: <a href="openapi.json">openapi.json</a>, <a href="openapi.yaml">openapi.yaml</a>.</p>
</html>
`;
