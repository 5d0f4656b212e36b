/**
 * Owns the handler that every API has for its own contract. The document is the bundle that the edge validates with.
 */

/** Answers the contract as one OpenAPI document. */
export function makeOpenapiHandler<Document>(document: Document): () => Promise<Document> {
  return async () => document;
}
