/**
 * Owns taking targets, media types and preferences apart, by itself. What an API answers to bad ones is in tests/security.
 */
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/domain/shared/index.ts';
import {
  mediaType,
  negotiate,
  parseTemplate,
  readPath,
  readQuery,
} from '../../src/http/request-parts.ts';
import { cpuClock } from '../support/cpu.ts';

const URL_BASE = 'http://localhost:3120';

/** What `read` returns, or the details of its refusal. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) return error.details;
    throw error;
  }
}

describe('a path', () => {
  const template = parseTemplate('/api/v1/hooks/{id}/deliveries/{delivery}');

  it('gives its parameters, decoded once', () => {
    const read = readPath(`${URL_BASE}/api/v1/hooks/a%2Fb/deliveries/%2541?id=no`, template);
    expect(read).toEqual({ id: 'a/b', delivery: '%41' });
  });

  it.each([
    ['%', 'is not valid percent-encoding'],
    ['%c3%28', 'is not valid percent-encoding'],
    ['a%00', 'holds a NUL character'],
  ])('with %s is refused', (id, message) => {
    const url = `${URL_BASE}/api/v1/hooks/${id}/deliveries/1`;
    expect(attempt(() => readPath(url, template))).toEqual({
      issues: [{ in: 'path', path: 'id', message }],
    });
  });
});

describe('a query', () => {
  const read = (text: string) => attempt(() => readQuery(`${URL_BASE}/a${text}`));

  it.each([
    ['', {}],
    ['?', {}],
    ['?&&', {}],
    ['?a', { a: '' }],
    ['?a=', { a: '' }],
    ['?a=b=c', { a: 'b=c' }],
    ['?a=1&b=2#c=3', { a: '1', b: '2' }],
    ['?a=x+y%2Bz', { a: 'x y+z' }],
    ['?a%20b=%F0%9F%98%80', { 'a b': '😀' }],
    ['?a=?b', { a: '?b' }],
  ])('%s is read', (text, values) => {
    expect({ ...Object(read(text)) }).toEqual(values);
  });

  it.each([
    ['?a=1&a=1', 'a', 'is given twice'],
    ['?a=1&%61=2', 'a', 'is given twice'],
    ['?a=%', 'a', 'is not valid percent-encoding'],
    ['?%=1', '%', 'is not valid percent-encoding'],
    ['?a=%00', 'a', 'holds a NUL character'],
  ])('%s is refused', (text, path, message) => {
    expect(read(text)).toEqual({ issues: [{ in: 'query', path, message }] });
  });

  it('holds names like __proto__ as any other', () => {
    const values = readQuery(`${URL_BASE}/a?__proto__=x&constructor=y&toString=z`);
    expect(Object.keys(values)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('of ten thousand parameters takes no time', () => {
    const spent = cpuClock();
    readQuery(
      `${URL_BASE}/a?${Array.from({ length: 10_000 }, (_, index) => `p${index}=%41`).join('&')}`,
    );
    expect(spent()).toBeLessThan(200);
  });
});

describe('a media type', () => {
  it.each([
    [undefined, ''],
    ['', ''],
    ['Application/JSON ; charset=utf-8', 'application/json'],
    [' text/plain', 'text/plain'],
  ])('%j is %j', (header, type) => {
    expect(mediaType(header)).toBe(type);
  });

  const OFFERS = ['application/json', 'text/event-stream'];
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['TEXT/Event-Stream;q=0.9', 'text/event-stream'],
    ['text/html, text/event-stream', 'text/event-stream'],
    ['application/json, text/event-stream', 'application/json'],
  ])('is chosen for Accept: %j', (accept, chosen) => {
    expect(negotiate(accept, OFFERS)).toBe(chosen);
  });
});
