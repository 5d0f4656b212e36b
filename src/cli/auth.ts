/**
 * Owns the commands `auth token`, `auth list` and `auth revoke`. What a token is worth belongs to the daemon.
 */
import type { Schemas } from '../generated/prx/bindings.ts';
import { parseDuration } from '../lib/duration.ts';
import { type AdminClient, connectAdmin } from './admin-client.ts';
import { CommandError } from './errors.ts';
import { type CommonOptions, loadFor } from './load.ts';

/** What `auth token` takes; without scopes the token holds all of them. */
export interface TokenOptions extends CommonOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly expires?: string;
}

/** Makes a token and prints it, and nothing else, on standard output. */
export async function makeToken(options: TokenOptions): Promise<void> {
  const body: Schemas['TokenCreate'] = {
    name: options.name,
    scopes: options.scope.length === 0 ? ['admin'] : [...options.scope],
    ...(options.expires === undefined ? {} : { expires_in_secs: readExpiry(options.expires) }),
  };
  const made = await withAdmin(options, (admin) => admin.call('POST', '/api/v1/tokens', body));
  process.stdout.write(`${(made as Schemas['TokenCreated']).token}\n`);
}

/** Prints the tokens, for people or as JSON. */
export async function listTokens(
  options: CommonOptions & { readonly json?: boolean },
): Promise<void> {
  const answer = await withAdmin(options, (admin) => admin.call('GET', '/api/v1/tokens?limit=500'));
  const { tokens } = answer as Schemas['TokenList'];
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(tokens)}\n`);
    return;
  }
  const rows = tokens.map((one) => [
    one.id,
    one.prefix,
    stateOf(one),
    one.scopes.join(','),
    one.name,
  ]);
  process.stdout.write(table([['ID', 'PREFIX', 'STATE', 'SCOPES', 'NAME'], ...rows]));
}

/** Revokes a token. */
export async function revokeToken(id: string, options: CommonOptions): Promise<void> {
  await withAdmin(options, (admin) =>
    admin.call('DELETE', `/api/v1/tokens/${encodeURIComponent(id)}`),
  );
}

async function withAdmin<T>(
  options: CommonOptions,
  use: (admin: AdminClient) => Promise<T>,
): Promise<T> {
  const admin = await connectAdmin(loadFor(options));
  try {
    return await use(admin);
  } finally {
    await admin.close();
  }
}

function readExpiry(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds > 0) return seconds;
  throw new CommandError(`--expires: expected a duration such as 12h or 30d, found "${text}"`);
}

function stateOf(token: Schemas['Token']): string {
  if (token.revoked_at !== null) return 'revoked';
  if (token.expires_at === null) return 'valid';
  return Date.parse(token.expires_at) <= Date.now() ? 'expired' : `until ${token.expires_at}`;
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
