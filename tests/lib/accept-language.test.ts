/**
 * Owns the proof that a reader gets the language that the header asks for. What is answered in it belongs to the site.
 */
import { expect, it } from 'vitest';
import { pickLanguage } from '../../src/lib/accept-language.ts';

const LANGUAGES = ['en', 'ko', 'ja', 'fr'] as const;

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ko', 'ko'],
  ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  ['JA-jp', 'ja'],
  ['en;q=0.3, fr;q=0.8, ko;q=0.5', 'fr'],
  ['fr, ja', 'fr'],
  ['de, es', 'en'],
  ['de, *;q=0.5, ko;q=0.1', 'en'],
  ['ko;q=0, ja;q=0.1', 'ja'],
  ['ko;q=2, ja;q=nonsense, fr;q=0.001', 'fr'],
  ['korean', 'en'],
  [`${'de,'.repeat(100_000)}ko`, 'en'],
])('header %# is answered in the language it asks for', (header, language) => {
  expect(pickLanguage(header, LANGUAGES)).toBe(language);
});
