/**
 * Owns an MCP server over standard input and output that behaves, or misbehaves, as its first argument says. It uses no library, so that
 * it can break every rule. What clients must make of it is left to the tests.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const [, , mode = 'good', detail = ''] = process.argv;
const object = { type: 'object', properties: {} };
const tool = (name, inputSchema = object) => ({ name, description: `Does ${name}`, inputSchema });

let tools = [
  'echo',
  'big',
  'child',
  'environment',
  'stderr',
  'die',
  'freeze',
  'sleep',
  'change',
  'flood',
  'ask',
].map((name) => tool(name));
if (mode === 'not-schemas')
  tools = [
    tool('fine'),
    tool('text', 'none'),
    tool('list', { type: 'array' }),
    tool('broken', { type: 'object', properties: 7 }),
    tool('deep', {
      type: 'object',
      properties: { a: JSON.parse(`${'{"not":'.repeat(200)}{}${'}'.repeat(200)}`) },
    }),
    tool('wide', { type: 'object', description: 'x'.repeat(70_000) }),
    { name: 'bare', inputSchema: {} },
    { inputSchema: object },
    'no object',
    tool('fine'),
  ];
if (mode === 'same-names') tools = ['a.b', 'a b', 'a/b', 'x'.repeat(100)].map((name) => tool(name));

const send = (message) =>
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const waiting = new Map();

const page = (cursor) => {
  if (mode !== 'endless-list') return { tools };
  const from = Number(cursor ?? 0);
  const names = Array.from({ length: 150 }, (_, index) => `tool_${from + index}`);
  return { tools: names.map((name) => tool(name)), nextCursor: String(from + 150) };
};

const calls = {
  echo: (args) => JSON.stringify(args),
  big: ({ bytes }) => 'x'.repeat(bytes),
  child: () => {
    // It outlives its parent, and does not go when it is asked to.
    const script =
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.stdout.write('up')";
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    return new Promise((resolve) => child.stdout.once('data', () => resolve(String(child.pid))));
  },
  environment: () => JSON.stringify(process.env),
  stderr: ({ lines, text }) => {
    for (let index = 0; index < lines; index += 1) process.stderr.write(`${text}\n`);
    return 'done';
  },
  die: () => process.exit(3),
  freeze: () => {
    for (;;);
  },
  sleep: () => new Promise(() => {}),
  change: ({ name }) => {
    tools = [...tools, tool(name)];
    send({ method: 'notifications/tools/list_changed' });
    return 'changed';
  },
  flood: ({ times }) => {
    for (let index = 0; index < times; index += 1)
      send({ method: 'notifications/tools/list_changed' });
    return 'flooded';
  },
  ask: ({ method }) =>
    new Promise((resolve) => {
      waiting.set('ask', (answer) => resolve(JSON.stringify(answer.error ?? answer.result)));
      send({ id: 'ask', method, params: {} });
    }),
};

async function answer(message) {
  const { id, method, params } = message;
  if (id === undefined) return;
  if (method === undefined) {
    waiting.get(id)?.(message);
    return;
  }
  if (method === 'initialize')
    return send({
      id,
      result: {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: { listChanged: true } },
        serverInfo: { name: 'fake', version: '1' },
      },
    });
  if (method === 'tools/list') return send({ id, result: page(params?.cursor) });
  if (method === 'tools/call') {
    const text = await calls[params.name](params.arguments ?? {});
    return send({ id, result: { content: [{ type: 'text', text }] } });
  }
  if (method === 'ping') return send({ id, result: {} });
  send({ id, error: { code: -32601, message: 'Method not found' } });
}

if (mode === 'garbage') {
  for (let index = 0; index < Number(detail); index += 1) process.stdout.write('welcome!\n');
  setInterval(() => {}, 1000);
} else if (mode === 'no-newline') {
  const more = () => {
    while (process.stdout.write('x'.repeat(65_536)));
  };
  process.stdout.on('drain', more);
  more();
} else if (mode === 'mute') {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
} else if (mode === 'crash') {
  process.stderr.write(`cannot start: ${detail}\n`);
  process.exitCode = 2;
} else {
  if (mode === 'banner') process.stdout.write('welcome to the fake server\n\n');
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => void answer(JSON.parse(line)));
  input.on('close', () => {
    if (mode === 'stubborn') setInterval(() => {}, 1000);
    else process.exit(0);
  });
  if (mode === 'stubborn') process.on('SIGTERM', () => {});
}
