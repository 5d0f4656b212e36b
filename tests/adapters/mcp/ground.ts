/**
 * Owns MCP servers over the real adapters, in one test: their states, their tools by name, their processes and what they log.
 * What they must do is left to the tests.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, vi } from 'vitest';
import { mcpAdapters, type SessionTimes } from '../../../src/adapters/mcp/index.ts';
import { McpServers, type McpSettings } from '../../../src/domain/mcp/index.ts';
import type { ToolResult } from '../../../src/domain/tools/index.ts';
import { type LoggerOf, logLevels } from '../../../src/lib/log.ts';
import { freshGround } from '../../domain/ground.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FAKE = join(ROOT, 'tests/support/mcp-fake.mjs');

/** Settings of a server, those of the configuration where nothing else is said. */
export function settingsOf(given: Partial<McpSettings>): McpSettings {
  return {
    enabled: true,
    transport: 'stdio',
    command: null,
    args: [],
    env: {},
    url: null,
    headers: {},
    allowPrivate: false,
    startupTimeoutMs: 10_000,
    requestTimeoutMs: 10_000,
    toolNamePrefix: 'mcp',
    allowTools: [],
    denyTools: [],
    fault: null,
    ...given,
  };
}

/** A server that misbehaves as told. */
export const fake = (mode: string, detail = '', more: Partial<McpSettings> = {}): McpSettings =>
  settingsOf({ command: process.execPath, args: [FAKE, mode, detail], ...more });

/** A server published on npm, by the name of its package. */
export const published = (name: string, ...args: string[]): McpSettings => {
  const file = fileURLToPath(
    new URL(`../../../node_modules/@modelcontextprotocol/${name}/dist/index.js`, import.meta.url),
  );
  return settingsOf({ command: process.execPath, args: [file, ...args] });
};

/** Connects the servers; everything ends with the test. */
export async function serversOf(
  configured: Record<string, McpSettings>,
  times: Partial<SessionTimes> = {},
) {
  const { journal, clock, store } = await freshGround();
  const logged: string[] = [];
  const loggerOf: LoggerOf = (module) => {
    const at = (level: string) => (message: string) =>
      void logged.push(`${level} ${module} ${message}`);
    const [trace, debug, info, warn, error] = logLevels.map(at);
    if (!(trace && debug && info && warn && error)) return expect.unreachable();
    return { isOn: () => true, trace, debug, info, warn, error };
  };
  const servers = new McpServers({
    configured: () => configured,
    adapters: mcpAdapters('1.0.0', { refreshGapMs: 50, ...times }),
    journal,
    clock,
    loggerOf,
    report: (error) => expect.unreachable(String(error)),
    times: { retryMs: () => 20 },
  });
  onTestFinished(() => servers.stop());
  servers.start();
  const one = (name: string) =>
    servers.list().find((server) => server.name === name) ?? expect.unreachable(name);
  const waiting = { timeout: 30_000, interval: 5 };
  return {
    servers,
    configured,
    logged,
    store,
    one,
    until: (name: string, status: string) =>
      vi.waitFor(() => expect(one(name)).toMatchObject({ status }), waiting),
    untilError: (name: string, error: RegExp) =>
      vi.waitFor(() => expect(one(name).error).toMatch(error), waiting),
    tools: () => servers.tools().map((tool) => tool.name),
    call: async (
      name: string,
      input: Record<string, unknown> = {},
      signal = new AbortController().signal,
    ): Promise<ToolResult> => {
      const tool = servers.tools().find((each) => each.name === name);
      const context = { sessionId: 'sess_1', callId: 'call_1', signal };
      return await (tool ?? expect.unreachable(name)).call(input, context);
    },
  };
}

/** Process ids of the children of this process that have all these words: as an argument, or in the path of a program of this folder. */
export const children = (...words: string[]): number[] => childrenOf(process.pid, ...words);

/** The same of another process. */
export function childrenOf(parent: number, ...words: string[]): number[] {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .split(' ')
    .map(Number)
    .filter((pid) => pid > 0 && isAlive(pid))
    .filter((pid) => {
      const args = argumentsOf(pid);
      return words.every((word) => args.some((each) => isMeant(each, word)));
    });
}

/** Where this folder itself lies says nothing: its path may have any word in it. */
const isMeant = (argument: string, word: string) =>
  argument === word || (argument.startsWith(ROOT) && argument.slice(ROOT.length).includes(word));

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** Whether a process is there and has not ended. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** How many files, sockets and pipes this process has open. */
export const openFiles = (): number => readdirSync('/proc/self/fd').length;
