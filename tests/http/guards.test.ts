/**
 * Owns the guards of the edge by themselves. The same refusals over real sockets are in tests/security.
 */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/domain/shared/index.ts';
import { guardHeaders, isLoopbackName } from '../../src/http/guards.ts';
import { cpuClock } from '../support/cpu.ts';

/** What the parser would make of these header lines. */
function incoming(lines: readonly [string, string][], url = '/', version = '1.1'): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.url = url;
  message.httpVersion = version;
  message.rawHeaders = lines.flat();
  for (const [name, value] of lines) message.headers[name.toLowerCase()] ??= value;
  return message;
}

/** The reason of the refusal, or null. */
function judge(message: IncomingMessage, allow: ((name: string) => boolean) | null): string | null {
  try {
    guardHeaders(message, allow);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}

const HOST: [string, string] = ['Host', 'localhost'];

describe('the guard', () => {
  it.each([
    'localhost',
    'LocalHost:3120',
    'localhost.',
    '127.0.0.1',
    '127.255.0.3:1',
    '[::1]',
    '[::1]:80',
  ])('lets the host %s in on loopback', (host) => {
    expect(judge(incoming([['Host', host]]), isLoopbackName)).toBeNull();
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example.localhost',
    '127.0.0.1.evil.example',
    '128.0.0.1',
    '127.1',
    '[::2]',
    '[::1',
    '::1',
    'localhost:80:80',
  ])('keeps the host %s out on loopback', (host) => {
    expect(judge(incoming([['Host', host]]), isLoopbackName)).toBe('host_not_allowed');
  });

  it('lets every host in where there is no rule', () => {
    expect(judge(incoming([['Host', 'evil.example']]), null)).toBeNull();
    expect(judge(incoming([HOST], 'http://evil.example/'), null)).toBeNull();
  });

  it('judges the host of an absolute target too', () => {
    expect(judge(incoming([HOST], 'http://localhost:1/a'), isLoopbackName)).toBeNull();
    expect(judge(incoming([HOST], 'http://evil.example/a'), isLoopbackName)).toBe(
      'host_not_allowed',
    );
    expect(judge(incoming([HOST], 'http://localhost@evil.example/'), isLoopbackName)).toBe(
      'host_not_allowed',
    );
  });

  it('demands a host of HTTP/1.1 and not of HTTP/1.0', () => {
    expect(judge(incoming([]), isLoopbackName)).toBe('bad_request');
    expect(judge(incoming([['Host', '']]), null)).toBe('bad_request');
    expect(judge(incoming([], '/', '1.0'), isLoopbackName)).toBeNull();
    expect(judge(incoming([['Host', 'evil.example']], '/', '1.0'), isLoopbackName)).toBe(
      'host_not_allowed',
    );
  });

  it.each(['0.9', '1.2', '2.0', '3.0'])('does not speak HTTP/%s', (version) => {
    expect(judge(incoming([HOST], '/', version), null)).toBe('bad_request');
  });

  it.each(['Host', 'Authorization', 'X-API-Key', 'Content-Type', 'CONTENT-LENGTH'])(
    'takes %s once',
    (name) => {
      const other = name.toLowerCase();
      expect(judge(incoming([HOST, [name, 'a'], [other, 'a']]), null)).toBe('bad_request');
    },
  );

  it('takes other headers as often as they come, up to 200 lines', () => {
    const lines = Array<[string, string]>(199).fill(['X-A', 'b']);
    expect(judge(incoming([HOST, ...lines]), null)).toBeNull();
    expect(judge(incoming([HOST, ['X-A', 'b'], ...lines]), null)).toBe('headers_too_large');
  });

  it.each([
    '/..',
    '/.',
    '/a/..',
    '/a/../b',
    '/a/./b',
    '/%2e%2e/a',
    '/a/%2E.',
    '/a/.%2e?b',
    '/a#b',
    '/?a#b',
  ])('does not guess what %s means', (url) => {
    expect(judge(incoming([HOST], url), null)).toBe('bad_request');
  });

  it.each([
    '/',
    '/.well-known/agent-card.json',
    '/...',
    '/..a',
    '/a..',
    '/a.b/c',
    '/a?b=/../c',
    '/%252e%252e/',
  ])('reads %s as it stands', (url) => {
    expect(judge(incoming([HOST], url), null)).toBeNull();
  });

  it('takes no time over a long target', () => {
    const spent = cpuClock();
    judge(incoming([HOST], `/${'./'.repeat(1)}${'a/.'.repeat(5000)}`), null);
    judge(incoming([HOST], '/%2e'.repeat(4000)), null);
    judge(incoming([HOST], '/'.repeat(16_000)), null);
    expect(spent()).toBeLessThan(200);
  });
});
