/**
 * Owns the list of all tables, as drizzle and drizzle-kit read it.
 * Each table is defined in the file of its area.
 */
export * from './a2a.ts';
export * from './audit.ts';
export * from './channels.ts';
export * from './containers.ts';
export * from './events.ts';
export * from './hooks.ts';
export * from './logs.ts';
export * from './memory.ts';
export * from './plugins.ts';
export * from './schedules.ts';
export * from './sessions.ts';
export * from './settings.ts';
export * from './store.ts';
export * from './tokens.ts';
export * from './turns.ts';
