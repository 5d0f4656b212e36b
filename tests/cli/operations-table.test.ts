/**
 * Owns the names of the commands that stand for operations: each operation has its own, and none hides a command of the program.
 * What they do is tested beside this file.
 */
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { nextWords } from '../../src/cli/completion.ts';
import { addOperations } from '../../src/cli/operations/index.ts';
import { program } from '../../src/cli/run.ts';
import { agentOperations } from '../../src/generated/agent/bindings.ts';
import { cliOperations } from '../../src/generated/cli.ts';
import { nanoclawOperations } from '../../src/generated/nanoclaw/bindings.ts';
import { prxOperations } from '../../src/generated/prx/bindings.ts';

const find = (root: Command, ...words: readonly string[]): Command | undefined =>
  words.reduce<Command | undefined>(
    (at, word) => at?.commands.find((one) => one.name() === word),
    root,
  );

const calledBy = (command: Command | undefined) =>
  /\((\w+ \w+)\)$/.exec(command?.description() ?? '')?.[1];

test('every operation of the three contracts has exactly one command under its API', () => {
  const root = program();
  const contracts = { prx: prxOperations, agent: agentOperations, nanoclaw: nanoclawOperations };
  for (const [api, operations] of Object.entries(contracts)) {
    const rows = cliOperations.filter((one) => one.api === api);
    expect(rows.map(({ id }) => id)).toEqual(operations.map(({ id }) => id));
    const names = rows.map(({ tag, verb }) => `${tag} ${verb}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { tag, verb, id } of rows)
      expect(calledBy(find(root, api, tag, verb))).toBe(`${api} ${id}`);
  }
});

test('a short command belongs to the first API that has it, and to the program before all', () => {
  const root = program();
  const own = new Set(['audit verify']);
  for (const { tag, verb } of cliOperations) {
    const first = cliOperations.find((one) => one.tag === tag && one.verb === verb);
    const expected = own.has(`${tag} ${verb}`) ? undefined : `${first?.api} ${first?.id}`;
    expect(calledBy(find(root, tag, verb)), `${tag} ${verb}`).toBe(expected);
  }
  for (const words of [['serve'], ['auth', 'token'], ['audit', 'verify'], ['config', 'schema']])
    expect(find(root, ...words)).toBeDefined();
  // A group of the program keeps what it had and gets what the contract adds.
  expect(find(root, 'config')?.commands.map((one) => one.name())).toEqual([
    'schema',
    'get',
    'update',
  ]);
});

test.each([
  ['listSessions', 'sessions list'],
  ['getHealth', 'status health'],
  ['streamLogs', 'logs tail'],
  ['restartChannel', 'channels restart'],
  ['rotateHookSecret', 'hooks rotate-secret'],
  ['reconnectMcpServer', 'mcp reconnect'],
  ['updateCardUrl', 'card update-url'],
  ['getAgentCard', 'card get'],
  ['createProxyMapping', 'credential-proxy create-mapping'],
  ['getStatusLegacy', 'status get-legacy'],
])('%s is `%s`', (id, name) => {
  const row = cliOperations.find((one) => one.id === id);
  expect(`${row?.tag} ${row?.verb}`).toBe(name);
});

test('flags are unique in a command, and positionals stand as in the path', () => {
  for (const { id, fields, path } of cliOperations) {
    const flags = fields.filter((one) => one.in !== 'path').map(({ flag }) => flag);
    expect(new Set(flags).size, id).toBe(flags.length);
    const positionals = fields.filter((one) => one.in === 'path').map((one) => one.path[0]);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(positionals, id).toEqual(inPath);
  }
});

test('every command has its help: what it does, what it takes, where it connects to', () => {
  const root = new Command('gatehouse');
  addOperations(root);
  for (const { api, tag, verb, fields, method, path } of cliOperations) {
    const help = find(root, api, tag, verb)?.helpInformation() ?? '';
    expect(help).toContain(`${method.toUpperCase()} ${path}`);
    for (const { flag, in: part } of fields)
      expect(help).toContain(part === 'path' ? `<${flag}>` : `--${flag} `);
    expect(help).toContain('--timeout');
  }
  const hooks = find(root, 'hooks', 'create')?.helpInformation() ?? '';
  expect(hooks.match(/--url /g)).toHaveLength(1);
  expect(hooks).toContain('"session.created"');
});

test.each([
  { words: ['sess'], next: ['sessions'] },
  { words: ['prx', 'sessions', ''], next: ['list', 'create', 'get', 'delete'] },
  { words: ['sessions', 'list', '--st'], next: ['--status'] },
  { words: ['sessions', 'list', '--status', ''], next: ['active', 'idle', 'terminated'] },
  { words: ['sessions', 'list', '--status', 'idle', '--al'], next: ['--all'] },
  { words: ['completion', 'z'], next: ['zsh'] },
  { words: ['conformance', '--api', ''], next: ['prx', 'agent', 'nanoclaw'] },
  { words: ['conformance', '--report', 'j'], next: ['json', 'junit'] },
  { words: ['__comp'], next: [] },
  { words: ['sessions', 'get', 'x'], next: [] },
])('after $words comes $next', ({ words, next }) => {
  expect(nextWords(program(), words).filter((word) => word !== 'help')).toEqual(next);
});
