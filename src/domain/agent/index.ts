/**
 * Owns the way into the agent area. A turn is in turns.ts, the port of a model in provider.ts.
 */
export type { ModelEvent, ModelMessage, Provider } from './provider.ts';
export { type Message, type Turn, type TurnEvent, type TurnSettings, Turns } from './turns.ts';
