/**
 * Owns the lint rules that hold our own contract conventions (docs/adding-an-operation.md lists them).
 * General OpenAPI rules belong to Redocly; which API uses which option is in redocly.yaml.
 *
 * Rules about what the daemon answers look under `Paths` only: a webhook is a request of ours that others answer.
 */
const MUTATIONS = new Set(['post', 'put', 'patch', 'delete']);
const RATE_GROUPS = new Set(['sessions_write', 'sessions_read', 'config_write', 'other']);

/** Every object schema says whether it takes properties it does not name. */
function closedObjects() {
  return {
    Schema(schema, { report, location }) {
      const types = Array.isArray(schema.type) ? schema.type : [schema.type];
      const isObject = types.includes('object') || schema.properties !== undefined;
      if (isObject && schema.additionalProperties === undefined) {
        report({ message: 'An object schema must say `additionalProperties`.', location });
      }
    },
  };
}

/** Every media type with a schema carries at least one named example, and none of the unnamed kind. */
function namedExamples() {
  return {
    MediaType(media, { report, location }) {
      if (media.example !== undefined) {
        report({
          message: 'Use a named example under `examples`.',
          location: location.child('example'),
        });
      }
      if (Object.keys(media.examples ?? {}).length === 0) {
        report({ message: 'A media type must carry a named example.', location });
      }
    },
  };
}

/** The vendor extensions say what their readers need: audit events, rate groups, aliases, raw bodies. */
function operationExtensions({ rateGroups }) {
  return {
    Paths: {
      Operation(operation, { report, location, key }) {
        const complain = (message) => report({ message, location });
        const audit = operation['x-audit'];
        if (MUTATIONS.has(key) && !/^[a-z_]+(\.[a-z_]+)+$/.test(audit ?? '')) {
          complain(
            'A mutation must name its audit event in `x-audit`, for example session.created.',
          );
        }
        if (!MUTATIONS.has(key) && audit !== undefined) complain('Only mutations carry `x-audit`.');
        const group = operation['x-rate-limit-group'];
        if (rateGroups && !RATE_GROUPS.has(group)) {
          complain(`\`x-rate-limit-group\` must be one of ${[...RATE_GROUPS].join(', ')}.`);
        }
        if (!rateGroups && group !== undefined) complain('Only the PRX API has rate-limit groups.');
        for (const flag of ['x-extension', 'x-raw-body']) {
          if (operation[flag] !== undefined && operation[flag] !== true) {
            complain(`\`${flag}\` is either true or absent.`);
          }
        }
        const alias = operation['x-alias-of'];
        if (alias !== undefined && !/^[a-z][A-Za-z0-9]+$/.test(alias)) {
          complain('`x-alias-of` names an operationId.');
        }
        const known = new Set([
          'x-audit',
          'x-rate-limit-group',
          'x-extension',
          'x-raw-body',
          'x-alias-of',
        ]);
        for (const name of Object.keys(operation)) {
          if (name.startsWith('x-') && !known.has(name)) complain(`Nothing reads \`${name}\`.`);
        }
      },
    },
  };
}

/** Every operation declares every error it can answer. */
function completeErrors({ always }) {
  return {
    Paths: {
      PathItem(item, { report, location }) {
        for (const [verb, operation] of Object.entries(item)) {
          if (operation === null || typeof operation !== 'object' || !('responses' in operation))
            continue;
          const needed = new Set(always);
          const secured = (operation.security ?? []).some((one) => Object.keys(one).length > 0);
          if (secured) for (const status of ['401', '403', '429']) needed.add(status);
          if (operation.requestBody) for (const status of ['413', '415']) needed.add(status);
          const declared = new Set(Object.keys(operation.responses));
          const missing = [...needed].filter((status) => !declared.has(status));
          if (missing.length > 0) {
            report({
              message: `${operation.operationId} must declare ${missing.join(', ')}.`,
              location: location.child([verb, 'responses']),
            });
          }
          if (operation.security === undefined) {
            report({
              message: `${operation.operationId} must say its own security.`,
              location: location.child(verb),
            });
          }
        }
      },
    },
  };
}

/** Every answer carries the headers its API promises on all of them; the map may be one shared reference. */
function responseHeaders({ names }) {
  const Response = (response, { report, location, resolve }) => {
    const map = response.headers ?? {};
    const headers = map.$ref ? (resolve(map).node ?? {}) : map;
    const missing = names.filter((name) => headers[name] === undefined);
    if (missing.length > 0)
      report({ message: `An answer must carry ${missing.join(', ')}.`, location });
  };
  return { Paths: { Response }, Components: { Response } };
}

/** Operation ids are a verb and a noun, from a closed list of verbs where the URL does not bring its own. */
function operationIds() {
  return {
    Operation(operation, { report, location }) {
      if (!/^[a-z]+([A-Z][a-z0-9]*)+$/.test(operation.operationId ?? '')) {
        report({
          message: 'operationId must be camelCase: a verb and a noun.',
          location: location.child('operationId'),
        });
      }
    },
  };
}

export default function gatehouse() {
  return {
    id: 'gatehouse',
    rules: {
      oas3: {
        'closed-objects': closedObjects,
        'named-examples': namedExamples,
        'operation-extensions': operationExtensions,
        'complete-errors': completeErrors,
        'operation-ids': operationIds,
        'response-headers': responseHeaders,
      },
    },
  };
}
