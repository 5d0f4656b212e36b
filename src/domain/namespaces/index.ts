/**
 * Owns the way into the namespaces area. What each part of it does is said in its file.
 */
export { type FolderOwner, Folders, GLOBAL } from './folders.ts';
export { Instructions, type StoredInstructions } from './instructions.ts';
export type { Merged } from './merge.ts';
export { demandName, foldName, isName } from './names.ts';
export {
  type ContainerConfig,
  type Namespace,
  type NamespaceParts,
  Namespaces,
  type NamespaceUse,
} from './namespaces.ts';
