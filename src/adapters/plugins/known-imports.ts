/**
 * Owns the list of what a component may import: interfaces of the host, and those of WASI that give nothing of this machine away.
 * What they do is in host-imports.ts and wasi.ts.
 */

/** Interfaces by name, without version. */
export const knownImports: ReadonlySet<string> = new Set([
  'prx:host/log',
  'prx:host/config',
  'prx:host/kv',
  'prx:host/http-outbound',
  'prx:host/memory',
  'prx:host/events',
  'wasi:cli/environment',
  'wasi:cli/exit',
  'wasi:cli/stdin',
  'wasi:cli/stdout',
  'wasi:cli/stderr',
  'wasi:cli/terminal-input',
  'wasi:cli/terminal-output',
  'wasi:cli/terminal-stdin',
  'wasi:cli/terminal-stdout',
  'wasi:cli/terminal-stderr',
  'wasi:clocks/monotonic-clock',
  'wasi:clocks/wall-clock',
  'wasi:filesystem/preopens',
  'wasi:filesystem/types',
  'wasi:io/error',
  'wasi:io/poll',
  'wasi:io/streams',
  'wasi:random/random',
  'wasi:random/insecure',
  'wasi:random/insecure-seed',
]);
