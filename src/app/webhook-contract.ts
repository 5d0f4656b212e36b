/**
 * Owns checking webhooks by their contract before they are sent. What is sent belongs to domain/hooks.
 */
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { HookPayload } from '../domain/hooks/index.ts';
import prxDocument from '../generated/prx/openapi.json' with { type: 'json' };

// The package is CommonJS: Node hands over its exports object, a bundler the function itself.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule;

const DOCUMENT = 'prx';

/**
 * Makes the check: what is wrong with a payload, null if nothing is. The contract is read at the first use, and each event's schema at
 * its first, so that a start does not wait for them.
 */
export function makeWebhookCheck(): (payload: HookPayload) => string | null {
  let ajv: Ajv2020 | undefined;
  const checks = new Map<string, ValidateFunction | null>();
  return (payload) => {
    let check = checks.get(payload.event);
    if (check === undefined) {
      ajv ??= readContract();
      const pointer = schemaPointer(payload.event);
      check = pointer === null ? null : ajv.compile({ $ref: `${DOCUMENT}${pointer}` });
      checks.set(payload.event, check);
    }
    if (check === null) return `the contract has no webhook ${payload.event}`;
    if (check(payload)) return null;
    return (check.errors ?? []).map((one) => `${one.instancePath} ${one.message}`).join(', ');
  };
}

function readContract(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  addFormats(ajv);
  return ajv.addSchema(prxDocument, DOCUMENT);
}

/** Where the schema of an event stands in the bundle, from its webhook through the request body it refers to. */
function schemaPointer(event: string): string | null {
  const body = valueAt(prxDocument, 'webhooks', event, 'post', 'requestBody', '$ref');
  return typeof body === 'string' ? `${body}/content/application~1json/schema` : null;
}

function valueAt(value: unknown, ...names: string[]): unknown {
  let node = value;
  for (const name of names)
    node = typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
  return node;
}
