/**
 * Owns a daemon with things outside that tests lead: channels and MCP servers in memory, a runtime of plugins, folders of its own.
 * What its operations must answer is left to the tests of each tag.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtIn } from '../../../src/app/outside.ts';
import { Outpost } from '../../domain/connections-ground.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { HandClock } from '../read.ts';
import { clientsOf } from '../served.ts';

const CONFIG = `
[channels_config.telegram]
bot_token = "123456:telegram-token"
[channels_config.discord]
bot_token = "discord-token"
[channels_config.slack]
bot_token = "xoxb-slack-token"
[mcp.servers.filesystem]
command = "filesystem"
[mcp.servers.search]
transport = "http"
url = "http://127.0.0.1:1/mcp"
[mcp.servers.off]
enabled = false
command = "off"
[registry]
runtime_control = true
`;

/** Starts it: telegram lets in, discord does not, slack has no adapter; filesystem lets in, search has no adapter. */
export async function startRegistryDaemon() {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  writeFileSync(join(home, 'gatehouse.toml'), CONFIG);
  const clock = new HandClock();
  const telegram = new Outpost();
  const discord = new Outpost();
  discord.refusal = 'Invalid bot token';
  const filesystem = new Outpost();
  filesystem.tools = ['read_file', 'write_file', 'list_directory'];
  /** Why the runtime refuses plugins; null lets them in. */
  const runtime = { refusal: null as string | null };
  const daemon = await startTestDaemon({
    home,
    clock,
    outside: {
      ...builtIn,
      channels: {
        telegram: (_, events) => {
          telegram.events = events;
          return telegram;
        },
        discord: () => discord,
      },
      mcp: { stdio: () => filesystem },
      plugins: {
        async load() {
          if (runtime.refusal !== null) throw new Error(runtime.refusal);
          return {
            tool: null,
            trouble: () => null,
            call: () => Promise.reject(new Error('nothing is called here')),
            memoryUsageBytes: () => 2_097_152,
            unload: () => Promise.resolve(),
          };
        },
      },
    },
  });
  return {
    daemon,
    clock,
    telegram,
    discord,
    filesystem,
    runtime,
    prx: clientsOf(daemon.addresses).prx,
    /** Writes the configuration, with more lines after it. */
    configure(more: string) {
      writeFileSync(join(home, 'gatehouse.toml'), `${CONFIG}${more}`);
    },
    /** Writes a file below the data folder. */
    put(folder: string, file: string, text: string) {
      mkdirSync(join(home, folder), { recursive: true });
      writeFileSync(join(home, folder, file), text);
    },
    async stop() {
      await daemon.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** What it gives tests. */
export type RegistryDaemon = Awaited<ReturnType<typeof startRegistryDaemon>>;
