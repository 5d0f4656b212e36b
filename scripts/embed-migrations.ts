/**
 * Owns the generated src/db/migrations/index.ts: the SQL migrations as a module, so that a bundled daemon reads no files.
 * Writing the SQL is left to drizzle-kit, applying it to src/db/migrate.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the SQL files, where index.ts stands beside them. */
export const migrationsFolder = fileURLToPath(new URL('../src/db/migrations', import.meta.url));

/**
 * The text of index.ts for the `.sql` files of a folder, in the order of their names.
 * @param folder path of the folder
 */
export function renderMigrations(folder: string): string {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const entries = names.map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8');
    return `  { name: ${JSON.stringify(name.slice(0, -'.sql'.length))}, sql: ${JSON.stringify(sql)} },`;
  });
  return [
    '/**',
    ' * Owns nothing: made by scripts/embed-migrations.ts from the .sql files beside it, not to be edited.',
    ' * Applying the migrations is left to src/db/migrate.ts.',
    ' */',
    'export const migrations: readonly { readonly name: string; readonly sql: string }[] = [',
    ...entries,
    '];',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(migrationsFolder, 'index.ts'), renderMigrations(migrationsFolder));
}
