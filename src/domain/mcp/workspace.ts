/**
 * Owns the workspace file of MCP servers, `mcp.json`: what of it may be used, and what is wrong with the rest. The file is trusted less
 * than the configuration; when it is read again is left to the caller.
 */
import { isAbsolute, join } from 'node:path';
import sjson from 'secure-json-parse';
import { z } from 'zod';
import { FileRefusedError, readSmallFile } from '../../lib/small-file.ts';
import type { McpSettings, McpTransport } from './ports.ts';

const MAX_BYTES = 1_048_576;
const MAX_SERVERS = 100;
const NAME = /^(?!(?:constructor|prototype)$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** As clients write them: a `type` or `transport` where it is not plain from `command` or `url`. */
const TRANSPORTS: Readonly<Record<string, McpTransport>> = {
  stdio: 'stdio',
  http: 'http',
  'streamable-http': 'streamable_http',
  streamable_http: 'streamable_http',
  streamableHttp: 'streamable_http',
  sse: 'sse',
};

const document = z.looseObject({ mcpServers: z.record(z.string(), z.unknown()) });

/** Other members are those of other clients. */
const entry = z.looseObject({
  type: z.string().optional(),
  transport: z.string().optional(),
  command: z.string().min(1).max(4096).optional(),
  args: z.array(z.string().max(8192)).max(1000).optional(),
  env: z.record(z.string(), z.string().max(32_768)).optional(),
  url: z.string().max(8192).optional(),
  headers: z.record(z.string(), z.string().max(8192)).optional(),
  disabled: z.boolean().optional(),
});

/** What settings of a server are where nothing else is said. */
export type ServerDefaults = Pick<
  McpSettings,
  'startupTimeoutMs' | 'requestTimeoutMs' | 'toolNamePrefix'
>;

/** What the file came to. `reason` is null for a file that was read whole, or is not there. */
export interface Workspace {
  readonly servers: Readonly<Record<string, McpSettings>>;
  readonly reason: string | null;
}

/** The servers of a workspace file as they were when it was last read. */
export class WorkspaceServers {
  readonly #settings: () => { folder: string; file: string; launchers: readonly string[] };
  readonly #defaults: ServerDefaults;
  #latest: Workspace = { servers: {}, reason: null };
  #reading: Promise<void> = Promise.resolve();

  /** @param options.settings Read at every use; a relative `file` starts at `folder`. */
  constructor(options: {
    settings: () => { folder: string; file: string; launchers: readonly string[] };
    defaults: ServerDefaults;
  }) {
    this.#settings = options.settings;
    this.#defaults = options.defaults;
  }

  /** Where the file is, or would be. */
  get path(): string {
    const { folder, file } = this.#settings();
    return isAbsolute(file) ? file : join(folder, file);
  }

  /** The servers by name; those that cannot be used say why in `fault`. */
  get servers(): Workspace['servers'] {
    return this.#latest.servers;
  }

  /** What is wrong with the file as a whole. */
  misread(): { name: string; reason: string }[] {
    const { reason } = this.#latest;
    return reason === null ? [] : [{ name: 'workspace_file', reason }];
  }

  /** Reads the file anew. One that cannot be read leaves the servers that it had. It never rejects. */
  read(): Promise<void> {
    // One after the other, so that the last one to begin decides.
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const text = await readSmallFile(this.path, MAX_BYTES);
      this.#latest =
        text === undefined
          ? { servers: {}, reason: null }
          : parseWorkspace(text, this.#settings().launchers, this.#defaults);
    } catch (error) {
      const reason = error instanceof FileRefusedError ? error.message : 'cannot be read';
      this.#latest = { ...this.#latest, reason: `${this.path} ${reason}` };
    }
  }
}

/** @throws FileRefusedError for text that is no such file */
export function parseWorkspace(
  text: string,
  launchers: readonly string[],
  defaults: ServerDefaults,
): Workspace {
  let json: unknown;
  try {
    json = sjson.parse(text);
  } catch {
    // The parser's words may quote the text, which has secrets in it.
    throw new FileRefusedError('is not JSON');
  }
  const parsed = document.safeParse(json);
  if (!parsed.success) throw new FileRefusedError('has no map "mcpServers"');
  const all = Object.entries(parsed.data.mcpServers);
  const named = all.filter(([name]) => NAME.test(name)).slice(0, MAX_SERVERS);
  return {
    servers: Object.fromEntries(
      named.map(([name, value]) => [name, toSettings(value, launchers, defaults)]),
    ),
    reason:
      named.length === all.length
        ? null
        : `${all.length - named.length} of ${all.length} servers are left out: there may be ${MAX_SERVERS}, each named by 1 to 64 letters, digits, "_" and "-"`,
  };
}

function toSettings(
  value: unknown,
  launchers: readonly string[],
  defaults: ServerDefaults,
): McpSettings {
  const parsed = entry.safeParse(value);
  const data = parsed.success ? parsed.data : {};
  const { command = null, args = [], env = {}, url = null, headers = {}, disabled } = data;
  const wanted = data.type ?? data.transport ?? (url === null ? 'stdio' : 'http');
  const transport = Object.hasOwn(TRANSPORTS, wanted) ? TRANSPORTS[wanted] : undefined;
  const settings: McpSettings = {
    ...defaults,
    enabled: disabled !== true,
    transport: transport ?? 'stdio',
    command,
    args,
    env,
    url,
    headers,
    // Who may write this file is not asked, so it leads to nowhere inside.
    allowPrivate: false,
    allowTools: [],
    denyTools: [],
    fault: null,
  };
  const issue = parsed.error?.issues[0];
  if (issue !== undefined) return { ...settings, fault: faultIn(issue.path.join('.')) };
  if (transport === undefined) return { ...settings, fault: faultIn('type') };
  return { ...settings, fault: useFault(settings, launchers) };
}

const faultIn = (member: string) =>
  `the workspace file has something unusable for ${member === '' ? 'this server' : `"${member}"`}`;

function useFault(
  { transport, command, url }: McpSettings,
  launchers: readonly string[],
): string | null {
  if (transport !== 'stdio') {
    const isUrl = url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
    return isUrl ? null : 'the workspace file has no http or https URL for "url"';
  }
  if (command === null) return 'the workspace file has no "command"';
  // A launcher is found on the daemon's own PATH; a path would be a program of the writer's choice.
  if (/[/\\]/.test(command))
    return 'the workspace file may name a launcher only, not a path of a program';
  return launchers.includes(command)
    ? null
    : `the workspace file may start ${launchers.join(', ')} only (mcp.launchers)`;
}
