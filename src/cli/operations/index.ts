/**
 * Owns the commands that stand for operations of the three contracts: their names, their options and their help.
 * Running one belongs to run-operation.ts; the table of them is generated.
 */
import { type Command, Option } from 'commander';
import { cliOperations, cliTags } from '../../generated/cli.ts';
import type { CliOperation } from '../../generated/cli-table.ts';
import type { ConnectionOptions } from './connection.ts';
import { findConnection } from './connection.ts';
import { addFields, readGiven } from './flags.ts';
import { type BodySources, buildRequest } from './request.ts';
import { type OutputOptions, runOperation } from './run-operation.ts';

const APIS = {
  prx: 'the agent daemon: sessions, channels, hooks, logs, tokens',
  agent: 'one agent: card, memory, registry, A2A',
  nanoclaw: 'containers and chat channels',
} as const;

type Options = BodySources & OutputOptions & Record<string, unknown>;

/**
 * Adds a command for every operation: `<api> <tag> <verb>`, and `<tag> <verb>` for the first API that has it, unless the program has
 * a command of that name already.
 */
export function addOperations(root: Command): void {
  // Where a command has a flag of this name itself, the connection is said before it.
  root
    .enablePositionalOptions()
    .option('--url <url>', 'address of the API, for commands that have a --url of their own')
    .option('--token <token>', 'token, for commands that have a --token of their own');
  for (const operation of cliOperations) {
    const api = group(root, operation.api, APIS[operation.api], 'APIs:');
    addOperation(group(api, operation.tag, tagText(operation)), operation);
  }
  for (const operation of cliOperations) {
    const { tag, verb } = operation;
    const parent = group(root, tag, tagText(operation), 'Operations:');
    if (!parent.commands.some((one) => one.name() === verb)) addOperation(parent, operation);
  }
}

const tagText = ({ api, tag }: CliOperation) =>
  cliTags.find((one) => one.api === api && one.name === tag)?.description ?? '';

function group(parent: Command, name: string, description: string, heading?: string): Command {
  const there = parent.commands.find((one) => one.name() === name);
  if (there !== undefined) return there;
  const made = parent.command(name).description(description).exitOverride();
  return heading === undefined ? made : made.helpGroup(heading);
}

function addOperation(parent: Command, operation: CliOperation): void {
  const { api, tag, verb, id, method, path, summary, description } = operation;
  const command = parent
    .command(verb)
    .summary(api === 'prx' ? summary : `${summary} (${api})`)
    .description(`${description || summary}\n\n${method.toUpperCase()} ${path} (${api} ${id})`)
    .exitOverride()
    .showHelpAfterError(`(see: gatehouse ${api} ${tag} ${verb} --help)`);
  addFields(command, operation);
  for (const option of ownOptions(operation)) {
    // What the contract calls so goes before what the program does.
    if (!command.options.some(({ long }) => long === option.long)) command.addOption(option);
  }
  command.action(async () => {
    const options = command.opts<Options>();
    const given = readGiven(operation, command.args, options);
    const settings = await findConnection(api, connectionOf(command));
    const request = await buildRequest(operation, given, options);
    await runOperation(request, settings, options);
  });
}

/** What was said of the connection with the command, else before it; a flag of the contract is none of it. */
function connectionOf(command: Command): ConnectionOptions {
  const said: Record<string, string> = {};
  for (let at: Command | null = command; at !== null; at = at.parent) {
    for (const option of at.options) {
      const name = option.attributeName();
      const value: unknown = at.getOptionValue(name);
      const isOurs = at.parent === null || option.helpGroupHeading === CONNECTION;
      if (isOurs && typeof value === 'string') said[name] ??= value;
    }
  }
  return said;
}

const CONNECTION = 'Connection:';

/** What every command takes beside the fields of its operation. */
function ownOptions(operation: CliOperation): Option[] {
  const { api, body, stream, answer, pageSize, slow } = operation;
  const isList = answer.rows !== null;
  const option = (flags: string, text: string) => new Option(flags, text);
  const connection = (flags: string, text: string) => option(flags, text).helpGroup(CONNECTION);
  return [
    ...(body === null ? [] : [option('-f, --file <file>', 'body as JSON or YAML; - is stdin')]),
    ...(body?.open !== true
      ? []
      : [
          option('--set <name=value>', 'one value of the body (may be repeated)').argParser(
            (text: string, before: unknown) => [...(Array.isArray(before) ? before : []), text],
          ),
        ]),
    ...(stream === null || stream.always ? [] : [option('--stream', 'print while it comes')]),
    ...(pageSize === null ? [] : [option('--all', 'every page of the list')]),
    option('--json', 'print the answer as it came, and errors as JSON'),
    ...(isList || stream !== null ? [option('--jsonl', 'print a line of JSON for each')] : []),
    connection(
      '--url <url>',
      `address; else GATEHOUSE_URL_${api.toUpperCase()} or the configuration`,
    ),
    connection('--token <token>', 'token; else GATEHOUSE_TOKEN'),
    connection(
      '--timeout <duration>',
      `how long to wait, such as 90s; ${slow ? '15m' : '30s'} unless said`,
    ),
    connection('--config <file>', 'configuration file that says the address'),
  ];
}
