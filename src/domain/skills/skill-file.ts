/**
 * Owns reading what a SKILL.toml or a SKILL.md says about its skill. Finding and opening the files belongs to folder-source.ts.
 */
import { parse } from 'smol-toml';
import { z } from 'zod';
import { cutToBytes } from '../../lib/cut.ts';
import { FileRefusedError } from '../../lib/small-file.ts';
import { splitMarkdown } from './front-matter.ts';
import { faultOfTrigger } from './triggers.ts';

/** What a file says. */
export interface SkillText {
  readonly name: string;
  readonly description: string;
  readonly triggers: readonly string[];
  readonly instructions: string;
  /** Whether the file has more instructions than are kept. */
  readonly isCut: boolean;
}

const DESCRIPTION_BYTES = 1024;
/** Most of the instructions of one skill that are kept, in bytes. */
export const INSTRUCTION_BYTES = 16 * 1024;

const name = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line of text');
const trigger = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .check(({ value, issues }) => {
    const fault = faultOfTrigger(value);
    if (fault !== null) issues.push({ code: 'custom', message: fault, input: value });
  });
const triggers = z.array(trigger).max(64);
const tomlFile = z.object({
  skill: z.object({
    name,
    description: z.string().default(''),
    triggers: triggers.default([]),
  }),
  prompts: z.array(z.string()).max(64).default([]),
});
const frontMatter = z
  .object({
    name: name.nullish(),
    description: z.string().nullish(),
    triggers: z.preprocess((one) => (typeof one === 'string' ? [one] : one), triggers.nullish()),
  })
  .nullable();

/** Reads `[skill]` and `prompts` of a SKILL.toml; its `tools` are not run. @throws FileRefusedError */
export function readSkillToml(text: string): SkillText {
  const { skill, prompts } = readAs(tomlFile, parseToml(text));
  return finish(skill, prompts.join('\n\n'));
}

/**
 * Reads a SKILL.md. Its front matter may say name, description and triggers; without one the folder is the name, and the first
 * line that is neither blank nor a heading the description. What comes after it are the instructions.
 * @throws FileRefusedError
 */
export function readSkillMarkdown(text: string, folder: string): SkillText {
  const { front, body } = splitMarkdown(text.replace(/^\uFEFF/, ''));
  const said = readAs(frontMatter, front);
  const line = body.split('\n').find((one) => one.trim() !== '' && !one.startsWith('#'));
  const about = {
    name: said?.name ?? readAs(name, folder),
    description: said?.description ?? line ?? '',
    triggers: said?.triggers ?? [],
  };
  return finish(about, body);
}

function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [first] = error instanceof Error ? error.message.split('\n') : [];
    throw new FileRefusedError(`is not TOML: ${first ?? 'unknown fault'}`);
  }
}

function readAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new FileRefusedError(
    `has a fault at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'unknown'}`,
  );
}

function finish(
  about: Pick<SkillText, 'name' | 'triggers' | 'description'>,
  text: string,
): SkillText {
  const whole = about.description.trim();
  const description = cutToBytes(whole, DESCRIPTION_BYTES);
  const instructions = cutToBytes(text.trim(), INSTRUCTION_BYTES);
  return {
    name: about.name,
    triggers: about.triggers,
    description: description === whole ? whole : `${description}…`,
    instructions,
    isCut: instructions !== text.trim(),
  };
}
