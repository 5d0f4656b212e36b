/**
 * Owns what the threads of a plugin say to each other: preparing a component, calling the guest, calling the host.
 * Both ends are in prepare.ts with prepare-worker.ts, and in guest.ts with guest-worker.ts.
 */
import type { MessagePort } from 'node:worker_threads';
import type { GuestCalls, HostCalls } from '../../domain/plugins/index.ts';

/** What a preparing thread is started with. */
export interface PrepareTask {
  readonly file: string;
  /** Folder of what is made of this plugin's components. */
  readonly cache: string;
}

/** A component that can be started: its folder in the cache, its core modules in it, and what it exports. */
export interface Prepared {
  readonly folder: string;
  readonly modules: readonly string[];
  readonly exports: readonly string[];
}

/** What preparing came to. */
export type PrepareReply = { readonly prepared: Prepared } | { readonly fault: string };

/** What the thread of a guest is started with. */
export interface GuestStart {
  readonly prepared: Prepared;
  readonly maxMemoryBytes: number;
  readonly config: readonly (readonly [string, string])[];
  readonly hasTool: boolean;
  /** Host calls go over it, one at a time. */
  readonly hostPort: MessagePort;
  /** One Int32: the host sets it to 1 and wakes the guest when a reply is on the port. */
  readonly flag: SharedArrayBuffer;
}

/** What a guest says of itself with everything it sends. */
export interface Usage {
  readonly memoryBytes: number;
  /** Of these, what counts against its limit. */
  readonly linearBytes: number;
}

/** `get-spec` as the guest answered it, sizes checked. */
export interface RawSpec {
  readonly name: string;
  readonly description: string;
  readonly parametersSchema: string;
}

/** How a call ended: answered, refused by the guest itself, or broken off, after which the instance cannot be used. */
export type GuestOutcome<Name extends keyof GuestCalls = keyof GuestCalls> =
  | { readonly answer: GuestCalls[Name]['answer'] }
  | { readonly refusal: string }
  | { readonly fault: string; readonly isMemory: boolean };

/** What a guest sends once it has started. */
export type Started = Usage & { readonly spec: RawSpec | null };

/** What it sends after each `GuestCall`. */
export type Answered<Name extends keyof GuestCalls = keyof GuestCalls> = Usage & {
  readonly outcome: GuestOutcome<Name>;
};

/** What the host answers to each `HostCall`. */
export type FromHost<Name extends keyof HostCalls = keyof HostCalls> =
  | { readonly answer: HostCalls[Name]['answer'] }
  | { readonly refusal: string };
