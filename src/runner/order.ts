/**
 * Owns reading what the daemon hands to the agent at its start, in bounded size. What follows later comes through input-folder.ts.
 */
import { z } from 'zod';
import { type ContainerInput, containerInput } from '../domain/runtime/protocol.ts';

/** What was handed over cannot be used; the message says why, and repeats nothing of it. */
export class OrderError extends Error {
  override readonly name = 'OrderError';
}

/** Bytes of an order: a window of messages, each of which may be large. */
export const LARGEST_ORDER = 64 * 1024 * 1024;
const LONGEST_FAULT = 500;

/** Reads a stream to its end. @throws OrderError */
export async function readOrder(stream: AsyncIterable<Buffer>): Promise<ContainerInput> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > LARGEST_ORDER) throw new OrderError(`it is larger than ${LARGEST_ORDER} bytes`);
    chunks.push(chunk);
  }
  return parseAs(containerInput, Buffer.concat(chunks).toString());
}

/** Reads text that must be JSON of a shape; what the shape does not know is left out. @throws OrderError */
export function parseAs<T>(shape: z.ZodType<T>, text: string): T {
  const read = shape.safeParse(parseJson(text));
  if (read.success) return read.data;
  const fault = z.prettifyError(read.error).replaceAll(/\s+/g, ' ');
  throw new OrderError(fault.slice(0, LONGEST_FAULT));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says repeats a piece of the text.
    throw new OrderError('it is no JSON');
  }
}
