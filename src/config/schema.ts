/**
 * Owns the list of every setting: its section, type, default, class and description. Reading values
 * from files and the environment is left to load.ts, rules between keys to rules.ts, and the sections of components to
 * schema-components.ts.
 */
import { z } from 'zod';
import {
  flag,
  host,
  hostList,
  hot,
  integer,
  oneOf,
  path,
  restart,
  sealKeys,
  token,
  url,
} from './fields.ts';
import { channelSections, mcpSections } from './schema-components.ts';
import { hooksSection } from './schema-hooks.ts';

const DAY_SECS = 86_400;
const YEAR_SECS = 365 * DAY_SECS;

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
  containers: z
    .strictObject({
      host: host()
        .default('127.0.0.1')
        .meta(restart('Address the listener binds; any other than loopback needs `auth`.')),
      port: port().default(55_765).meta(restart('Port the listener binds; 0 takes a free one.')),
      auth: flag().default(true).meta(restart('Whether callers must show an `X-API-Key`.')),
    })
    .prefault({})
    .describe('The nanoclaw listener.'),
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
  agent: z
    .strictObject({
      id: token(1, 128)
        .optional()
        .meta(restart('Identity that owns threads and memory.', { environment: ['AGENT_ID'] })),
      public_url: url('http', 'https')
        .optional()
        .meta(restart('Address the agent card publishes.', { environment: ['PUBLIC_AGENT_URL'] })),
      max_turns: integer(1, 10_000)
        .default(50)
        .meta(hot('Most model calls one message may cause.')),
      max_tool_calls_per_turn: integer(0, 1000)
        .default(10)
        .meta(hot('Most tool calls the answer to one model call may ask for.')),
      session_timeout_secs: seconds(YEAR_SECS)
        .default(3600)
        .meta(hot('Quiet time after which a session is terminated.')),
      idle_after_secs: seconds(YEAR_SECS)
        .default(900)
        .meta(hot('Quiet time after which a session is idle.')),
      max_queued_turns: integer(1, 10_000)
        .default(16)
        .meta(restart('Most messages that may wait for a turn in one session.')),
    })
    .prefault({})
    .describe('The agent this daemon runs.'),
  memory: z
    .strictObject({
      enabled: flag()
        .default(true)
        .meta(
          restart(
            'Whether the agent remembers what was said before; if not, memory operations answer 404.',
            { immutable: true },
          ),
        ),
      backend: oneOf('sqlite')
        .default('sqlite')
        .meta(restart('Where memory is kept.', { immutable: true })),
      top_k: integer(1, 1000)
        .default(10)
        .meta(hot('Most remembered entries given to the model with one message.')),
    })
    .prefault({})
    .describe('What the agent remembers between sessions.'),
  channels_config: channelSections,
  mcp: mcpSections,
  plugins: z
    .strictObject({
      directory: path()
        .optional()
        .meta(restart('Folder of the plugins; absent means `plugins` in the data folder.')),
    })
    .prefault({})
    .describe('Plugins.'),
  skills: z
    .strictObject({
      directory: path()
        .optional()
        .meta(restart('Folder of the skills; absent means `skills` in the data folder.')),
    })
    .prefault({})
    .describe('Skills.'),
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
