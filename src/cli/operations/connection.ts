/**
 * Owns where a command connects to and as whom: flags first, then the environment, then the configuration file.
 * Connecting belongs to api.ts.
 */
import { readBaseUrl, readCredential } from '../../../clients/typescript/src/options.ts';
import type { Config } from '../../config/index.ts';
import type { CliApi } from '../../generated/cli-table.ts';
import { parseDuration } from '../../lib/duration.ts';
import { CommandError, EXIT } from '../errors.ts';

/** What may be said of the connection, as text. */
export interface ConnectionOptions {
  readonly url?: string;
  readonly token?: string;
  readonly timeout?: string;
  readonly config?: string;
}

/** Where to, as whom, and for how long. */
export interface ConnectionSettings {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** Milliseconds for the whole operation, or undefined where nobody said. */
  readonly timeoutMs: number | undefined;
}

const TOKEN = 'GATEHOUSE_TOKEN';

/** Finds the connection to an API. @throws CommandError */
export async function findConnection(
  api: CliApi,
  options: ConnectionOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ConnectionSettings> {
  const name = `GATEHOUSE_URL_${api.toUpperCase()}`;
  // Empty means absent: compose files and CI pass on variables that nobody set as empty text.
  const fromEnv = env[name]?.trim() || undefined;
  const url = options.url ?? fromEnv ?? (await configured(api, options));
  const token = options.token ?? (env[TOKEN]?.trim() || undefined);
  return {
    baseUrl: checked(options.url === undefined && fromEnv !== undefined ? name : '--url', () =>
      readBaseUrl(url),
    ),
    token: checked(options.token === undefined ? TOKEN : '--token', () =>
      readCredential('the token', token),
    ),
    timeoutMs: readTimeout(options.timeout),
  };
}

/** The address that a daemon with the same configuration listens at. */
async function configured(api: CliApi, { config: file }: ConnectionOptions): Promise<string> {
  const { loadFor } = await import('../load.ts');
  const { config } = loadFor(file === undefined ? {} : { config: file });
  const { host, port } = listenerOf(config, api);
  if (port === 0)
    throw new CommandError(
      `The configuration lets the ${api} API take a free port: say where it is with --url or GATEHOUSE_URL_${api.toUpperCase()}`,
      EXIT.usage,
    );
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

const listenerOf = (config: Config, api: CliApi) =>
  ({ prx: config.gateway, agent: config.management, nanoclaw: config.containers })[api];

function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds > 0) return seconds * 1000;
  throw new CommandError(
    `--timeout: expected a duration such as 30s or 5m, found "${text}"`,
    EXIT.usage,
  );
}

function checked<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(`${name}: ${error.message}`, EXIT.usage);
    throw error;
  }
}
