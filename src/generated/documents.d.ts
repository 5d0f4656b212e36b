/**
 * Owns the type of a bundled contract when it is imported; without it the compiler would infer one from every line of it.
 * What is in a contract is said by its YAML.
 */
declare module '*/openapi.json' {
  import type { Document } from 'openapi-backend';

  const document: Document & {
    openapi: '3.1.0';
    info: Record<string, unknown>;
    paths: Record<string, unknown>;
    [key: string]: unknown;
  };
  export default document;
}

declare module '*/package.json' {
  const manifest: { readonly name: string; readonly version: string };
  export default manifest;
}
