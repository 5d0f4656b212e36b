/**
 * Owns what is promised of request targets: none leads out of its upstream's base path, and ordinary ones go through as they are.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProxyRefusal } from '../../src/domain/credential-proxy/index.ts';
import { readTarget } from '../../src/domain/credential-proxy/target.ts';

describe('a target', () => {
  it.each([
    [
      '/c/T/m/map_1/v1/messages?beta=true',
      'T',
      { by: 'mapping', id: 'map_1' },
      '/v1/messages',
      '?beta=true',
    ],
    [
      '/c/T/p/anthropic/v1/messages',
      'T',
      { by: 'provider', name: 'anthropic' },
      '/v1/messages',
      '',
    ],
    ['/c/T/v1/messages', 'T', { by: 'placeholder' }, '/v1/messages', ''],
    ['/c/T', 'T', { by: 'placeholder' }, '', ''],
    ['/c/T/', 'T', { by: 'placeholder' }, '/', ''],
    ['/m/map_1', null, { by: 'mapping', id: 'map_1' }, '', ''],
    ['/m/map_1?a=/../b', null, { by: 'mapping', id: 'map_1' }, '', '?a=/../b'],
    ['/v1/a/', null, { by: 'placeholder' }, '/v1/a/', ''],
    [
      '/projects/group%2Fname/..data/a..b/...',
      null,
      { by: 'placeholder' },
      '/projects/group%2Fname/..data/a..b/...',
      '',
    ],
    ['/%E4%BD%A0%20;v=1', null, { by: 'placeholder' }, '/%E4%BD%A0%20;v=1', ''],
  ])('%s is taken apart', (text, token, choice, rest, query) => {
    expect(readTarget(text)).toEqual({ token, choice, rest, query });
  });

  it.each([
    'http://evil.example/v1',
    '//evil.example/v1',
    '*',
    '',
    'evil.example:443',
    '/a/../b',
    '/a/..',
    '/./a',
    '/a/%2e%2e/b',
    '/a/%2E./b',
    '/a/.%2e',
    '/a/%252e%252e/b',
    '/a/%25252e%25252e/b',
    '/%2525252525252e%2525252525252e/b',
    '/a/..%2fb',
    '/a/%2e%2e%2fb',
    '/a%2f..%2fb',
    '/a/..%5cb',
    '/a/..%255cb',
    '/a\\..\\b',
    '/a/..;/b',
    '/a/..;x=1/b',
    '/a/.%20',
    '/a/%EF%BC%8E%EF%BC%8E/b',
    '/a/%E2%80%A5/b',
    '/a/%c0%ae%c0%ae/b',
    '/a/%u002e%u002e/b',
    '/a/%zz',
    '/a/%',
    '/a/%00',
    '/a/b%0d%0aHost:evil',
    '/a/%2500',
    '/a//b',
    '/c/T//v1',
    '/m/map_1//v1',
    '/a#b',
    '/a b',
    '/a\u00e9',
    '/a\u0000',
    '/m/map_1/../../p/openai',
    '/c/T/m/map_1/..',
  ])('%j is refused', (text) => {
    expect(() => readTarget(text)).toThrow(ProxyRefusal);
  });

  it('stays below its base path however hostile it is', () => {
    const bit = fc.constantFrom(
      ...[
        '.',
        '..',
        '/',
        '\\',
        '%2e',
        '%2f',
        '%5c',
        '%25',
        '2e',
        ';',
        '?',
        '#',
        'a',
        'm',
        'c',
        ' ',
        '%00',
        '＂',
        '%EF%BC%8E',
      ],
    );
    const decode = (text: string) => {
      try {
        return decodeURIComponent(text);
      } catch {
        return text;
      }
    };
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 14 }), (bits) => {
        let rest: string;
        try {
          rest = readTarget(`/${bits.join('')}`).rest;
        } catch (error) {
          expect(error).toBeInstanceOf(ProxyRefusal);
          return;
        }
        for (let text = rest, depth = 0; depth < 4; depth += 1, text = decode(text)) {
          const { pathname, origin } = new URL(`http://upstream.test/base${text}`);
          expect(origin).toBe('http://upstream.test');
          expect(pathname.startsWith('/base')).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
