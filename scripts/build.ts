/**
 * Owns `npm run build`: one bundle for the daemon and one for its reading thread. Native and optional packages stay outside.
 */
import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';

await build({
  entryPoints: ['src/main.ts', 'src/db/long-read-worker.ts'],
  outdir: 'dist',
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  legalComments: 'none',
  // Less text to read at every start; names stay, so that a stack says where it comes from.
  minifyWhitespace: true,
  minifySyntax: true,
  external: ['libsql', '@libsql/client', 'pino', 'pino-pretty'],
  // Bundled CommonJS packages ask for Node's own modules through require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
await chmod('dist/main.js', 0o755);
