/**
 * Owns the way into the memory area. What is remembered is in memory.ts, the settings of it in memory-settings.ts.
 */
export { Memory } from './memory.ts';
export { type MemorySection, MemorySettings, type MemoryUpdate } from './memory-settings.ts';
