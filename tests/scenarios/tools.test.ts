/**
 * Owns what tools promise to a session: a model that asks for one, over its real protocol, gets what a published MCP server or another
 * daemon answers, and operators see each call. What a source of tools does by itself is tested with the source.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeSession } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { builtPlugin, EXAMPLES } from '../support/built-plugins.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { startOpenAiServer } from '../support/model-servers/openai.ts';
import { tempDir } from '../support/temp.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };
const published = (name: string) =>
  resolve(`node_modules/@modelcontextprotocol/${name}/dist/index.js`);

/** A daemon with the published servers, a peer of its own kind, and a model that the test leads. */
async function start() {
  const home = tempDir();
  const notes = tempDir();
  writeFileSync(join(notes, 'a.txt'), 'hello from a file');
  const peer = await startTestDaemon({ env: { AGENT_ID: 'peer' } });
  onTestFinished(() => peer.stop());
  const model = await startOpenAiServer();
  onTestFinished(() => model.stop());
  const server = (name: string, args: readonly string[]) =>
    `[mcp.servers.${name}]\ncommand = ${JSON.stringify(process.execPath)}\nargs = ${JSON.stringify(args)}\n`;
  writeFileSync(
    join(home, 'gatehouse.toml'),
    [
      server('everything', [published('server-everything')]),
      server('files', [published('server-filesystem'), notes]),
      server('memory', [published('server-memory')]),
      `env = { MEMORY_FILE_PATH = ${JSON.stringify(join(notes, 'memory.jsonl'))} }\n`,
      `[a2a.peers.helper]\nurl = "${peer.addresses.agent}"\n`,
    ].join(''),
  );
  const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: model.url };
  const daemon = await startTestDaemon({ home, env });
  onTestFinished(() => daemon.stop());
  const { prx, agent } = clientsOf(daemon.addresses);
  await vi.waitUntil(async () => {
    const { mcp, a2a } = Object((await agent.call('getStatus')).body).data;
    const all: { status: string }[] = [...Object.values(mcp), ...Object.values(a2a)].map(Object);
    return all.length === 4 && all.every(({ status }) => status === 'connected');
  }, PATIENCE);
  const session = await makeSession(prx);
  const send = async (content: string) =>
    Object((await prx.call('sendMessage', { path: { id: session }, body: { content } })).body);
  return { daemon, model, notes, prx, session, send };
}

test('a session calls published MCP servers and a peer, all at once, and the model gets what they answer', async () => {
  const { model, notes, prx, send, session } = await start();
  const path = join(notes, 'a.txt');
  model.script([
    {
      toolCalls: [
        { name: 'mcp_everything_echo', input: { message: 'hi' } },
        { name: 'mcp_files_read_text_file', input: { path } },
        { name: 'mcp_memory_read_graph', input: {} },
        { name: 'a2a_helper', input: { message: 'are you there?' } },
      ],
    },
    'all done',
  ]);
  const turn = await send('use your tools');
  expect(turn).toMatchObject({
    content: 'all done',
    tool_calls: [
      { name: 'mcp_everything_echo', output: 'Echo: hi' },
      { name: 'mcp_files_read_text_file', output: 'hello from a file' },
      { name: 'mcp_memory_read_graph', output: expect.stringContaining('entities') },
      { name: 'a2a_helper', output: expect.stringContaining('are you there?') },
    ],
  });
  const seen = JSON.stringify(model.last.body.messages);
  for (const text of ['Echo: hi', 'hello from a file', 'are you there?'])
    expect(seen).toContain(text);
  const { messages } = Object((await prx.call('listMessages', { path: { id: session } })).body);
  const roles = messages.map(({ role }: { role: string }) => role);
  expect(roles).toEqual(['human', 'ai', 'tool', 'tool', 'tool', 'tool', 'ai']);
});

test('what a tool may not be given, and what the operator forbids, comes back as words to the model', async () => {
  const { daemon, model, prx, send } = await start();
  model.script([
    {
      toolCalls: [
        { name: 'mcp_everything_echo', input: { message: 5 } },
        { name: 'mcp_files_read_text_file', input: { path: '/etc/passwd' } },
        { name: 'no_such_tool', input: {} },
      ],
    },
    'I see',
  ]);
  const { tool_calls } = await send('try');
  expect(tool_calls.map(({ output }: { output: string }) => output)).toEqual([
    expect.stringMatching(/message.*string/i),
    expect.stringMatching(/denied|outside/i),
    expect.stringMatching(/no.*tool/i),
  ]);
  const patched = await prx.call('updateConfig', { body: { 'tools.deny': ['mcp_everything_*'] } });
  expect(patched.status).toBe(200);
  model.script([
    { toolCalls: [{ name: 'mcp_everything_echo', input: { message: 'hi' } }] },
    'I see',
  ]);
  const denied = await send('again');
  expect(denied.tool_calls[0].output).not.toContain('Echo');
  const offered = JSON.stringify(model.last.body.tools);
  expect(offered).toContain('mcp_files_read_text_file');
  expect(offered).not.toContain('mcp_everything_echo');
  expect(await daemon.services.journal.verify()).toMatchObject({ brokenAt: null });
});

test('the example plugins answer inside a session', async () => {
  const home = tempDir();
  cpSync(join(EXAMPLES, 'dice'), join(home, 'plugins', 'dice'), { recursive: true });
  cpSync(await builtPlugin('word-count'), join(home, 'plugins', 'word-count'), { recursive: true });
  const model = await startOpenAiServer();
  onTestFinished(() => model.stop());
  const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: model.url };
  const daemon = await startTestDaemon({ home, env });
  onTestFinished(() => daemon.stop());
  const { prx } = clientsOf(daemon.addresses);
  const { plugins } = Object((await prx.call('listPlugins')).body);
  expect(plugins.map(({ status }: { status: string }) => status)).toEqual(['loaded', 'loaded']);
  const path = { id: await makeSession(prx) };
  model.script([
    {
      toolCalls: [
        { name: 'plugin_dice_roll_die', input: {} },
        { name: 'plugin_word-count_count_words', input: { text: 'one two three' } },
      ],
    },
    'done',
  ]);
  const { body } = await prx.call('sendMessage', { path, body: { content: 'roll and count' } });
  const [rolled, counted] = Object(body).tool_calls;
  expect(rolled.output).toMatch(/^[1-6]$/);
  expect(counted.output).toContain('3');
}, 120_000);
