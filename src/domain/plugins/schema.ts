/**
 * Owns what may stand in a `plugin.toml`: keys, ranges and defaults. Finding and reading the files belongs to manifest.ts.
 */
import { Cron } from 'croner';
import { z } from 'zod';
import type { PluginManifest } from './ports.ts';

/** A name that a plugin can have. */
export const pluginName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);

const permission = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const MAX_CONFIG_KEYS = 256;

const capability = z
  .strictObject({
    type: z.enum(['tool', 'middleware', 'hook', 'cron', 'provider', 'storage']),
    name: z.string().min(1).max(128),
    description: z.string().max(4096).default(''),
    priority: z.int().min(-1_000_000).max(1_000_000).default(100),
    events: z.array(z.string().min(1).max(256)).max(64).default([]),
    schedule: z.string().max(128).refine(isSchedule, 'is no schedule of five fields').optional(),
  })
  .refine(
    (one) => (one.type === 'cron') === (one.schedule !== undefined),
    'a cron, and nothing else, has a schedule',
  );

/** A URL without user and password; one that ends in `*` is a prefix, which begins after the host. */
const allowedUrl = z
  .string()
  .max(2048)
  .refine((text) => {
    const bare = text.endsWith('*') ? text.slice(0, -1) : text;
    if (bare.includes('*') || !URL.canParse(bare)) return false;
    const url = new URL(bare);
    const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
    return isHttp && url.username === '' && url.password === '' && url.hash === '';
  }, 'is no http or https URL, with a `*` at its end or without');

const wasmFile = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]*\.wasm$/, 'is no name of a .wasm file in the folder');

/** Turns the tables of the file into a manifest. */
export const manifestSchema = z
  .strictObject({
    plugin: z.strictObject({
      name: pluginName,
      version: z.string().min(1).max(64),
      api_version: z.literal('1').default('1'),
      description: z.string().max(4096).default(''),
      wasm: wasmFile.default('plugin.wasm'),
      author: z.string().max(256).optional(),
      license: z.string().max(256).optional(),
    }),
    capabilities: z.array(capability).max(256).default([]),
    permissions: z
      .strictObject({
        required: z.array(permission).max(64).default([]),
        optional: z.array(permission).max(64).default([]),
        http_allowlist: z.array(allowedUrl).max(256).default([]),
        filesystem_allowlist: z.array(z.never('plugins get no files')).default([]),
      })
      .prefault({}),
    resources: z
      .strictObject({
        // Counted by engines that meter instructions; here time is what bounds a call.
        max_fuel: z.int().min(1).optional(),
        max_memory_mb: z.int().min(1).max(4096).default(64),
        max_execution_time_ms: z.int().min(1).max(3_600_000).default(30_000),
        max_http_requests_per_call: z.int().min(0).max(1000).default(10),
        max_kv_storage_mb: z.int().min(0).max(1024).default(10),
        // Calls of one plugin are made one after the other, so there is no pool to size.
        pool_size: z.int().min(0).optional(),
      })
      .prefault({}),
    config: z
      .record(z.string().min(1).max(256), z.string().max(65_536))
      .default({})
      .refine((all) => Object.keys(all).length <= MAX_CONFIG_KEYS, 'has too many keys'),
  })
  .transform(
    ({ plugin, capabilities, permissions, resources, config }): PluginManifest => ({
      name: plugin.name,
      version: plugin.version,
      description: plugin.description,
      wasm: plugin.wasm,
      capabilities: capabilities.map((one) => ({ ...one, schedule: one.schedule ?? null })),
      permissions: {
        required: permissions.required,
        optional: permissions.optional,
        httpAllowlist: permissions.http_allowlist,
      },
      resources: {
        maxMemoryMb: resources.max_memory_mb,
        maxExecutionTimeMs: resources.max_execution_time_ms,
        maxHttpRequestsPerCall: resources.max_http_requests_per_call,
        maxKvStorageMb: resources.max_kv_storage_mb,
      },
      config,
    }),
  );

/** The next time of a schedule after a moment, both in milliseconds since the epoch; null when there is none. */
export function nextRun(schedule: string, after: number): number | null {
  const cron = new Cron(schedule, { paused: true, timezone: 'UTC', mode: '5-part' });
  return cron.nextRun(new Date(after))?.getTime() ?? null;
}

function isSchedule(text: string): boolean {
  try {
    return nextRun(text, 0) !== null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}
