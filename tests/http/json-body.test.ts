/**
 * Owns the reader of JSON bodies by itself: what it takes, what it refuses, and that what it takes is what JSON.parse takes.
 * The same over real sockets is in tests/security/bad-input-body.test.ts.
 */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/domain/shared/index.ts';
import { parseJson, readBody } from '../../src/http/json-body.ts';
import { cpuClock } from '../support/cpu.ts';

const RUNS = process.env.GATEHOUSE_SOAK === '1' ? 20_000 : 500;

/** The refusal, or null where the text is taken. */
function refusal(text: string | Buffer): DomainError | null {
  try {
    parseJson(typeof text === 'string' ? Buffer.from(text) : text);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

describe('a JSON body', () => {
  it('is read as JSON.parse reads it, or refused', () => {
    const values = fc.json({ stringUnit: 'binary', maxDepth: 4 });
    const property = fc.property(values, (text) => {
      const refused = refusal(text);
      if (refused === null) expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
      else expect(refused.message).toMatch(/surrogate|NUL|forbidden key|UTF-8/);
    });
    fc.assert(property, { numRuns: RUNS, seed: 1 });
  });

  it('is refused with a reason whatever bytes it is made of', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const refused = refusal(Buffer.from(bytes));
      if (refused !== null) expect(['invalid_json', 'validation_failed']).toContain(refused.reason);
    });
    fc.assert(property, { numRuns: RUNS, seed: 2 });
  });

  it.each([
    '{"__proto__":{"a":1}}',
    '{"a":[{"\\u005f_proto__":1}]}',
    '{"__pr\\u006fto__":1}',
    '{"constructor":{"prototype":{"a":1}}}',
    '{"constructor":{"\\u0070rototype":{"a":1}}}',
    '{"\\u0063onstructor":{"prototype":1}}',
    '\uFEFF{"__proto__":1}',
  ])('is refused for the forbidden key of %s', (text) => {
    expect(refusal(text)?.message).toBe('The body holds a forbidden key such as __proto__');
  });

  it.each([
    ['{"proto":1,"constructor":"x"}', { proto: 1, constructor: 'x' }],
    ['\uFEFF{"a":1}', { a: 1 }],
  ])('may be %s', (text, value) => {
    expect(parseJson(Buffer.from(text))).toEqual(value);
  });

  it('is refused without repeating what is in it', () => {
    for (const text of ['{"password":"hunter2" "x"}', "{'hunter2'}", 'hunter2', '{"a":hunter2}'])
      expect(refusal(text)?.message).not.toContain('hunter2');
  });

  it.each([
    ['1e309', true],
    ['-1e309', true],
    ['1e308', false],
    ['9'.repeat(309), true],
    [`${'9'.repeat(250)}e99`, true],
    [`${'9'.repeat(250)}.5e+99`, true],
    [`0.${'0'.repeat(250)}1e5`, false],
    ['1E+0000000000000000309', true],
    ['1e-400', false],
  ])('with the number %s: refused is %s', (number, isRefused) => {
    expect(refusal(`[${number}]`)?.message ?? '').toMatch(isRefused ? /out of range/ : /^$/);
  });

  it.each([
    ['"\\ud800"', 'surrogate'],
    ['"\\uDFFF"', 'surrogate'],
    ['"\\ud83d\\ude00"', null],
    ['{"\\ud800":1}', 'surrogate'],
    ['"\\u0000"', 'NUL'],
    ['{"a":{"\\u0000":1}}', 'NUL'],
    ['"\\\\u0000"', null],
    ['"\\\\ud800"', null],
  ])('with %s: refused for %s', (text, reason) => {
    const refused = refusal(text);
    if (reason === null) expect(refused).toBeNull();
    else expect(refused?.message).toContain(reason);
  });

  it('names where the fault is', () => {
    expect(refusal('{"a":{"b":[1,"\\ud800"]}}')?.details).toEqual({
      issues: [{ in: 'body', path: 'a.b.1', message: 'holds half a surrogate pair' }],
    });
  });

  it.each([64, 65])('may be 64 levels deep: %i', (levels) => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const inner = open === '[' ? '' : '1';
      const refused = refusal(open.repeat(levels) + inner + close.repeat(levels));
      expect(refused === null).toBe(levels === 64);
    }
  });

  it('does not count brackets in texts', () => {
    expect(refusal(JSON.stringify({ a: '[{'.repeat(1000), b: '\\"[{'.repeat(100) }))).toBeNull();
  });

  it('of a megabyte of nonsense is refused quickly', () => {
    const spent = cpuClock();
    for (const piece of ['[', '{"a":', '"\\u0000', '\\', '"', '1e', ' ', '__proto__', '"\\u005f'])
      refusal(piece.repeat(1_000_000 / piece.length));
    expect(spent()).toBeLessThan(1000);
  });
});

/** A request whose body is pushed by the test. */
function open(announced?: number): IncomingMessage {
  const incoming = new IncomingMessage(new Socket());
  if (announced !== undefined) incoming.headers['content-length'] = String(announced);
  return incoming;
}

describe('reading a body', () => {
  it.each([0, 1, 100])('takes %i bytes of 100', async (size) => {
    const incoming = open();
    const read = readBody(incoming, 100);
    for (let index = 0; index < size; index += 1) incoming.push('x');
    incoming.push(null);
    expect((await read).length).toBe(size);
  });

  it.each([101, 5000])('refuses %i bytes of 100 once they are in', async (size) => {
    const incoming = open(size);
    const read = readBody(incoming, 100);
    incoming.push('x'.repeat(size));
    incoming.push(null);
    await expect(read).rejects.toMatchObject({
      reason: 'payload_too_large',
      details: { limit_bytes: 100 },
    });
  });

  it('refuses an absurd length at once', async () => {
    await expect(readBody(open(1e12), 100)).rejects.toMatchObject({ reason: 'payload_too_large' });
  });

  it('gives up when the request breaks off', async () => {
    const incoming = open();
    const read = readBody(incoming, 100);
    incoming.push('x');
    incoming.destroy();
    await expect(read).rejects.toMatchObject({ reason: 'request_timeout' });
  });
});
