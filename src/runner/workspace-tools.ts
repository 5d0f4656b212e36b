/**
 * Owns the tools by which the agent works in its workspace: commands and files, each answer bounded. Which paths they may touch belongs to
 * workspace-paths.ts, how a command is run to command.ts.
 */
import { constants } from 'node:fs';
import { open, opendir } from 'node:fs/promises';
import type { Tool, ToolResult, ToolSource } from '../domain/tools/index.ts';
import { runCommand } from './command.ts';
import { existing, type Roots, writable } from './workspace-paths.ts';

const DEFAULT_TIMEOUT_SECS = 120;
const LONGEST_TIMEOUT_SECS = 600;
const MAX_READ_BYTES = 64 * 1024;
const MOST_ENTRIES = 1000;
const SOURCE = 'gatehouse';
const path = {
  type: 'string',
  minLength: 1,
  maxLength: 4096,
  description: 'Relative to your folder, or below /workspace.',
};

/** The tools for a workspace. */
export function workspaceTools(roots: Roots): ToolSource {
  const tools: Tool[] = [
    {
      name: 'run_command',
      description:
        'Runs a command with /bin/sh in your folder and answers with its output and exit code. What it leaves running in the background is ended with it.',
      inputSchema: {
        type: 'object',
        properties: {
          command: { type: 'string', minLength: 1 },
          timeout_secs: {
            type: 'integer',
            minimum: 1,
            maximum: LONGEST_TIMEOUT_SECS,
            description: `${DEFAULT_TIMEOUT_SECS} when absent.`,
          },
        },
        required: ['command'],
      },
      source: SOURCE,
      call: async ({ command, timeout_secs = DEFAULT_TIMEOUT_SECS }, { signal }) =>
        await answerOf(String(command), roots.group, Number(timeout_secs), signal),
    },
    {
      name: 'read_file',
      description: `Reads a text file, at most ${MAX_READ_BYTES} bytes at once.`,
      inputSchema: {
        type: 'object',
        properties: {
          path,
          offset: { type: 'integer', minimum: 0, description: 'Bytes to skip; 0 when absent.' },
          limit: { type: 'integer', minimum: 1, maximum: MAX_READ_BYTES, description: 'Bytes.' },
        },
        required: ['path'],
      },
      source: SOURCE,
      call: async ({ path, offset = 0, limit = MAX_READ_BYTES }) =>
        await readPart(await existing(roots, String(path)), Number(offset), Number(limit)),
    },
    {
      name: 'write_file',
      description:
        'Writes a text file, in place of one that is there; folders on the way are made.',
      inputSchema: {
        type: 'object',
        properties: { path, content: { type: 'string' } },
        required: ['path', 'content'],
      },
      source: SOURCE,
      call: async ({ path, content }) =>
        await write(await writable(roots, String(path)), String(content)),
    },
    {
      name: 'list_files',
      description: `Lists a folder, at most ${MOST_ENTRIES} entries; folders end in "/", links in "@".`,
      inputSchema: { type: 'object', properties: { path }, required: ['path'] },
      source: SOURCE,
      call: async ({ path }) => await list(await existing(roots, String(path))),
    },
  ];
  return { tools: () => tools };
}

async function answerOf(
  text: string,
  folder: string,
  timeoutSecs: number,
  signal: AbortSignal,
): Promise<ToolResult> {
  const command = { text, folder, timeoutMs: timeoutSecs * 1000 };
  const { output, leftOutBytes, exitCode, isTimeout } = await runCommand(command, signal);
  const ending = isTimeout
    ? `it was ended after ${timeoutSecs} s`
    : exitCode === null
      ? 'a signal ended it'
      : `exit code ${exitCode}`;
  const lines = [output];
  if (leftOutBytes > 0) lines.push(`[${leftOutBytes} more bytes of output are left out]`);
  lines.push(`[${ending}]`);
  return { content: lines.join('\n'), failed: isTimeout || exitCode !== 0 };
}

/** Not blocking: opening a pipe would wait for its other end. The path has no links, and gets none on the way. */
const CAREFUL = constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function readPart(real: string, offset: number, limit: number): Promise<ToolResult> {
  const file = await open(real, constants.O_RDONLY | CAREFUL);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('this is not a file');
    const { bytesRead, buffer } = await file.read(Buffer.alloc(limit), 0, limit, offset);
    const content = buffer.toString('utf8', 0, bytesRead);
    if (bytesRead === stat.size) return { content, failed: false };
    const note = `[bytes ${offset} to ${offset + bytesRead} of ${stat.size}]`;
    return { content: `${content}\n${note}`, failed: false };
  } finally {
    await file.close();
  }
}

async function write(real: string, content: string): Promise<ToolResult> {
  const { O_WRONLY, O_CREAT, O_TRUNC } = constants;
  const file = await open(real, O_WRONLY | O_CREAT | O_TRUNC | CAREFUL, 0o644);
  try {
    if (!(await file.stat()).isFile()) throw new Error('this is not a file');
    await file.writeFile(content);
  } finally {
    await file.close();
  }
  return { content: `${Buffer.byteLength(content)} bytes are written.`, failed: false };
}

async function list(real: string): Promise<ToolResult> {
  const names: string[] = [];
  for await (const entry of await opendir(real)) {
    if (names.length === MOST_ENTRIES) {
      names.sort().push(`[only ${MOST_ENTRIES} entries are shown]`);
      return { content: names.join('\n'), failed: false };
    }
    names.push(`${entry.name}${entry.isDirectory() ? '/' : entry.isSymbolicLink() ? '@' : ''}`);
  }
  return { content: names.sort().join('\n'), failed: false };
}
