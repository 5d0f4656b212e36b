/**
 * Owns what is promised of secrets in answers: none comes through, in no way of cutting the answer into chunks, and nothing else changes.
 */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scrubber, scrub } from '../../../src/adapters/credential-proxy/scrub.ts';
import { formsOf } from '../../../src/domain/credential-proxy/headers.ts';

const PLACEHOLDER = 'CREDENTIAL_PROXY_PLACEHOLDER';
const through = async (chunks: readonly string[], forms: readonly string[]) =>
  await text(Readable.from(chunks.map(Buffer.from)).pipe(new Scrubber(forms, PLACEHOLDER)));

describe('a secret in an answer', () => {
  it.each([
    ['in one chunk', ['a key-12345 b']],
    ['in two chunks', ['a key-1', '2345 b']],
    ['byte by byte', [...'a key-12345 b']],
    ['after its own beginning', ['a key-key-12345 b'.slice(0, 9), 'y-12345 b']],
  ])('is replaced %s', async (_name, chunks) => {
    const said = await through(chunks, ['key-12345']);
    expect(said).toBe(chunks.join('').replace('key-12345', PLACEHOLDER));
  });

  it('is replaced however the answer is cut', async () => {
    // Few letters, so that secrets overlap with themselves and with what is around them.
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
    const secret = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(word), secret, async (chunks, form) => {
        expect(await through(chunks, [form])).toBe(scrub(chunks.join(''), [form], PLACEHOLDER));
      }),
      { numRuns: 300 },
    );
  });

  it('is replaced as JSON and as URLs write it too', () => {
    const secret = 'a"b/c+d\\e12';
    const forms = formsOf(secret);
    for (const said of [
      JSON.stringify({ secret }),
      JSON.stringify({ secret }).replaceAll('/', '\\/'),
      `?key=${encodeURIComponent(secret)}`,
    ])
      expect(scrub(said, forms, PLACEHOLDER)).toContain(PLACEHOLDER);
  });

  it('does not hold back what cannot be part of it', async () => {
    const scrubber = new Scrubber(['sk-secret'], PLACEHOLDER);
    scrubber.write(Buffer.from('data: one\n\n'));
    expect(String(scrubber.read())).toBe('data: one\n\n');
    scrubber.write(Buffer.from('data: s'));
    expect(String(scrubber.read())).toBe('data: ');
  });

  it('of a few characters is looked for nowhere', () => {
    expect(formsOf('a')).toEqual([]);
  });
});
