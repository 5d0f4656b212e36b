/**
 * Owns the skills over all sources as they were at the last look, and telling the log of what is passed over. Where skills come from
 * belongs to the sources, when to look to the caller.
 */
import { keyOf, MAX_SKILLS } from './folder-source.ts';
import { TriggerIndex } from './match.ts';
import type { BrokenSkill, Skill, SkillSource } from './ports.ts';
import { renderSkills } from './prompt.ts';

/** The skills at one moment; a look that finds others puts a new one in its place. */
interface Snapshot {
  /** By name. */
  readonly skills: readonly Skill[];
  readonly index: TriggerIndex;
  readonly broken: readonly BrokenSkill[];
}

/** A skill as one of the parts that the daemon runs with. */
export interface SkillComponent {
  readonly name: string;
  /** `stopped` is not trusted, and only listed. */
  readonly state: 'running' | 'stopped' | 'failed';
  /** Why it is `failed`; null in every other state. */
  readonly error: string | null;
  /** Why its file as it is now is not used, while what it said before goes on; else null. */
  readonly refused: string | null;
  /** Everything it is made from. */
  readonly making: unknown;
}

/** The skills of this daemon. */
export class Skills {
  readonly #sources: readonly SkillSource[];
  readonly #report: (message: string) => void;
  #told = new Set<string>();
  #snapshot: Snapshot | undefined;
  /** The look that is under way, and the one that begins after it. */
  #looking: Promise<Snapshot> | undefined;
  #next: Promise<Snapshot> | undefined;

  /**
   * @param options.sources A skill of a later source takes the place of one of the same name, unless only the earlier is trusted.
   * @param options.report Told of what is passed over or limited, once until that changes.
   */
  constructor(options: { sources: readonly SkillSource[]; report: (message: string) => void }) {
    this.#sources = options.sources;
    this.#report = options.report;
  }

  /** Every skill as it is now, by name. */
  async list(): Promise<readonly Skill[]> {
    return (await this.#lookAnew()).skills;
  }

  /**
   * The instructions of the skills that a message calls for, as part of the system prompt; null where it calls for none. It goes by the
   * last look.
   */
  async promptFor(message: string): Promise<string | null> {
    const { index } = this.#snapshot ?? (await this.#lookAnew());
    return renderSkills(index.match(message));
  }

  /** Every skill, and every folder that cannot be used, as they were at the last look. */
  async components(): Promise<SkillComponent[]> {
    const { skills, broken } = this.#snapshot ?? (await this.#lookAnew());
    const usable = skills.map((skill): SkillComponent => {
      const { name, refused, ...making } = skill;
      const state = skill.instructions === null ? 'stopped' : 'running';
      return { name, state, error: null, refused, making };
    });
    const taken = new Set(usable.map(({ name }) => name));
    const failed = broken
      .filter(({ name }) => !taken.has(name))
      .map(({ name, reason }): SkillComponent => {
        return { name, state: 'failed', error: reason, refused: null, making: reason };
      });
    return [...usable, ...new Map(failed.map((one) => [one.name, one])).values()];
  }

  /** Looks for what has changed. */
  async refresh(): Promise<void> {
    await this.#lookAnew();
  }

  /** By a look that begins after this call. */
  async #lookAnew(): Promise<Snapshot> {
    if (this.#looking === undefined && this.#next === undefined) return await this.#begin();
    // One look serves all who ask while another is under way.
    this.#next ??= Promise.resolve(this.#looking)
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#begin();
      });
    return await this.#next;
  }

  #begin(): Promise<Snapshot> {
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<Snapshot> {
    const notes: string[] = [];
    const broken: BrokenSkill[] = [];
    const byName = new Map<string, Skill>();
    for (const source of this.#sources) {
      const found = await source.find();
      notes.push(...found.notes);
      broken.push(...found.broken);
      for (const skill of found.skills) {
        const other = byName.get(keyOf(skill));
        if (skill.instructions === null && other !== undefined)
          notes.push(`${skill.name} of ${skill.source} does not take the place of another`);
        else byName.set(keyOf(skill), skill);
      }
    }
    if (byName.size > MAX_SKILLS) notes.push(`${byName.size - MAX_SKILLS} skills are too many`);
    const skills = [...byName.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, MAX_SKILLS);
    this.#tell(notes);
    const before = this.#snapshot;
    const isSame =
      before?.skills.length === skills.length &&
      skills.every((one, index) => one === before.skills[index]);
    const index = isSame ? before.index : makeIndex(skills);
    this.#snapshot = { skills, index, broken };
    return this.#snapshot;
  }

  #tell(notes: readonly string[]): void {
    for (const note of notes) if (!this.#told.has(note)) this.#report(note);
    this.#told = new Set(notes);
  }
}

function makeIndex(skills: readonly Skill[]): TriggerIndex {
  return new TriggerIndex(
    skills.filter(({ instructions }) => instructions !== null && instructions !== ''),
  );
}
