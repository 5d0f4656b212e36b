/**
 * Owns what sealing promises: nobody without the key reads or changes a secret, and keys can be changed.
 */
import { describe, expect, it } from 'vitest';
import { isSealKey, makeSeal, makeSealKey, SealError } from '../../src/lib/seal.ts';

const key = makeSealKey();
const seal = makeSeal([key]);
const PLACE = 'hooks.secret:hook_1';

describe('a sealed text', () => {
  it.each(['', 'whsec_secret', 'ключ 🔑', 'x'.repeat(10_000)])('opens again: %.20s', (text) => {
    expect(seal.unseal(seal.seal(text, PLACE), PLACE)).toBe(text);
  });

  it('shows nothing of the text, and differs each time', () => {
    const sealed = [1, 2, 3].map(() => seal.seal('whsec_canary', PLACE));
    expect(new Set(sealed).size).toBe(3);
    for (const one of sealed) {
      expect(one).toMatch(/^s1\.[0-9a-f]{12}\.[\w-]+$/);
      expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain(
        'canary',
      );
    }
  });

  it('opens in its own place only', () => {
    const sealed = seal.seal('secret', PLACE);
    expect(() => seal.unseal(sealed, 'hooks.secret:hook_2')).toThrow(SealError);
  });

  it('does not open with any one byte changed', () => {
    const sealed = seal.seal('secret', PLACE);
    const [version, id, packed = ''] = sealed.split('.');
    const bytes = Buffer.from(packed, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const text = `${version}.${id}.${changed.toString('base64url')}`;
      expect(() => seal.unseal(text, PLACE)).toThrow(SealError);
    }
  });

  it.each(['', 'plain', 's1', 's1..', 's2.000000000000.AAAA', 's1.000000000000.AAAA'])(
    'is not %j',
    (text) => {
      expect(() => seal.unseal(text, PLACE)).toThrow(SealError);
    },
  );

  it('cut short does not open', () => {
    const sealed = seal.seal('secret', PLACE);
    expect(() => seal.unseal(sealed.slice(0, 30), PLACE)).toThrow(SealError);
  });
});

describe('keys', () => {
  it('can be changed: the newest seals, the older ones still open', () => {
    const next = makeSealKey();
    const both = makeSeal([next, key]);
    const old = seal.seal('old', PLACE);
    expect(both.unseal(old, PLACE)).toBe('old');
    const renewed = both.seal('new', PLACE);
    expect(makeSeal([next]).unseal(renewed, PLACE)).toBe('new');
    expect(() => seal.unseal(renewed, PLACE)).toThrow(/There is no key/);
  });

  it('are 32 bytes, and never repeated in an error', () => {
    expect(isSealKey(key)).toBe(true);
    for (const bad of ['short', Buffer.alloc(31, 1).toString('base64'), `${key}x`]) {
      expect(isSealKey(bad)).toBe(false);
      expect(() => makeSeal([bad])).toThrow(/^a key for secrets must be 32 bytes in base64$/);
    }
    expect(() => makeSeal([])).toThrow();
  });
});
