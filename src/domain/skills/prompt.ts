/**
 * Owns how skills are told to the model. Which ones they are belongs to match.ts, the rest of the prompt to the agent.
 */
import type { Skill } from './ports.ts';

const MAX_BYTES = 64 * 1024;
const HEAD =
  'The message calls for the skills below. Follow their instructions as far as they fit what is asked; ' +
  'what the user asks for goes first.';

/**
 * The instructions of skills as a part of the system prompt, at most 64 KiB; null where none of them has any. A skill that does not
 * fit as a whole is named only.
 */
export function renderSkills(skills: readonly Skill[]): string | null {
  const parts = [HEAD];
  // What it would take to name all of them is kept free.
  let room = MAX_BYTES - Buffer.byteLength(HEAD) - skills.length * 1024;
  for (const { name, instructions } of skills) {
    if (instructions === null || instructions === '') continue;
    const open = `<skill name=${quote(name)}`;
    const part = `${open}>\n${inside(instructions)}\n</skill>`;
    const bytes = Buffer.byteLength(part) + 2;
    parts.push(bytes <= room ? part : `${open} left-out="too long" />`);
    if (bytes <= room) room -= bytes;
  }
  return parts.length === 1 ? null : parts.join('\n\n');
}

function quote(name: string): string {
  const text = name.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `"${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`;
}

/** Instructions that speak of such tags themselves do not end their own. */
function inside(instructions: string): string {
  return instructions.replace(/<(?=\/?skill\b)/gi, '&lt;').replaceAll('\0', '');
}
