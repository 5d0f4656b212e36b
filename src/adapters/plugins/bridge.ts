/**
 * Owns calling the host from inside of a running guest: the thread sleeps until the reply is there.
 * What is asked is in host-imports.ts, how it is answered in guest.ts.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { HostCall, HostCalls } from '../../domain/plugins/index.ts';
import type { FromHost } from './protocol.ts';

/** Together in one host call: more is not even sent, as the host would have to take it in first. */
const MAX_ARGUMENT_BYTES = 2 * 1024 * 1024;
/** In one call of the guest. Beyond it the call is broken off: the guest is in a loop. */
const MAX_CALLS = 10_000;
const MAX_LOG_LINES = 256;
const MAX_LINE = 8192;

/** An error that the generated glue hands to the guest as the error of a `result`. */
export class Payload<T> extends Error {
  readonly payload: T;

  constructor(payload: T) {
    super('answered an error');
    this.payload = payload;
  }
}

/** The guest's way to the host. */
export class Bridge {
  readonly #port: MessagePort;
  readonly #flag: Int32Array;
  #calls = 0;
  #lines = 0;

  constructor(port: MessagePort, flag: SharedArrayBuffer) {
    this.#port = port;
    this.#flag = new Int32Array(flag);
  }

  /** Begins to count anew, with each call of the guest. */
  reset(): void {
    this.#calls = 0;
    this.#lines = 0;
  }

  /** Makes a call and waits for its answer. @throws Payload with the host's words when it refuses */
  call<Name extends keyof HostCalls>(call: HostCall<Name>): HostCalls[Name]['answer'] {
    if (sizeOf(call.args) > MAX_ARGUMENT_BYTES)
      throw new Payload(`the arguments have more than ${MAX_ARGUMENT_BYTES} bytes`);
    this.#calls += 1;
    if (this.#calls > MAX_CALLS) throw new Error(`it called the host more than ${MAX_CALLS} times`);
    this.#port.postMessage(call);
    Atomics.wait(this.#flag, 0, 0);
    Atomics.store(this.#flag, 0, 0);
    const reply: { message: FromHost<Name> } | undefined = receiveMessageOnPort(this.#port);
    if (reply === undefined) throw new Error('the host gave no answer');
    if ('refusal' in reply.message) throw new Payload(reply.message.refusal);
    return reply.message.answer;
  }

  /** Writes to the log, as far as there are lines left for this call. */
  log(level: string, message: string): void {
    this.#lines += 1;
    if (this.#lines > MAX_LOG_LINES) return;
    this.call({ name: 'log.log', args: { level, message: message.slice(0, MAX_LINE) } });
  }
}

/** At least as many bytes as the value has in memory, roughly. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length * 2;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce((sum: number, one) => sum + sizeOf(one), 0);
}
