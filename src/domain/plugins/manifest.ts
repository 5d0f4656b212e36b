/**
 * Owns reading plugins from their folder: which there are and what their manifests say.
 * What may stand in a manifest is in schema.ts, loading belongs to loader.ts.
 */
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { FileRefusedError, listFolders, readSmallFile } from '../../lib/small-file.ts';
import type { PluginManifest } from './ports.ts';
import { manifestSchema, pluginName } from './schema.ts';

/** A folder with a `plugin.toml`; a manifest that cannot be used has a fault instead. */
export interface Installed {
  /** The manifest's name; the folder's where the manifest cannot be used. */
  readonly name: string;
  readonly folder: string;
  readonly content: PluginManifest | { readonly fault: string };
}

const MAX_PLUGINS = 256;
const MANIFEST_BYTES = 256 * 1024;

/** The plugins of a folder, and what in it is passed over. */
export async function findInstalled(
  directory: string,
): Promise<{ installed: Installed[]; refused: { name: string; reason: string }[] }> {
  const installed: Installed[] = [];
  const refused: { name: string; reason: string }[] = [];
  try {
    const listing = await listFolders(directory, MAX_PLUGINS);
    refused.push(...listing.refused);
    const taken = new Set<string>();
    for (const folder of listing.folders) {
      const found = await readInstalled(join(directory, folder), folder);
      if (found === undefined) refused.push({ name: folder, reason: 'has no plugin.toml' });
      else if (!pluginName.safeParse(found.name).success)
        refused.push({ name: folder, reason: 'has no name that a plugin can have' });
      else if (taken.has(found.name))
        refused.push({ name: folder, reason: `another plugin is named ${found.name}` });
      else {
        taken.add(found.name);
        installed.push(found);
      }
    }
  } catch (error) {
    if (!(error instanceof FileRefusedError)) throw error;
    refused.push({ name: directory, reason: error.message });
  }
  return { installed, refused };
}

async function readInstalled(path: string, folder: string): Promise<Installed | undefined> {
  const content = await readManifest(path);
  if (content === undefined) return undefined;
  return { name: 'fault' in content ? folder : content.name, folder: path, content };
}

/** The manifest in a folder, or what is wrong with it; undefined when there is none. */
export async function readManifest(
  folder: string,
): Promise<PluginManifest | { readonly fault: string } | undefined> {
  const broken = (fault: string) => ({ fault: `plugin.toml ${fault}` });
  try {
    const text = await readSmallFile(join(folder, 'plugin.toml'), MANIFEST_BYTES);
    if (text === undefined) return undefined;
    const read = manifestSchema.safeParse(parse(text));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    return broken(`has a fault at ${issue?.path.join('.')}: ${issue?.message}`);
  } catch (error) {
    if (error instanceof FileRefusedError) return broken(error.message);
    const [first] = error instanceof Error ? error.message.split('\n') : [];
    return broken(`is not TOML: ${first ?? 'unknown fault'}`);
  }
}
