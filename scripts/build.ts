/**
 * Owns `npm run build`: one bundle for the daemon and one for each kind of its threads. Native and optional packages stay outside; what
 * agents in containers run is made by agent-bundle.ts.
 */
import { chmod, cp, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundleAgent } from './agent-bundle.ts';

const { metafile } = await build({
  metafile: true,
  entryPoints: [
    'src/main.ts',
    'src/db/long-read-worker.ts',
    'src/adapters/plugins/guest-worker.ts',
    'src/adapters/plugins/prepare-worker.ts',
  ],
  outdir: 'dist',
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  // Beside the entry points, as what is in a chunk looks for threads and files from where it is.
  chunkNames: '[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  legalComments: 'none',
  // Less text to read at every start; names stay, so that a stack says where it comes from.
  minifyWhitespace: true,
  minifySyntax: true,
  external: [
    'libsql',
    '@libsql/client',
    'pino',
    'pino-pretty',
    '@bytecodealliance/jco-transpile',
    'dockerode',
  ],
  // Bundled CommonJS packages ask for Node's own modules through require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
// Chunks of an earlier build would be packed with those of this one.
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of await readdir('dist'))
  if (/\.js(\.map)?$/.test(name) && !made.has(name)) await rm(join('dist', name));
await cp('wit', 'dist/wit', { recursive: true });
await chmod('dist/main.js', 0o755);
await bundleAgent('dist/container');
