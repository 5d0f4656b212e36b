/**
 * Owns the list of every setting: its section, type, default, class and description. Reading values
 * from files and the environment is left to load.ts, rules between keys to rules.ts, and the sections of components to
 * the other schema files.
 */
import { z } from 'zod';
import {
  flag,
  host,
  hostList,
  hot,
  integer,
  oneOf,
  restart,
  sealKeys,
  token,
  url,
} from './fields.ts';
import {
  a2aSection,
  agentSection,
  memorySection,
  providersSection,
  registrySection,
  toolsSection,
} from './schema-agent.ts';
import { channelSections, mcpSections, platformsSection } from './schema-components.ts';
import { containersSection } from './schema-containers.ts';
import { pluginsSection, skillsSection } from './schema-extensions.ts';
import { hooksSection } from './schema-hooks.ts';

const DAY_SECS = 86_400;

const port = () => integer(0, 65_535);
const seconds = (max: number) => integer(1, max);
const perSecond = () => integer(0, 1_000_000);

/** The whole configuration file: unknown sections and keys are refused, absent ones take defaults. */
export const configSchema = z.strictObject({
  gateway: z
    .strictObject({
      host: host().default('127.0.0.1').meta(restart('Address the listener binds.')),
      port: port().default(3120).meta(restart('Port the listener binds; 0 takes a free one.')),
    })
    .prefault({})
    .describe('The prx listener.'),
  management: z
    .strictObject({
      host: host()
        .default('127.0.0.1')
        .meta(restart('Address the listener binds; any other than loopback needs `auth`.')),
      port: port().default(8000).meta(restart('Port the listener binds; 0 takes a free one.')),
      auth: flag().default(false).meta(restart('Whether callers must show a bearer token.')),
    })
    .prefault({})
    .describe('The agent listener.'),
  containers: containersSection,
  server: z
    .strictObject({
      max_body_bytes: integer(1024, 1_073_741_824)
        .default(1_048_576)
        .meta(restart('Largest JSON request body; a larger one is answered 413.')),
      max_header_bytes: integer(1024, 1_048_576)
        .default(16_384)
        .meta(restart('Largest request header block; a larger one is answered 431.')),
      headers_timeout_secs: seconds(DAY_SECS)
        .default(10)
        .meta(restart('Time a client has to send its request headers.')),
      request_timeout_secs: seconds(DAY_SECS)
        .default(30)
        .meta(restart('Time a client has to send its whole request.')),
      keep_alive_timeout_secs: seconds(DAY_SECS)
        .default(5)
        .meta(restart('Time an idle connection stays open.')),
      shutdown_grace_secs: integer(0, DAY_SECS)
        .default(10)
        .meta(restart('Time running requests have to finish when the daemon stops.')),
      validate_responses: flag()
        .default(true)
        .meta(restart('Whether answers are checked against the contract before they leave.')),
      allowed_hosts: hostList()
        .default([])
        .meta(restart('Host names accepted on loopback listeners besides the loopback ones.')),
    })
    .prefault({})
    .describe('Limits that all listeners share.'),
  agent: agentSection,
  providers: providersSection,
  memory: memorySection,
  tools: toolsSection,
  a2a: a2aSection,
  registry: registrySection,
  channels_config: channelSections,
  platforms: platformsSection,
  mcp: mcpSections,
  plugins: pluginsSection,
  skills: skillsSection,
  sessions: z
    .strictObject({
      retention_days: integer(1, 36_500)
        .default(30)
        .meta(hot('Days a terminated session is kept.')),
    })
    .prefault({})
    .describe('Sessions that have ended.'),
  rate_limits: z
    .strictObject({
      sessions_write: perSecond().default(10).meta(hot('Creating and deleting sessions.')),
      sessions_read: perSecond().default(50).meta(hot('Listing and reading sessions.')),
      config_write: perSecond().default(5).meta(hot('Changing settings.')),
      other: perSecond().default(30).meta(hot('Every other operation.')),
    })
    .prefault({})
    .describe('Requests per second and token; 0 turns a limit off.'),
  reload: z
    .strictObject({
      debounce_ms: integer(10, 60_000)
        .default(500)
        .meta(hot('Quiet time after a change of the file before it is read again.')),
    })
    .prefault({})
    .describe('Following changes of the configuration file.'),
  auth: z
    .strictObject({
      max_failures: integer(1, 100_000)
        .default(10)
        .meta(hot('Wrong credentials of one address that lock further wrong ones out.')),
      failure_window_secs: seconds(DAY_SECS)
        .default(60)
        .meta(hot('Time in which wrong credentials are counted together.')),
      lockout_secs: seconds(DAY_SECS).default(300).meta(hot('Time a lockout lasts.')),
      admin_token: token(32, 4096)
        .optional()
        .meta(
          restart('Token with every scope, for first set-up and automation.', {
            secret: true,
            outside: true,
            environment: ['GATEHOUSE_ADMIN_TOKEN'],
          }),
        ),
    })
    .prefault({})
    .describe('Tokens and wrong credentials.'),
  hooks: hooksSection,
  store: z
    .strictObject({
      url: url('file', 'libsql', 'http', 'https')
        .optional()
        .meta(
          restart('libSQL database; absent means a file in the data folder.', { outside: true }),
        ),
      auth_token: token(1, 16_384)
        .optional()
        .meta(restart('Token for a libSQL server.', { secret: true, outside: true })),
      secret_key: sealKeys()
        .optional()
        .meta(
          restart(
            'Keys that seal secrets in the database: the first one seals, all of them open. Absent means the file `secret.key` in the data folder, made at the first start.',
            { secret: true, outside: true, environment: ['GATEHOUSE_SECRET_KEY'] },
          ),
        ),
    })
    .prefault({})
    .describe('The database.'),
  logging: z
    .strictObject({
      level: oneOf('trace', 'debug', 'info', 'warn', 'error')
        .default('info')
        .meta(hot('Least severe level that is written.')),
      format: oneOf('json', 'pretty')
        .default('json')
        .meta(restart('One JSON object a line, or text for people.', { outside: true })),
      keep_entries: integer(1000, 10_000_000)
        .default(100_000)
        .meta(hot('Entries kept for searching; the oldest go first.')),
      retention_days: integer(1, 36_500).default(30).meta(hot('Days an entry is kept.')),
      stream_buffer_bytes: integer(16_384, 1_073_741_824)
        .default(1_048_576)
        .meta(hot('Bytes that may wait for one reader of a log stream before it is sent a gap.')),
    })
    .prefault({})
    .describe('What the daemon writes about itself.'),
});

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** A complete, valid configuration: one object per section, keys as in the file. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;
