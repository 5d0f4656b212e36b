/**
 * Owns the mappings of the credential proxy: adding, removing, finding them, their sealed credentials and what each has done.
 * Which one a request means belongs to gate.ts.
 */

import type { Store } from '../../db/open.ts';
import {
  addMappingUse,
  type CredentialType,
  deleteMapping,
  insertMapping,
  listMappings,
  type MappingRow,
} from '../../db/proxy-mappings.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Seal } from '../../lib/seal.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { FIRST_PLACEHOLDER, isFitName } from './headers.ts';

/** A mapping as callers see it; times are milliseconds since the epoch. */
export type Mapping = Omit<MappingRow, 'sealed'>;

/** A mapping to add. */
export interface MappingInput {
  readonly name: string;
  readonly upstreamUrl: string;
  readonly credentialType: CredentialType;
  readonly credential: string;
  readonly headerName: string | undefined;
}

/** What a mapping has done since it was last written down. */
interface Use {
  count: number;
  lastUsedAt: number;
}

const SHORT_ID = 8;

/** The mappings of this daemon; all of them are kept at hand, their credentials sealed. */
export class Mappings {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #seal: Seal;
  #rows = new Map<string, MappingRow>();
  readonly #used = new Map<string, Use>();

  constructor(options: { store: Store; journal: Journal; clock: Clock; seal: Seal }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#seal = options.seal;
  }

  /** Reads what is stored; called once, before requests come. */
  async load(): Promise<void> {
    const rows = await listMappings(this.#store.read);
    this.#rows = new Map(rows.toReversed().map((row) => [row.id, row]));
  }

  /** Every mapping, newest first. */
  list(): Mapping[] {
    return [...this.#rows.values()].toReversed().map(({ sealed: _, ...row }) => {
      const use = this.#used.get(row.id);
      if (use === undefined) return row;
      return { ...row, requestCount: row.requestCount + use.count, lastUsedAt: use.lastUsedAt };
    });
  }

  find(id: string): Mapping | undefined {
    return this.#rows.get(id);
  }

  findByPlaceholder(placeholder: string): Mapping | undefined {
    return [...this.#rows.values()].find((one) => one.placeholder === placeholder);
  }

  /** The only mapping there is; undefined with none and with several. */
  sole(): Mapping | undefined {
    const [first] = this.#rows.values();
    return this.#rows.size === 1 ? first : undefined;
  }

  /** The credential of a mapping, for one use. @throws SealError, and Error for a mapping that is gone */
  open(id: string): string {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error('The mapping is gone');
    return this.#seal.unseal(row.sealed, placeOf(id));
  }

  /** Counts a request that goes through a mapping. */
  used(id: string): void {
    const lastUsedAt = this.#clock.now();
    const use = this.#used.get(id);
    if (use === undefined) this.#used.set(id, { count: 1, lastUsedAt });
    else Object.assign(use, { count: use.count + 1, lastUsedAt });
  }

  /** Writes down what the mappings have done; what cannot be written stays for the next time. */
  async flush(): Promise<void> {
    const uses = [...this.#used]
      .filter(([id]) => this.#rows.has(id))
      .map(([id, { count, lastUsedAt }]) => ({ id, count, lastUsedAt }));
    if (uses.length === 0) {
      this.#used.clear();
      return;
    }
    await this.#store.write(async (tx) => {
      for (const use of uses) await addMappingUse(tx, use);
    });
    for (const { id, count, lastUsedAt } of uses) this.#wrote(id, count, lastUsedAt);
  }

  /**
   * Adds a mapping.
   * @throws DomainError validation_failed for a URL or a credential that cannot be sent, proxy_mapping_exists
   */
  async add(input: MappingInput, by: Caller): Promise<Mapping> {
    demandSendable(input);
    const now = this.#clock.now();
    const id = makeId('map', now);
    const { name, upstreamUrl, credentialType } = input;
    const fixed = {
      id,
      name,
      upstreamUrl,
      credentialType,
      headerName: input.headerName ?? null,
      sealed: this.#seal.seal(input.credential, placeOf(id)),
      createdAt: now,
      requestCount: 0,
      lastUsedAt: null,
    };
    return await this.#journal.commit(by, async (change) => {
      const others = await listMappings(change.tx);
      if (others.some((one) => one.name === name))
        throw new DomainError('proxy_mapping_exists', `There is a mapping ${name} already`);
      const placeholder =
        others.length === 0 ? FIRST_PLACEHOLDER : `${FIRST_PLACEHOLDER}_${id.slice(-SHORT_ID)}`;
      const row = { ...fixed, placeholder };
      change.target(id, { name, upstreamUrl, credentialType, placeholder });
      await insertMapping(change.tx, row);
      change.committed(() => this.#rows.set(id, row));
      return row;
    });
  }

  /** Removes a mapping and its credential. @throws DomainError proxy_mapping_not_found */
  async remove(id: string, by: Caller): Promise<Mapping> {
    return await this.#journal.commit(by, async (change) => {
      const gone = await deleteMapping(change.tx, id);
      if (gone === undefined)
        throw new DomainError('proxy_mapping_not_found', `There is no mapping ${id}`);
      change.target(id, { name: gone.name });
      change.committed(() => {
        this.#rows.delete(id);
        this.#used.delete(id);
      });
      return gone;
    });
  }

  #wrote(id: string, count: number, lastUsedAt: number): void {
    const row = this.#rows.get(id);
    const use = this.#used.get(id);
    if (row === undefined || use === undefined) return;
    this.#rows.set(id, { ...row, requestCount: row.requestCount + count, lastUsedAt });
    if (use.count === count) this.#used.delete(id);
    else use.count -= count;
  }
}

const placeOf = (id: string) => `proxy_mappings.credential:${id}`;

/** One line of printable ASCII: everything else is changed or refused on its way as a header. */
const SENDABLE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

function demandSendable({
  upstreamUrl,
  credential,
  credentialType,
  headerName,
}: MappingInput): void {
  const fault = urlFault(upstreamUrl);
  if (fault !== null) throw invalid('upstreamUrl', fault);
  if (!SENDABLE.test(credential))
    throw invalid('credential', 'must be printable ASCII without spaces around it');
  if (headerName === undefined) return;
  if (credentialType !== 'api_key') throw invalid('headerName', 'goes with an api_key only');
  if (!isFitName(headerName)) throw invalid('headerName', 'is a header that carries no credential');
}

function urlFault(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return 'must be an http or https URL';
  if (url.username !== '' || url.password !== '') return 'must not have a user or a password';
  if (text.includes('#') || text.includes('?')) return 'must have neither query nor fragment';
  return null;
}

/** The message never repeats the value: it could be a credential in the wrong place. */
function invalid(path: string, message: string): DomainError {
  return new DomainError('validation_failed', `The field "${path}" ${message}`, {
    issues: [{ in: 'body', path, message }],
  });
}
