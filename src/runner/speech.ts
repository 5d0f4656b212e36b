/**
 * Owns how the agent in a container speaks: messages for the daemon on standard output, notes for people on standard error.
 * What is said belongs to the callers.
 */
import type { Writable } from 'node:stream';
import { LONGEST_MESSAGE, MESSAGE_BEGINS, MESSAGE_ENDS } from '../domain/runtime/markers.ts';
import type { AgentMessage } from '../domain/runtime/protocol.ts';
import type { Logger } from '../lib/log.ts';
import { redact } from '../lib/redact.ts';

/** Tells the daemon something. @throws TooLongError when the daemon would not read it */
export type Say = (message: AgentMessage) => Promise<void>;
/** Tells people something, on one line. */
export type Note = (text: string) => void;

/** A message that the daemon would pass over. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';
}

const LONGEST_NOTE = 1000;

/** Says messages between the lines that mark them; settles when the message has left. */
export function speakTo(out: Writable): Say {
  return async (message) => {
    const text = JSON.stringify(message);
    if (text.length > LONGEST_MESSAGE)
      throw new TooLongError(`What the agent did is too long to be told (${text.length})`);
    await new Promise<void>((resolve, reject) => {
      out.write(`${MESSAGE_BEGINS}\n${text}\n${MESSAGE_ENDS}\n`, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  };
}

/** Writes notes to a stream, without anything that looks like a secret. */
export function noteTo(stream: Writable): Note {
  return (text) => {
    const line = redact(text.slice(0, LONGEST_NOTE)).replaceAll(/[\p{Cc}\s]+/gu, ' ');
    stream.write(`${line}\n`);
  };
}

/** What goes wrong on the way to an answer is noted; nothing else is. */
export function loggerOver(note: Note): Logger {
  const ignore = () => undefined;
  return {
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: note,
    error: note,
    isOn: (level) => level === 'warn' || level === 'error',
  };
}
