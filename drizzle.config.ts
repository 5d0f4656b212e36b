/**
 * Owns where drizzle-kit finds the tables and puts the migrations.
 * Applying them is left to src/db/migrate.ts, which reads the embedded copy.
 */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/db/schema/index.ts',
  out: './src/db/migrations',
});
