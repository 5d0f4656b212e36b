/**
 * Owns the answers below `/docs/`: files of the documentation site, unchanged ones as 304, and the way to the reader's language.
 * Reading the site belongs to docs-site.ts, `/docs` itself to the contract.
 */
import { DomainError } from '../domain/shared/index.ts';
import { pickLanguage } from '../lib/accept-language.ts';
import { type DocsSite, LANGUAGES, SITE_HEADERS } from './docs-site.ts';
import type { Visit } from './visit.ts';

/** Where the files of the site are served. */
export const DOCS_PATH = '/docs/';

/** Answers one file of the site. @throws DomainError when there is no such file, or the verb is not one that reads */
export async function answerDocs(site: DocsSite, { c, headers }: Visit): Promise<Response> {
  const { incoming } = c.env;
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    throw new DomainError('method_not_allowed', `${c.req.method} is not allowed on ${c.req.path}`, {
      allow: ['GET', 'HEAD'],
    });
  }
  const path = c.req.path.slice(DOCS_PATH.length);
  const file = await site.file(path === '' ? 'index.html' : path);
  if (file === null) throw new DomainError('route_not_found', `There is no ${c.req.path} here`);
  Object.assign(headers, SITE_HEADERS);
  if (path === '') {
    const language = pickLanguage(incoming.headers['accept-language'], LANGUAGES);
    headers.vary = 'Accept-Language';
    headers.location = `${language}/index.html`;
    return new Response(null, { status: 302, headers });
  }
  headers.etag = file.etag;
  if (isKnown(incoming.headers['if-none-match'], file.etag)) {
    return new Response(null, { status: 304, headers });
  }
  headers['content-type'] = file.type;
  if (file.language !== null) headers['content-language'] = file.language;
  return new Response(await file.read(), { status: 200, headers });
}

/** Whether the reader has these bytes already (RFC 9110, 13.1.2: compared weakly). */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
