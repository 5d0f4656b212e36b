/**
 * Owns reading what a SKILL.toml or a SKILL.md says about its skill. Finding and opening the files belongs to folder-source.ts.
 */
import { parse } from 'smol-toml';
import { z } from 'zod';
import { FileRefusedError } from '../../lib/small-file.ts';
import type { Skill } from './ports.ts';

type About = Omit<Skill, 'source'>;

const LONGEST_DESCRIPTION = 1024;

const name = z.string().trim().min(1).max(128);
const triggers = z.array(z.string().trim().min(1).max(256)).max(64);
const tomlFile = z.object({
  skill: z.object({
    name,
    description: z.string().default(''),
    triggers: triggers.default([]),
  }),
});

/** Reads `[skill]` of a SKILL.toml; what else is in it belongs to whoever runs the skill. @throws FileRefusedError */
export function readSkillToml(text: string): About {
  let table: unknown;
  try {
    table = parse(text);
  } catch (error) {
    const [first] = error instanceof Error ? error.message.split('\n') : [];
    throw new FileRefusedError(`is not TOML: ${first ?? 'unknown fault'}`);
  }
  const read = tomlFile.safeParse(table);
  if (!read.success) throw new FileRefusedError(faultOf(read.error));
  const { skill } = read.data;
  return { ...skill, description: cut(skill.description) };
}

/**
 * Reads a SKILL.md. Its front matter may say name, description and triggers; without one the folder is the name, and the first
 * line that is neither blank nor a heading the description.
 * @throws FileRefusedError
 */
export function readSkillMarkdown(folder: string, text: string): About {
  const { front, body } = split(text.replace(/^\uFEFF/, ''));
  const line = body.split('\n').find((one) => one.trim() !== '' && !one.startsWith('#'));
  const read = z.object({ name, triggers }).safeParse({
    name: front.get('name')?.[0] ?? folder,
    triggers: front.get('triggers') ?? [],
  });
  if (!read.success) throw new FileRefusedError(faultOf(read.error));
  return { ...read.data, description: cut(front.get('description')?.[0] ?? line ?? '') };
}

/** The front matter's keys with their values, each a list, and what comes after it. Only plain lines are read, no other YAML. */
function split(text: string): { front: ReadonlyMap<string, readonly string[]>; body: string } {
  const match = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (match === null) return { front: new Map(), body: text };
  const front = new Map<string, string[]>();
  let values: string[] = [];
  for (const line of (match[1] ?? '').split(/\r?\n/)) {
    const pair = /^([A-Za-z][\w-]*):(.*)$/.exec(line);
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (pair !== null) {
      values = valuesOf((pair[2] ?? '').trim());
      front.set((pair[1] ?? '').toLowerCase(), values);
    } else if (item !== null) values.push(unquote(item[1] ?? ''));
  }
  return { front, body: text.slice(match[0].length) };
}

function valuesOf(text: string): string[] {
  if (text === '') return [];
  if (!text.startsWith('[') || !text.endsWith(']')) return [unquote(text)];
  const inner = text.slice(1, -1).trim();
  return inner === '' ? [] : inner.split(',').map(unquote);
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}

function cut(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > LONGEST_DESCRIPTION
    ? `${trimmed.slice(0, LONGEST_DESCRIPTION)}…`
    : trimmed;
}

function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `has a fault at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'unknown'}`;
}
