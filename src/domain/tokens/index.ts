/**
 * Owns the way into the tokens area. The rules are in tokens.ts.
 */
export { type Token, type TokenHolder, type TokenInput, Tokens } from './tokens.ts';
