/**
 * Owns the command line: which commands and options there are, and how a failure is told. What a command does is in its file, which
 * is loaded when it is called.
 */
import { Command, CommanderError, Option } from 'commander';
import { version } from '../app/version.ts';
import type { TokenOptions } from './auth.ts';
import { addCompletion } from './completion.ts';
import type { ConformanceOptions } from './conformance.ts';
import type { MockOptions } from './conformance-mock.ts';
import { CommandError, EXIT } from './errors.ts';
import type { CommonOptions } from './load.ts';
import { addOperations } from './operations/index.ts';
import type { ServeOptions } from './serve.ts';

type JsonOptions = CommonOptions & { readonly json?: boolean };

/** Runs one command. @returns the exit code: 0 done, 1 failed, 2 called wrongly; those of operations are in errors.ts */
export async function run(args: readonly string[]): Promise<number> {
  // Whoever reads the output may have read enough; a command that knows how it ends has said so by then.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? EXIT.done);
  });
  try {
    await program().parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const told = await tell(error);
    if (told !== '') process.stderr.write(`${told}\n`);
    return error instanceof CommandError ? error.exitCode : EXIT.failed;
  }
}

/** The whole command line, made anew. */
export function program(): Command {
  const root = new Command('gatehouse')
    .description('Runs and manages AI agents behind three management APIs')
    .version(version)
    .exitOverride();
  const command = (parent: Command, text: string, description: string) =>
    parent
      .command(text)
      .description(description)
      .option('--config <file>', 'configuration file')
      .exitOverride();

  command(root, 'serve', 'run the daemon')
    .option('--json', 'print the addresses as one JSON line')
    .action(async (options: ServeOptions) => (await import('./serve.ts')).serve(options));

  const auth = root.command('auth').description('manage tokens').exitOverride();
  command(auth, 'token', 'make a token and print it')
    .option('--name <name>', 'what the token is for', 'command line')
    .option(
      '--scope <scope...>',
      'what it may do, such as sessions:read; every scope without it',
      [],
    )
    .option('--expires <duration>', 'when it expires, such as 12h or 30d; never without it')
    .action(async (options: TokenOptions) => (await import('./auth.ts')).makeToken(options));
  command(auth, 'list', 'list tokens')
    .option('--json', 'print JSON')
    .action(async (options: JsonOptions) => (await import('./auth.ts')).listTokens(options));
  command(auth, 'revoke', 'revoke a token')
    .argument('<id>', 'the token to revoke')
    .action(async (id: string, options: CommonOptions) =>
      (await import('./auth.ts')).revokeToken(id, options),
    );

  const audit = root.command('audit').description('about the audit log').exitOverride();
  command(audit, 'verify', 'check that no entry was changed, removed or put in')
    .option('--json', 'print JSON')
    .action(async (options: JsonOptions) => (await import('./audit.ts')).verifyAudit(options));

  const plugin = root.command('plugin').description('for writing plugins').exitOverride();
  plugin
    .command('new')
    .description('make a folder with a plugin in JavaScript')
    .argument('<name>', 'its name')
    .action(async (name: string) => (await import('./plugin.ts')).newPlugin(name));
  plugin
    .command('build')
    .description('build the component from plugin.js or plugin.wat')
    .argument('[folder]', 'where plugin.toml is', '.')
    .action(async (folder: string) => (await import('./plugin.ts')).buildPlugin(folder));
  plugin
    .command('validate')
    .description('check that the plugin can be loaded')
    .argument('[folder]', 'where plugin.toml is', '.')
    .action(async (folder: string) => (await import('./plugin.ts')).validatePlugin(folder));
  plugin
    .command('test')
    .description('call the tool of the plugin')
    .argument('[folder]', 'where plugin.toml is', '.')
    .argument('[input]', 'a JSON object', '{}')
    .action(async (folder: string, input: string) =>
      (await import('./plugin.ts')).testPlugin(folder, input),
    );

  const config = root.command('config').description('about the configuration').exitOverride();
  config
    .command('schema')
    .description('print the JSON Schema of the configuration file')
    .action(async () => {
      const { configJsonSchema } = await import('../config/index.ts');
      process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });

  command(root, 'backup', 'copy the database, beside a running daemon or without one').action(
    async (options: CommonOptions) => (await import('./backup.ts')).backup(options),
  );
  command(root, 'restore', 'put a backup in the place of the database')
    .argument('<file>', 'the backup')
    .action(async (file: string, options: CommonOptions) =>
      (await import('./backup.ts')).restore(file, options),
    );
  addConformance(root);
  addOperations(root);
  addCompletion(root);
  return root;
}

/** Options of both kinds, as one command is both the checker and the mock. */
type Conformance = ConformanceOptions & MockOptions & { readonly mock?: boolean };

function addConformance(root: Command): void {
  root
    .command('conformance')
    .description('check any server against a contract, or stand in for one')
    .addOption(hinted('--api <name>', 'the contract', ['prx', 'agent', 'nanoclaw']))
    .option('--contract <file>', 'another contract, JSON or YAML in one file')
    .option('--url <url>', 'the server')
    .option('--token <token>', 'a token with every scope')
    .option('--limited-token <token>', 'a good token that may do little, to see it refused')
    .option('--limited-scope <scope...>', 'what the limited token may do after all', [])
    .option('--seed <n>', 'draw the same random requests again')
    .option('--path <path>', 'go on where a random run failed; with --seed and --only')
    .option('--requests <n>', 'how many random requests', '500')
    .option('--only <name>', 'one tag or one operation')
    .option('--rate-limit', 'run into the rate limit on purpose')
    .option('--webhook-host <host>', 'where the server reaches this machine, to check webhooks')
    .option('--heartbeat <seconds>', 'how long a stream may be silent; 0 leaves that out', '20')
    .addOption(
      hinted('--report <kind>', 'its kind', ['text', 'json', 'junit', 'html']).default('text'),
    )
    .option('--out <file>', 'write the report there, and text to standard output')
    .option('--timeout <seconds>', 'how long it all may take', '600')
    .option('--request-timeout <seconds>', 'how long one answer may take', '10')
    .option('--mock', 'run a whole daemon that forgets everything, with the switches below')
    .option(
      '--fail <status:share>',
      'mock: answer this share with an error, such as 429:0.1',
      collect,
      [],
    )
    .option('--latency <ms>', 'mock: wait before every answer', '0')
    .option('--cut-stream', 'mock: break streams off after their first piece')
    .option('--port <n>', 'mock: the first of three ports; 0 takes free ones', '0')
    .option('--json', 'mock: print the addresses as one JSON line')
    .exitOverride()
    .action(async (options: Conformance) =>
      options.mock === true
        ? (await import('./conformance-mock.ts')).runMock(options)
        : (await import('./conformance.ts')).checkServer(options),
    );
}

/** An option with values that help and completion know; the command refuses others in its own words. */
function hinted(flags: string, text: string, values: string[]): Option {
  const option = new Option(flags, text);
  option.argChoices = values;
  return option;
}

const collect = (text: string, before: readonly string[]) => [...before, text];

/** Expected failures in their own words; anything else with its stack, as it is a fault of ours. */
async function tell(error: unknown): Promise<string> {
  if (error instanceof CommandError) return error.told;
  const [{ ConfigError }, store] = await Promise.all([
    import('../config/index.ts'),
    import('../db/errors.ts'),
  ]);
  const { BackupError, SchemaMismatchError, StoreLockedError } = store;
  const expected = [ConfigError, StoreLockedError, SchemaMismatchError, BackupError];
  if (expected.some((kind) => error instanceof kind) && error instanceof Error)
    return `gatehouse: ${error.message}`;
  // A port in use, a host that is not ours: Node's own words name the address.
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen')
    return `gatehouse: ${error.message}`;
  return `gatehouse: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
