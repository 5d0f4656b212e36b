/**
 * Owns the command line: which commands and options there are, and how a failure is told. What a command does is in its file.
 */
import { Command } from 'commander';
import { version } from '../app/version.ts';
import { ConfigError, configJsonSchema } from '../config/index.ts';
import { BackupError, SchemaMismatchError, StoreLockedError } from '../db/errors.ts';
import { CommandError } from './admin-client.ts';
import { verifyAudit } from './audit.ts';
import { listTokens, makeToken, revokeToken } from './auth.ts';
import { backup, restore } from './backup.ts';
import { buildPlugin, newPlugin, testPlugin, validatePlugin } from './plugin.ts';
import { serve } from './serve.ts';

/** Runs one command. @returns the exit code: 0 done, 1 failed, 2 called wrongly */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
      return error.exitCode === 0 ? 0 : 2;
    }
    process.stderr.write(`gatehouse: ${tell(error)}\n`);
    return 1;
  }
}

function program(): Command {
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
    .action(serve);

  const auth = root.command('auth').description('manage tokens').exitOverride();
  command(auth, 'token', 'make a token and print it')
    .option('--name <name>', 'what the token is for', 'command line')
    .option(
      '--scope <scope...>',
      'what it may do, such as sessions:read; every scope without it',
      [],
    )
    .option('--expires <duration>', 'when it expires, such as 12h or 30d; never without it')
    .action(makeToken);
  command(auth, 'list', 'list tokens').option('--json', 'print JSON').action(listTokens);
  command(auth, 'revoke', 'revoke a token')
    .argument('<id>', 'the token to revoke')
    .action(revokeToken);

  const audit = root.command('audit').description('about the audit log').exitOverride();
  command(audit, 'verify', 'check that no entry was changed, removed or put in')
    .option('--json', 'print JSON')
    .action(verifyAudit);

  const plugin = root.command('plugin').description('for writing plugins').exitOverride();
  plugin
    .command('new')
    .description('make a folder with a plugin in JavaScript')
    .argument('<name>', 'its name')
    .action(newPlugin);
  plugin
    .command('build')
    .description('build the component from plugin.js or plugin.wat')
    .argument('[folder]', 'where plugin.toml is', '.')
    .action(buildPlugin);
  plugin
    .command('validate')
    .description('check that the plugin can be loaded')
    .argument('[folder]', 'where plugin.toml is', '.')
    .action(validatePlugin);
  plugin
    .command('test')
    .description('call the tool of the plugin')
    .argument('[folder]', 'where plugin.toml is', '.')
    .argument('[input]', 'a JSON object', '{}')
    .action(testPlugin);

  const config = root.command('config').description('about the configuration').exitOverride();
  config
    .command('schema')
    .description('print the JSON Schema of the configuration file')
    .action(() => void process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`));

  command(root, 'backup', 'copy the database, beside a running daemon or without one').action(
    backup,
  );
  command(root, 'restore', 'put a backup in the place of the database')
    .argument('<file>', 'the backup')
    .action(restore);
  return root;
}

/** Expected failures in their own words; anything else with its stack, as it is a fault of ours. */
function tell(error: unknown): string {
  const expected = [ConfigError, CommandError, StoreLockedError, SchemaMismatchError, BackupError];
  if (expected.some((kind) => error instanceof kind) && error instanceof Error)
    return error.message;
  // A port in use, a host that is not ours: Node's own words name the address.
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen')
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
