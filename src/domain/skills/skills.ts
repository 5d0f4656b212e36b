/**
 * Owns the list of skills over their sources, and telling the log of those that are refused. Where skills come from belongs to the sources.
 */
import type { RefusedSkill, Skill, SkillSource } from './ports.ts';

/** The skills of this daemon. */
export class Skills {
  readonly #sources: readonly SkillSource[];
  readonly #onRefused: (skill: RefusedSkill) => void;
  #told = new Set<string>();

  /**
   * @param options.sources A skill of a later source takes the place of one of the same name.
   * @param options.onRefused Told once of each one, until it is fit or gone.
   */
  constructor(options: {
    sources: readonly SkillSource[];
    onRefused: (skill: RefusedSkill) => void;
  }) {
    this.#sources = options.sources;
    this.#onRefused = options.onRefused;
  }

  /** Every skill, by name. */
  async list(): Promise<Skill[]> {
    const found = await Promise.all(this.#sources.map((source) => source.find()));
    this.#tell(found.flatMap((one) => one.refused));
    const byName = new Map(
      found.flatMap(({ skills }) => skills).map((one) => [one.name.toLowerCase(), one]),
    );
    return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #tell(refused: readonly RefusedSkill[]): void {
    const now = new Map(refused.map((one) => [`${one.name}: ${one.reason}`, one]));
    for (const [text, one] of now) if (!this.#told.has(text)) this.#onRefused(one);
    this.#told = new Set(now.keys());
  }
}
