/**
 * Owns namespaces: what is known of each, which chat belongs to which, and the index of both in memory. Their files are folders.ts and
 * instructions.ts; what runs in them belongs to domain/queue.
 */
import {
  deleteNamespace,
  findFoldedName,
  findMainName,
  findNamespace,
  insertNamespace,
  listNamespaces,
  ownersOfChats,
  replaceNamespace,
  type StoredNamespace,
} from '../../db/namespaces.ts';
import type { Db, Store } from '../../db/open.ts';
import type { StoredContainerConfig } from '../../db/schema/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Change, Journal } from '../audit/index.ts';
import { checkImageTag } from '../runtime/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { Folders } from './folders.ts';
import { demandChats, demandTrigger } from './input.ts';
import { demandName, foldName } from './names.ts';

/** A namespace. Times are milliseconds since the epoch; `chatJids` are normal addresses. */
export type Namespace = Omit<StoredNamespace, 'folded'>;
/** How containers of a namespace run. */
export type ContainerConfig = StoredContainerConfig;

/** What a caller may say of a namespace. */
export interface NamespaceParts {
  readonly description: string;
  readonly chatJids: readonly string[];
  /** Null stands for the assistant's name. */
  readonly trigger: string | null;
  readonly requiresTrigger: boolean;
  readonly isMain: boolean;
  readonly containerConfig: ContainerConfig;
}

/** What others do with namespaces while they are there. */
export interface NamespaceUse {
  /** Whether a container of the namespace runs. */
  inUse(name: string): boolean;
  /** Ends its containers without waiting for what they work on; resolves when they are gone, or do not go. */
  close(name: string): Promise<void>;
  /** Pauses its schedules. @returns how many */
  pauseSchedules(change: Change, name: string): Promise<number>;
}

/** Keeps the namespaces. */
export class Namespaces {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #folders: Folders;
  readonly #use: NamespaceUse;
  readonly #byName = new Map<string, Namespace>();
  readonly #byJid = new Map<string, string>();
  /** Those that are being deleted: nothing begins in them any more. */
  readonly #leaving = new Set<string>();

  constructor(options: {
    store: Store;
    journal: Journal;
    clock: Clock;
    folders: Folders;
    use: NamespaceUse;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#folders = options.folders;
    this.#use = options.use;
  }

  /** Takes over what is stored; called once, before any message comes. */
  async load(): Promise<void> {
    for (const stored of await listNamespaces(this.#store.read)) this.#keep(stored);
  }

  /** Every namespace, newest first. */
  list(): Namespace[] {
    return Array.from(this.#byName.values()).sort(
      (a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1),
    );
  }

  /** The namespace of that name; null where there is none. */
  byName(name: string): Namespace | null {
    return this.#leaving.has(name) ? null : (this.#byName.get(name) ?? null);
  }

  /** Whether any chat belongs to a namespace. */
  hasChats(): boolean {
    return this.#byJid.size > 0;
  }

  /** The namespace that answers in a chat; null where none does. @param jid the normal address of the chat */
  ofChat(jid: string): Namespace | null {
    const name = this.#byJid.get(jid);
    return name === undefined ? null : this.byName(name);
  }

  /** @throws DomainError namespace_not_found */
  get(name: string): Namespace {
    const found = this.byName(name);
    if (found === null) throw unknownNamespace(name);
    return found;
  }

  /**
   * Makes a namespace with its folder.
   * @throws DomainError namespace_name_invalid, namespace_exists, namespace_conflict, jid_invalid, image_tag_invalid, validation_failed
   */
  async create(name: string, input: NamespaceParts, by: Caller): Promise<Namespace> {
    demandName(name);
    const parts = { ...input, ...this.#read(input) };
    const folded = foldName(name);
    // Before the folder is made: one that differs by case only would be the same folder on some machines.
    for (const known of this.#byName.keys()) if (foldName(known) === folded) throw exists(known);
    await this.#folders.ensureGroup(name);
    return await this.#journal.commit(by, async (change) => {
      const { tx } = change;
      const taken = await findFoldedName(tx, folded);
      if (taken !== undefined) throw exists(taken);
      await demandFree(tx, name, parts);
      const now = this.#clock.now();
      const id = makeId('ns', now);
      const made = { ...parts, id, name, folded, createdAt: now, updatedAt: now };
      await insertNamespace(tx, made);
      change.target(name, { group: name, ...factsOf(made) });
      change.committed(() => this.#keep(made));
      return withoutFolded(made);
    });
  }

  /**
   * Changes what is given and keeps the rest.
   * @throws DomainError namespace_not_found, namespace_conflict, jid_invalid, image_tag_invalid, validation_failed
   */
  async update(name: string, input: Partial<NamespaceParts>, by: Caller): Promise<Namespace> {
    this.get(name);
    const parts = { ...input, ...this.#read(input) };
    return await this.#journal.commit(by, async (change) => {
      const { tx } = change;
      const before = await findNamespace(tx, name);
      if (before === undefined) throw unknownNamespace(name);
      const after = { ...before, ...parts, updatedAt: this.#clock.now() };
      await demandFree(tx, name, after);
      await replaceNamespace(tx, after);
      change.target(name, { group: name, changed: Object.keys(input), ...factsOf(after) });
      change.committed(() => this.#keep(after));
      return withoutFolded(after);
    });
  }

  /**
   * Deletes a namespace. Its files go first, so that a purge which fails can be asked for again.
   * @returns how many schedules were paused
   * @throws DomainError namespace_not_found; namespace_in_use while a container runs, unless `force` ends it
   */
  async delete(
    name: string,
    { force, purge }: { force: boolean; purge: boolean },
    by: Caller,
  ): Promise<number> {
    this.get(name);
    if (!force) this.#demandUnused(name);
    this.#leaving.add(name);
    try {
      if (this.#use.inUse(name)) await this.#use.close(name);
      this.#demandUnused(name);
      if (purge) await this.#folders.purge(name);
      return await this.#journal.commit(by, async (change) => {
        const paused = await this.#use.pauseSchedules(change, name);
        await deleteNamespace(change.tx, name);
        change.target(name, { group: name, purged: purge, schedulesPaused: paused });
        change.committed(() => this.#forget(name));
        return paused;
      });
    } finally {
      this.#leaving.delete(name);
    }
  }

  /** Has the namespace of a chat follow it to its new address; a chat that has one there already keeps that. */
  async moveChat(change: Change, from: string, to: string): Promise<void> {
    const owners = await ownersOfChats(change.tx, [from, to]);
    const owner = owners.find(({ jid }) => jid === from);
    if (owner === undefined) return;
    const before = await findNamespace(change.tx, owner.namespace);
    if (before === undefined) return;
    const isTaken = owners.some(({ jid }) => jid === to);
    const chatJids = isTaken
      ? before.chatJids.filter((jid) => jid !== from)
      : before.chatJids.map((jid) => (jid === from ? to : jid));
    const after = { ...before, chatJids };
    await replaceNamespace(change.tx, after);
    change.committed(() => this.#keep(after));
  }

  #demandUnused(name: string): void {
    if (!this.#use.inUse(name)) return;
    throw new DomainError('namespace_in_use', `A container of namespace ${name} is running`);
  }

  /** What is given, in its normal form. */
  #read(input: Partial<NamespaceParts>): Pick<Partial<NamespaceParts>, 'chatJids' | 'trigger'> {
    const { chatJids, trigger, containerConfig } = input;
    if (containerConfig?.image !== undefined) checkImageTag(containerConfig.image);
    return {
      ...(chatJids === undefined ? {} : { chatJids: demandChats(chatJids) }),
      ...(trigger === undefined ? {} : { trigger: demandTrigger(trigger) }),
    };
  }

  #keep(stored: StoredNamespace): void {
    this.#forget(stored.name);
    this.#byName.set(stored.name, withoutFolded(stored));
    for (const jid of stored.chatJids) this.#byJid.set(jid, stored.name);
  }

  #forget(name: string): void {
    const known = this.#byName.get(name);
    this.#byName.delete(name);
    for (const jid of known?.chatJids ?? []) this.#byJid.delete(jid);
  }
}

/** @throws DomainError namespace_conflict for a second main namespace, and for chats of another one */
async function demandFree(
  tx: Db,
  name: string,
  { isMain, chatJids }: Pick<NamespaceParts, 'isMain' | 'chatJids'>,
): Promise<void> {
  const main = isMain ? await findMainName(tx) : undefined;
  if (main !== undefined && main !== name)
    throw new DomainError('namespace_conflict', `Namespace ${main} is the main one already`, {
      namespace: main,
    });
  const [other] = (await ownersOfChats(tx, chatJids)).filter((one) => one.namespace !== name);
  if (other === undefined) return;
  const { jid, namespace } = other;
  throw new DomainError('namespace_conflict', `Chat ${jid} belongs to namespace ${namespace}`, {
    jid,
    namespace,
  });
}

function withoutFolded({ folded: _, ...rest }: StoredNamespace): Namespace {
  return rest;
}

/** What the audit log keeps of a namespace. */
const factsOf = ({ chatJids, isMain, requiresTrigger, containerConfig }: NamespaceParts) => ({
  chats: chatJids.length,
  isMain,
  requiresTrigger,
  network: containerConfig.network ?? 'none',
  mounts: containerConfig.additionalMounts?.length ?? 0,
});

const unknownNamespace = (name: string) =>
  new DomainError('namespace_not_found', `There is no namespace ${name}`);

const exists = (name: string) =>
  new DomainError('namespace_exists', `There is a namespace ${name} already`);
