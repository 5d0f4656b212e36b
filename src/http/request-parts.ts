/**
 * Owns taking a request apart into path, query and header values, strictly: what cannot be read in one way only is refused.
 * Types, defaults and bounds belong to the contract's validators.
 */
import { DomainError, type Issue } from '../domain/shared/index.ts';
import { cutName } from './issues.ts';

/** Where each parameter of a path template stands: its segment, counted from 1 as `split('/')` counts. */
export type PathTemplate = readonly { readonly name: string; readonly segment: number }[];

/** Reads a template such as `/api/v1/sessions/{id}`; parameters are always whole segments. */
export function parseTemplate(path: string): PathTemplate {
  return path
    .split('/')
    .map((text, segment) => ({
      name: text.slice(1, -1),
      segment,
      isParameter: text.startsWith('{'),
    }))
    .filter((one) => one.isParameter);
}

/**
 * Path parameters, percent-decoded.
 * They come from the URL and not from the router, which leaves alone what it cannot decode.
 */
export function readPath(url: string, template: PathTemplate): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  if (template.length === 0) return values;
  const start = url.indexOf('/', url.indexOf('//') + 2);
  const end = url.indexOf('?', start);
  const segments = url.slice(start, end === -1 ? undefined : end).split('/');
  for (const { name, segment } of template)
    values[name] = decode(segments[segment] ?? '', 'path', name);
  return values;
}

/**
 * Query parameters, percent-decoded; a name that comes twice is refused unless it is a list.
 * @param url The whole request URL.
 */
export function readQuery(url: string): Record<string, unknown> {
  const start = url.indexOf('?');
  if (start === -1) return {};
  const end = url.indexOf('#', start);
  const text = url.slice(start + 1, end === -1 ? undefined : end);
  const values: Record<string, unknown> = Object.create(null);
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const split = pair.indexOf('=');
    const rawName = split === -1 ? pair : pair.slice(0, split);
    const name = decode(rawName.replaceAll('+', ' '), 'query', rawName);
    if (name in values) throw fault('query', name, 'is given twice');
    values[name] =
      split === -1 ? '' : decode(pair.slice(split + 1).replaceAll('+', ' '), 'query', name);
  }
  return values;
}

function decode(raw: string, part: Issue['in'], name: string): string {
  if (!raw.includes('%')) return raw;
  if (raw.includes('%00')) throw fault(part, name, 'holds a NUL character');
  try {
    return decodeURIComponent(raw);
  } catch {
    throw fault(part, name, 'is not valid percent-encoding');
  }
}

function fault(part: Issue['in'], path: string, message: string): DomainError {
  const where = part === 'path' ? 'path parameter' : 'query parameter';
  return new DomainError('validation_failed', `The ${where} "${path}" ${message}`, {
    issues: [{ in: part, path: cutName(path), message }],
  });
}

/** The value of a media-type header without its parameters, lower case; empty when the header is missing. */
export function mediaType(header: string | undefined): string {
  if (header === undefined) return '';
  const end = header.indexOf(';');
  return (end === -1 ? header : header.slice(0, end)).trim().toLowerCase();
}

/**
 * Picks what to answer in: the first offer, unless the caller's Accept names another one and not the first.
 * Quality values beyond the order are ignored, as the offers are one JSON form and one of a stream or of text.
 */
export function negotiate(accept: string | undefined, offers: readonly string[]): string {
  const first = offers[0] ?? '';
  if (accept === undefined || offers.length < 2) return first;
  const wanted = accept.split(',').map((one) => mediaType(one));
  return wanted.find((one) => offers.includes(one)) ?? first;
}
