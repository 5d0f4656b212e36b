/**
 * Owns the ports of what runs plugins: what the domain asks of them, and what they may ask of the host.
 * Running WebAssembly is done in src/adapters/plugins.
 */

/** What a plugin adds. */
export interface Capability {
  readonly type: 'tool' | 'middleware' | 'hook' | 'cron' | 'provider' | 'storage';
  readonly name: string;
  readonly description: string;
  /** Lower ones come first. */
  readonly priority: number;
  /** Events that a hook is called with: a type, a prefix ending in `.*`, or `*`. */
  readonly events: readonly string[];
  /** When a cron is run: five fields, in UTC; null for other types. */
  readonly schedule: string | null;
}

/** What a plugin may use at most. */
export interface Resources {
  readonly maxMemoryMb: number;
  /** Of one call. */
  readonly maxExecutionTimeMs: number;
  readonly maxHttpRequestsPerCall: number;
  readonly maxKvStorageMb: number;
}

/** What a `plugin.toml` says. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** File name of the component, in the folder of the manifest. */
  readonly wasm: string;
  readonly capabilities: readonly Capability[];
  readonly permissions: {
    readonly required: readonly string[];
    readonly optional: readonly string[];
    /** URLs it may reach; one ending in `*` is a prefix. Empty means none. */
    readonly httpAllowlist: readonly string[];
  };
  readonly resources: Resources;
  readonly config: Readonly<Record<string, string>>;
}

/** An HTTP request that a plugin makes. */
export interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | null;
}

/** What it was answered. */
export interface OutboundResponse {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Uint8Array;
}

/** Makes HTTP requests to public addresses. @throws HostRefusal */
export type Outbound = (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundResponse>;

/** Something that a plugin remembers. */
export interface MemoryEntry {
  readonly id: string;
  readonly text: string;
  readonly category: string;
  /** How well it matches what was asked, from 0 to 1. */
  readonly importance: number;
}

/** The calls that a plugin can make to the host, each with its arguments and its answer; all of it is plain data. */
export interface HostCalls {
  'log.log': { args: { level: string; message: string }; answer: null };
  'kv.get': { args: { key: string }; answer: Uint8Array | null };
  'kv.set': { args: { key: string; value: Uint8Array }; answer: null };
  'kv.delete': { args: { key: string }; answer: boolean };
  'kv.list-keys': { args: { prefix: string }; answer: string[] };
  'http-outbound.request': { args: OutboundRequest; answer: OutboundResponse };
  'memory.store': { args: { text: string; category: string }; answer: string };
  'memory.recall': { args: { query: string; limit: number }; answer: MemoryEntry[] };
  'events.publish': { args: { topic: string; payload: string }; answer: null };
  'events.subscribe': { args: { pattern: string }; answer: bigint };
  'events.unsubscribe': { args: { id: bigint }; answer: null };
}

/** One call to the host. */
export type HostCall<Name extends keyof HostCalls = keyof HostCalls> = {
  [Key in Name]: { name: Key; args: HostCalls[Key]['args'] };
}[Name];

/** In which call of the plugin it calls the host. */
export interface Scope {
  /** How many deliveries of events led to this call. */
  readonly depth: number;
  /** Aborts when the call is over, however it ended. */
  readonly signal: AbortSignal;
  /** HTTP requests made so far; the host counts them. */
  httpRequests: number;
}

/** The host refuses what a plugin asks; the message is for the plugin. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
}

/** The host as one plugin sees it. */
export interface PluginHost {
  /** @throws HostRefusal */
  call<Name extends keyof HostCalls>(
    call: HostCall<Name>,
    scope: Scope,
  ): Promise<HostCalls[Name]['answer']>;
  /** Tells the operator of what happened to the plugin. */
  report(level: 'info' | 'warn' | 'error', message: string): void;
}

/** The calls that the host can make to a plugin, each with its arguments and its answer. */
export interface GuestCalls {
  'tool.execute': {
    args: { input: string };
    answer: { success: boolean; output: string; error: string | null };
  };
  'hook.on-event': { args: { event: string; payload: string }; answer: null };
  'middleware.process': { args: { stage: string; data: string }; answer: string };
  'cron.run': { args: Record<never, never>; answer: string };
}

/** One call to a plugin. */
export type GuestCall<Name extends keyof GuestCalls = keyof GuestCalls> = {
  [Key in Name]: { name: Key; args: GuestCalls[Key]['args'] };
}[Name];

/** The plugin itself said that a call failed, as opposed to having been stopped. */
export class GuestRefusal extends Error {
  override readonly name = 'GuestRefusal';
}

/** What `get-spec` answered. */
export interface ToolDeclaration {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** Runs plugins. */
export interface PluginRuntime {
  /**
   * Loads a plugin, beside a version of it that runs already.
   * @param place.folder Where its component is
   * @param place.cache A folder for what is made of components; it need not exist
   * @throws Error in words for the operator
   */
  load(
    manifest: PluginManifest,
    place: { readonly folder: string; readonly cache: string },
    host: PluginHost,
  ): Promise<LoadedPlugin>;
}

/** Why a plugin is not well. */
export interface PluginTrouble {
  readonly reason: string;
  /** True when it is not called any more until it is loaded again. */
  readonly isFinal: boolean;
}

/** A plugin in memory. Its calls are made one after the other. */
export interface LoadedPlugin {
  /** The tool it declares; null for plugins without. */
  readonly tool: ToolDeclaration | null;
  /** Bytes of its linear memory and of the heap of its thread, as of its last call. */
  memoryUsageBytes(): number;
  /** What its last call ended with, when it had to be stopped; null once a call went well. */
  trouble(): PluginTrouble | null;
  /**
   * Calls it.
   * @param options.depth How many deliveries of events led to the call
   * @param options.signal Ends the waiting, not the call
   * @throws GuestRefusal what the plugin says; Error in words when it was stopped, is busy or gone
   */
  call<Name extends keyof GuestCalls>(
    call: GuestCall<Name>,
    options: { readonly depth: number; readonly signal?: AbortSignal },
  ): Promise<GuestCalls[Name]['answer']>;
  /** Takes no more calls, and takes it out of memory when those it has are over or the grace is. */
  unload(graceMs: number): Promise<void>;
}
