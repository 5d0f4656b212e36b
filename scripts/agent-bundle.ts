/**
 * Owns making what an agent image is built from: the runner as one file, beside its Dockerfile. Building the image is left to the daemon.
 */
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

/** Bundles the runner into a folder. @returns what is in the bundle */
export async function bundleAgent(folder: string): Promise<Metafile> {
  const outfile = join(folder, 'runner.mjs');
  const { metafile } = await build({
    entryPoints: ['src/runner/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    metafile: true,
    legalComments: 'none',
    minifyWhitespace: true,
    minifySyntax: true,
    // Bundled CommonJS packages ask for Node's own modules through require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  const dockerfile = join(folder, 'Dockerfile');
  await copyFile('container/Dockerfile', dockerfile);
  // The image keeps these modes, and its user is not the one who builds it.
  await chmod(outfile, 0o644);
  await chmod(dockerfile, 0o644);
  return metafile;
}
