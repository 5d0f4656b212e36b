/**
 * Owns the way into the card area: what this agent says of itself to others.
 */
export { Card, type CardFacts, type CardSettings, type UrlChange } from './card.ts';
