/**
 * Owns turning what a server answers into the text that a model reads. Which requests there are belongs to session.ts and extras.ts.
 */
import { z } from 'zod';
import type { ToolResult } from '../../domain/tools/index.ts';

/** More is cut; how much of that a model gets to read is decided by domain/tools. */
export const MAX_RESULT_CHARACTERS = 1_000_000;

const resource = z.looseObject({
  uri: z.string(),
  mimeType: z.string().nullish(),
  text: z.string().nullish(),
  blob: z.string().nullish(),
});

/** A part of an answer; kinds that are not known here are named only. */
export const contentPart = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  data: z.string().nullish(),
  mimeType: z.string().nullish(),
  uri: z.string().nullish(),
  name: z.string().nullish(),
  resource: resource.nullish(),
});

/** The answer to a call. More lenient than the protocol, so that a sloppy server can be used. */
export const callAnswer = z.looseObject({
  content: z.array(contentPart).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().nullish(),
});

/** The answer to reading a resource. */
export const resourceAnswer = z.looseObject({ contents: z.array(resource) });

/** The answer to a call as text: parts in their order, structured content where there is nothing else. */
export function toResult(answer: z.infer<typeof callAnswer>): ToolResult {
  const { content, structuredContent, isError } = answer;
  const isBare = content.length === 0 && structuredContent !== undefined;
  const text = isBare ? JSON.stringify(structuredContent) : content.map(partText).join('\n');
  return { content: cut(text), failed: isError === true };
}

/** A part as text; what is not text is told of in brackets. */
export function partText(part: z.infer<typeof contentPart>): string {
  if (part.type === 'text') return part.text ?? '';
  if (part.type === 'resource' && part.resource) return resourceText(part.resource);
  if (part.type === 'resource_link')
    return `[resource ${part.uri ?? ''}${part.name ? `: ${part.name}` : ''}]`;
  const size = part.data ? `, ${bytesOf(part.data)} bytes` : '';
  return `[${part.type}${part.mimeType ? ` ${part.mimeType}` : ''}${size}]`;
}

/** A resource as text. */
export function resourceText({ uri, mimeType, text, blob }: z.infer<typeof resource>): string {
  if (typeof text === 'string') return text;
  return `[resource ${uri}${mimeType ? ` ${mimeType}` : ''}${blob ? `, ${bytesOf(blob)} bytes` : ''}]`;
}

/** Of a text that is too long, its beginning and how long it was. */
export function cut(text: string): string {
  return text.length <= MAX_RESULT_CHARACTERS
    ? text
    : `${text.slice(0, MAX_RESULT_CHARACTERS)}\n[cut: ${text.length} characters in all]`;
}

const bytesOf = (base64: string) => Math.floor((base64.length * 3) / 4);
