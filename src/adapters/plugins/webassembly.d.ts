/**
 * Owns the types of the engine's own WebAssembly objects, as far as guest-worker.ts uses them: neither the language's nor Node's have them.
 * What they do belongs to the engine.
 */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
  }

  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
    static imports(module: Module): { module: string; name: string }[];
    static exports(module: Module): { name: string }[];
  }

  class Instance {
    constructor(module: Module, imports?: unknown);
    readonly exports: Record<string, unknown>;
  }
}
