/**
 * Owns what callers do with IPC: have the folders made, say something to a container that runs, and ask it to end. Which containers run
 * is known behind the port RunningContainers.
 */
import type { Journal } from '../audit/index.ts';
import { normalizeJid } from '../channels/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { IpcFolders, IpcPaths } from './folders.ts';
import type { IpcNamespaces, RunningContainers } from './ports.ts';

/** What callers can do. */
export class Ipc {
  readonly #journal: Journal;
  readonly #folders: IpcFolders;
  readonly #namespaces: IpcNamespaces;
  readonly #containers: RunningContainers;
  readonly #demandName: (name: string) => void;

  /** @param options.demandName Throws DomainError namespace_name_invalid for what no namespace can be called. */
  constructor(options: {
    journal: Journal;
    folders: IpcFolders;
    namespaces: IpcNamespaces;
    containers: RunningContainers;
    demandName: (name: string) => void;
  }) {
    this.#journal = options.journal;
    this.#folders = options.folders;
    this.#namespaces = options.namespaces;
    this.#containers = options.containers;
    this.#demandName = options.demandName;
  }

  /** Makes the folders of a namespace that are missing. @throws DomainError namespace_name_invalid, namespace_not_found */
  async makeFolders(group: string, by: Caller): Promise<{ paths: IpcPaths; created: boolean }> {
    this.#demandName(group);
    this.#demand(group);
    const made = await this.#folders.ensure(group);
    await this.#journal.commit(by, async (change) => {
      change.target(group, { group, created: made.created });
    });
    return made;
  }

  /**
   * Says something to the container of a namespace; it is durable when this resolves.
   * @param chatJid The chat it belongs to, in any way of writing it; undefined for the one it works for.
   * @throws DomainError namespace_not_found, jid_invalid, chat_not_found for a chat of another namespace, container_not_running,
   * task_container_active
   */
  async followUp(
    group: string,
    text: string,
    chatJid: string | undefined,
    by: Caller,
  ): Promise<{ file: string; at: number }> {
    this.#demand(group);
    const jid = chatJid === undefined ? null : this.#chatOf(group, chatJid);
    const queued = await this.#containers.followUp(group, text, jid, by);
    await this.#journal.commit(by, async (change) => {
      change.target(group, { group, chatJid: jid, file: queued.file, length: text.length });
    });
    return queued;
  }

  /** Asks the container of a namespace to end its turn and then itself. @throws DomainError namespace_not_found, container_not_running */
  async close(group: string, reason: string | null, by: Caller): Promise<void> {
    this.#demand(group);
    await this.#containers.close(group, reason, by);
    await this.#journal.commit(by, async (change) => {
      change.target(group, { group, reason });
    });
  }

  #demand(group: string): void {
    if (this.#namespaces.find(group) === null)
      throw new DomainError('namespace_not_found', `There is no namespace ${group}`);
  }

  #chatOf(group: string, written: string): string {
    const jid = normalizeJid(written);
    if (jid === null) {
      const message = 'must be the address of a chat, such as tg:-1001234567890';
      throw new DomainError('jid_invalid', `The body "chatJid" ${message}`, {
        issues: [{ in: 'body', path: 'chatJid', message }],
      });
    }
    if (this.#namespaces.ofChat(jid) !== group)
      throw new DomainError('chat_not_found', `Namespace ${group} has no chat ${jid}`);
    return jid;
  }
}
