/**
 * Owns what the agent card says, and the public URL in it with the rules of changing it. Keeping a change over a restart is behind a
 * port, the wording of the card belongs to its handler.
 */

import { oneByOne } from '../../lib/one-by-one.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { Skill, Skills } from '../skills/index.ts';

/** What the area takes from the settings, read anew at every use. */
export interface CardSettings {
  readonly agentId: string | null;
  readonly description: string;
  /** Null while none is configured. */
  readonly publicUrl: string | null;
}

/** What the card says. */
export interface CardFacts {
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly version: string;
  readonly skills: readonly Skill[];
}

/** A change of the public URL. */
export interface UrlChange {
  readonly url: string;
  readonly previousUrl: string;
  /** False where the URL before is back after a restart. */
  readonly persisted: boolean;
}

/** What the card stands on. */
export interface CardOptions {
  readonly settings: () => CardSettings;
  readonly skills: Skills;
  readonly version: string;
  /** Whether the settings take the URL: one that they refuse would keep the daemon from starting. */
  readonly accepts: (url: string) => boolean;
  /** Keeps the URL for the next start. @returns false where that cannot be; it never rejects */
  readonly keep: (url: string) => Promise<boolean>;
  /** Leaves the audit entry of a change. */
  readonly record: (by: Caller) => Promise<void>;
}

/** A URL that was set while running, and what was configured at that time. */
interface Override {
  readonly url: string;
  readonly over: string | null;
}

const NAMELESS = 'gatehouse';
const LONGEST_URL = 2048;

/** The card of this agent. */
export class Card {
  readonly #options: CardOptions;
  #own = '';
  #override: Override | null = null;
  readonly #inTurn = oneByOne();

  constructor(options: CardOptions) {
    this.#options = options;
  }

  /** Says where the daemon itself answers other agents; the card says so until something else is set. */
  listensAt(url: string): void {
    this.#own = url;
  }

  /** The public URL now: the last one that was set or configured, or else the daemon's own. */
  url(): string {
    const configured = this.#options.settings().publicUrl;
    const set = this.#override;
    // A configuration that has changed since is the newer word.
    if (set !== null && (configured === set.over || configured === set.url)) return set.url;
    return configured ?? this.#own;
  }

  /**
   * Changes the public URL at once, also where it cannot be kept for the next start. One change at a time.
   * @throws DomainError validation_failed for what is no public http or https URL; nothing is changed then
   */
  async update(url: string, by: Caller): Promise<UrlChange> {
    const fault = this.#faultOf(url);
    if (fault !== null) {
      const issue = { in: 'body', path: 'url', message: fault };
      throw new DomainError('validation_failed', `The body "url" ${fault}`, { issues: [issue] });
    }
    return await this.#inTurn(() => this.#set(url, by));
  }

  async #set(url: string, by: Caller): Promise<UrlChange> {
    const previousUrl = this.url();
    // Before anything is changed: what leaves no entry must not happen.
    await this.#options.record(by);
    const persisted = await this.#options.keep(url);
    this.#override = { url, over: this.#options.settings().publicUrl };
    return { url, previousUrl, persisted };
  }

  /** Everything the card says now. */
  async facts(): Promise<CardFacts> {
    const { agentId, description } = this.#options.settings();
    return {
      name: agentId ?? NAMELESS,
      description,
      url: this.url(),
      version: this.#options.version,
      skills: await this.#options.skills.list(),
    };
  }

  /** What is wrong with a URL, as the end of a sentence; null when nothing is. */
  #faultOf(url: string): string | null {
    if (url.length > LONGEST_URL) return `must be at most ${LONGEST_URL} characters`;
    // Quotes, spaces and backslashes are escaped in a URL; in a file of variables they would mean something else.
    if (!/^https?:\/\/[!#-&(-[\]-_a-~']+$/i.test(url) || !URL.canParse(url))
      return 'must be an http or https URL';
    const { username, password } = new URL(url);
    if (username !== '' || password !== '') return 'must not name a user or a password';
    if (!this.#options.accepts(url)) return 'must not carry a token or a password';
    return null;
  }
}
