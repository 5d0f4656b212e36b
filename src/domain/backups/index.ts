/**
 * Owns the way into the backups area. Names and places are in backups.ts.
 */
export { type Backup, Backups } from './backups.ts';
