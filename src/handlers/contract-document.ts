/**
 * Owns the handlers that every API has for its own contract: as JSON, as YAML, and as a page for people.
 * The document is the bundle that the edge validates with; the page is built by scripts/docs and read by whoever serves.
 */
import type { CallContext } from './context.ts';

/** Reads the reference page of one API in the language that suits the reader, with the headers it is sent with. */
export type ReadReference = (acceptLanguage: string | undefined) => Promise<{
  readonly language: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}>;

/** The handlers about the contract itself. */
export function makeContractHandlers<Document>(document: Document, readReference: ReadReference) {
  let yaml: Promise<string> | undefined;
  return {
    getOpenapi: async (): Promise<Document> => document,
    /** The document never changes while the daemon runs: it is written once, when somebody first asks. */
    getOpenapiYaml: (): Promise<string> => {
      yaml ??= import('./contract-yaml.ts').then(({ writeYaml }) => writeYaml(document));
      return yaml;
    },
    getDocs: async (
      request: { readonly headers: { readonly 'accept-language'?: string } },
      c: CallContext,
    ): Promise<string> => {
      const { language, html, headers } = await readReference(request.headers['accept-language']);
      c.set('headers', { ...headers, 'content-language': language, vary: 'Accept-Language' });
      return html;
    },
  };
}
