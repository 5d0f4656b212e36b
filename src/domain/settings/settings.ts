/**
 * Owns settings that change while the daemon runs: by a request, or because the file did. All or nothing, one at a time.
 * What keys exist and which value wins belongs to the configuration; how changes are stored to stored.ts.
 */
import type { Store } from '../../db/open.ts';
import { deleteSetting, listSettings, putSetting } from '../../db/settings.ts';
import type { Clock } from '../../lib/clock.ts';
import { oneByOne } from '../../lib/one-by-one.ts';
import { type Seal, SealError } from '../../lib/seal.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError, type Issue, systemCaller } from '../shared/index.ts';
import {
  type Configuration,
  describeProblem,
  type SettingProblem,
  type SettingValue,
} from './configuration.ts';
import { isMasked, type MaskedSection, maskTree, REDACTED } from './mask.ts';
import { fromStored, toStored } from './stored.ts';

/** New values by dotted key; null takes a key back to what the file or the default says. */
export type SettingsPatch = Readonly<Record<string, SettingValue | null>>;

/** What a change did. */
export interface SettingsUpdate {
  /** The keys, in the order of the request. */
  readonly updated: readonly string[];
  /** Whether one of them comes into force with the next start only. */
  readonly reloadRequired: boolean;
}

/** What reading the file again came to. */
export interface Reload {
  /** Keys with another value than before; empty where nothing changed or the file cannot be used. */
  readonly changed: readonly string[];
  /** Why the configuration before is kept; empty when the new one is in force. */
  readonly problems: readonly SettingProblem[];
}

/** The settings of the daemon. */
export class Settings {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #configuration: Configuration;
  readonly #seal: Seal;
  #changes = new Map<string, SettingValue>();
  /** Stored changes that cannot be used, and why. */
  readonly #lost = new Map<string, string>();
  #waiting: readonly string[] = [];
  #failure: readonly SettingProblem[] = [];
  /** One change at a time: each one is judged by what the one before it left. */
  readonly #inTurn = oneByOne();

  constructor(options: {
    store: Store;
    journal: Journal;
    clock: Clock;
    configuration: Configuration;
    seal: Seal;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#configuration = options.configuration;
    this.#seal = options.seal;
  }

  /**
   * Puts the stored changes in force; called once, before anything runs. A change that cannot be used any more is left
   * out and told by `troubles`: a daemon that does not start could not be mended over its API.
   */
  async load(): Promise<void> {
    for (const row of await listSettings(this.#store.read)) {
      const key = this.#configuration.find(row.key);
      if (key?.readOnly === true) this.#lost.set(row.key, 'it cannot be changed while running');
      else this.#open(row.key, () => fromStored(row, this.#seal));
    }
    let resolution = this.#configuration.resolve(this.#changes, 'start');
    while (!resolution.ok && this.#changes.size > 0) {
      this.#drop(resolution.problems);
      resolution = this.#configuration.resolve(this.#changes, 'start');
    }
    if (resolution.ok) resolution.apply();
  }

  /** The configuration in force, with secrets masked. */
  get(): Record<string, MaskedSection> {
    const isSecret = (key: string) => this.#configuration.find(key)?.secret ?? true;
    return maskTree(this.#configuration.tree(), isSecret);
  }

  /**
   * Changes all the keys or none of them; durable, and in force where no restart is needed, when it resolves.
   * @throws DomainError setting_invalid with an issue per key; setting_pinned for keys that the environment sets
   */
  async change(patch: SettingsPatch, by: Caller): Promise<SettingsUpdate> {
    return await this.#inTurn(async () => {
      const updated = Object.keys(patch);
      const next = new Map(this.#changes);
      for (const [key, value] of Object.entries(patch)) {
        if (value === null) next.delete(key);
        else next.set(key, value);
      }
      const refused = this.#refusals(patch);
      const resolution = this.#configuration.resolve(next, 'change');
      const problems = resolution.ok ? [] : resolution.problems;
      const issues = [
        ...refused,
        ...problems.map((problem) => toIssue(problem, patch)).filter(isNewTo(refused)),
      ];
      if (!resolution.ok || issues.length > 0) throw invalid(issues);
      this.#demandFree(updated);

      const waiting = new Set(resolution.waiting);
      const update = { updated, reloadRequired: updated.some((key) => waiting.has(key)) };
      await this.#journal.commit(by, async (change) => {
        change.target(updated.join(' '));
        for (const [key, value] of Object.entries(patch)) {
          if (value === null) await deleteSetting(change.tx, key);
          else await putSetting(change.tx, this.#toRow(key, value, by));
        }
        await change.event('config.updated', 'config', toEvent(update));
      });
      for (const key of updated) this.#lost.delete(key);
      this.#changes = next;
      this.#waiting = resolution.waiting;
      resolution.apply();
      return update;
    });
  }

  /**
   * Reads the file again and puts it in force, whole or not at all: with a problem the configuration before stays, and
   * `troubles` tells until a later reload succeeds.
   */
  async reload(): Promise<Reload> {
    return await this.#inTurn(async () => {
      const resolution = this.#configuration.resolve(this.#changes, 'reread');
      if (!resolution.ok) {
        this.#failure = resolution.problems;
        return { changed: [], problems: resolution.problems };
      }
      this.#failure = [];
      this.#waiting = resolution.waiting;
      // In force before it is told of: the file is the truth here, also while the store takes nothing.
      resolution.apply();
      const { changed } = resolution;
      if (changed.length > 0) {
        const waiting = new Set(resolution.waiting);
        const update = {
          updated: changed,
          reloadRequired: changed.some((key) => waiting.has(key)),
        };
        await this.#journal.commit(systemCaller('config'), (change) =>
          change.event('config.updated', 'config', toEvent(update)),
        );
      }
      return { changed, problems: [] };
    });
  }

  /** What of the configuration is not as it should be. */
  troubles(): { component: string; reason: string }[] {
    const reasons = [
      ...[...this.#lost].map(([key, why]) => `The stored value of ${key} is not used: ${why}`),
      ...this.#failure.map(
        (problem) => `The file is not used as it is now: ${describeProblem(problem)}`,
      ),
      ...(this.#waiting.length === 0
        ? []
        : [`A restart is needed for ${this.#waiting.join(', ')}`]),
    ];
    return reasons.map((reason) => ({ component: 'config', reason }));
  }

  #open(key: string, open: () => SettingValue): void {
    try {
      this.#changes.set(key, open());
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.#lost.set(key, error.message);
    }
  }

  /** Takes out the changes that problems are about; all of them where that cannot be told. */
  #drop(problems: readonly SettingProblem[]): void {
    const named = problems.flatMap(({ keys, message }) =>
      keys.filter((key) => this.#changes.has(key)).map((key) => ({ key, message })),
    );
    const [first] = problems;
    const all = [...this.#changes.keys()].map((key) => ({ key, message: first?.message ?? '' }));
    for (const { key, message } of named.length > 0 ? named : all) {
      this.#changes.delete(key);
      this.#lost.set(key, message);
    }
  }

  /** Faults that the values do not show: what may not be set, placeholders, names that cannot be taken back. */
  #refusals(patch: SettingsPatch): Issue[] {
    return Object.entries(patch).flatMap(([key, value]) => {
      const known = this.#configuration.find(key);
      const isStray = known === null && value === null && !this.#isStored(key);
      if (isStray) return [issueOf(key, 'is not a known key')];
      if (known?.readOnly === true) return [issueOf(key, 'cannot be changed while running')];
      if (isMasked(value)) return [issueOf(key, `is "${REDACTED}", which only stands for a value`)];
      return [];
    });
  }

  #isStored(key: string): boolean {
    return this.#changes.has(key) || this.#lost.has(key);
  }

  #demandFree(keys: readonly string[]): void {
    const issues = keys.flatMap((key) => {
      const by = this.#configuration.find(key)?.pinnedBy ?? null;
      return by === null ? [] : [issueOf(key, `is set by the environment: ${by}`)];
    });
    if (issues.length > 0) {
      throw new DomainError('setting_pinned', summary(issues), { issues });
    }
  }

  #toRow(key: string, value: SettingValue, by: Caller) {
    const secret = this.#configuration.find(key)?.secret ?? true;
    const stored = toStored(key, value, secret, this.#seal);
    return { key, value: stored, changedAt: this.#clock.now(), changedBy: by.actor };
  }
}

const toEvent = ({ updated, reloadRequired }: SettingsUpdate) => ({
  updated: [...updated],
  reload_required: reloadRequired,
});

const issueOf = (path: string, message: string): Issue => ({ in: 'body', path, message });

/** A problem as a fault of the request, blamed on a key that the request has where there is one. */
function toIssue({ keys, message }: SettingProblem, patch: SettingsPatch): Issue {
  const blamed = keys.find((key) => Object.hasOwn(patch, key)) ?? keys[0] ?? '';
  return issueOf(blamed, `is refused: ${message}`);
}

const isNewTo = (issues: readonly Issue[]) => (issue: Issue) =>
  !issues.some(({ path }) => path === issue.path);

function invalid(issues: readonly Issue[]): DomainError {
  return new DomainError('setting_invalid', summary(issues), { issues });
}

function summary(issues: readonly Issue[]): string {
  const [first] = issues;
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : '';
  return `${first?.path} ${first?.message}${more}`;
}
