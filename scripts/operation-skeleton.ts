/**
 * Owns the text of a new operation and its schemas: what the lint rules ask of every operation, with words to be replaced.
 * Where the text goes belongs to new-operation.ts.
 */

/** A verb that an operation can have. */
export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The operation that is wanted. */
export interface Wanted {
  readonly api: string;
  readonly tag: string;
  readonly id: string;
  readonly verb: Verb;
  readonly path: string;
}

const isMutation = ({ verb }: Wanted) => verb !== 'get';
const isCreate = ({ id, verb }: Wanted) => verb === 'post' && id.startsWith('create');
const hasBody = (wanted: Wanted) =>
  wanted.verb === 'put' || wanted.verb === 'patch' || isCreate(wanted);
const hasAnswer = ({ verb }: Wanted) => verb !== 'delete';
const parameters = ({ path }: Wanted) => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
const schemaName = ({ id }: Wanted, kind: 'Body' | 'Answer') =>
  `${id.slice(0, 1).toUpperCase()}${id.slice(1)}${kind}`;
const indent = (lines: readonly string[], by: number) =>
  lines.map((line) => `${' '.repeat(by)}${line}\n`).join('');

/**
 * The operation as YAML below its path item.
 * @param sharedParameters whether the path item describes the parameters of its path already
 */
export function operationText(wanted: Wanted, sharedParameters: boolean): string {
  const { api, tag, id, verb } = wanted;
  const words = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const summary = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return [
    `  ${verb}:\n`,
    indent(
      [
        `operationId: ${id}`,
        `tags: [${tag}]`,
        `summary: ${summary}`,
        `description: ${summary}.`,
        'x-extension: true',
        ...(api === 'prx' ? ['x-rate-limit-group: other'] : []),
        ...(isMutation(wanted) ? [`x-audit: ${auditEvent(id)}`] : []),
        `security: ${security(wanted)}`,
      ],
      4,
    ),
    sharedParameters ? '' : parametersText(wanted),
    hasBody(wanted) ? bodyText(wanted) : '',
    indent(['responses:'], 4),
    successText(wanted),
    errorsText(wanted),
  ].join('');
}

/** createHook -> hook.created; the author knows better where English does. */
function auditEvent(id: string): string {
  const [verb = '', ...noun] = id.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const irregular: Readonly<Record<string, string>> = { send: 'sent', set: 'set', stop: 'stopped' };
  const past = irregular[verb] ?? (verb.endsWith('e') ? `${verb}d` : `${verb}ed`);
  return `${noun.join('_').replaceAll(/[^a-z_]/g, '')}.${past}`;
}

function security(wanted: Wanted): string {
  const scope = `["${wanted.tag}:${isMutation(wanted) ? 'write' : 'read'}"]`;
  if (wanted.api === 'nanoclaw') return `[{ apiKey: ${scope} }]`;
  return wanted.api === 'agent' ? `[{ bearerAuth: ${scope} }, {}]` : `[{ bearerAuth: ${scope} }]`;
}

function parametersText(wanted: Wanted): string {
  const names = parameters(wanted);
  if (names.length === 0) return '';
  const list = names.flatMap((name) => [
    `- name: ${name}`,
    '  in: path',
    `  description: The ${name} in question.`,
    '  required: true',
    '  schema: { type: string, minLength: 1, maxLength: 128 }',
    '  example: example',
  ]);
  return `${indent(['parameters:'], 4)}${indent(list, 6)}`;
}

const content = (wanted: Wanted, kind: 'Body' | 'Answer', value: string) => [
  'content:',
  '  application/json:',
  `    schema: { $ref: "../schemas/${wanted.tag}.yaml#/${schemaName(wanted, kind)}" }`,
  '    examples:',
  '      example:',
  '        summary: An example',
  `        value: ${value}`,
];

function bodyText(wanted: Wanted): string {
  const lines = [
    `description: What ${wanted.id} is given.`,
    'required: true',
    ...content(wanted, 'Body', '{ name: example }'),
  ];
  return `${indent(['requestBody:'], 4)}${indent(lines, 6)}`;
}

function successText(wanted: Wanted): string {
  const status = hasAnswer(wanted) ? (isCreate(wanted) ? '201' : '200') : '204';
  const bare = '{ id: example }';
  const value = wanted.api === 'agent' ? `{ success: true, data: ${bare}, error: null }` : bare;
  const lines = [
    `description: What ${wanted.id} has done.`,
    'headers: { $ref: "../responses.yaml#/headers" }',
    ...(hasAnswer(wanted) ? content(wanted, 'Answer', value) : []),
  ];
  return `${indent([`"${status}":`], 6)}${indent(lines, 8)}`;
}

function errorsText(wanted: Wanted): string {
  const errors = [
    ['400', 'BadRequest'],
    ['401', 'Unauthorized'],
    ['403', 'Forbidden'],
    ...(parameters(wanted).length > 0 ? [['404', 'NotFound']] : []),
    ...(hasBody(wanted)
      ? [
          ['413', 'PayloadTooLarge'],
          ['415', 'UnsupportedMediaType'],
        ]
      : []),
    ['429', 'RateLimited'],
    ['500', 'InternalError'],
    ['503', 'Unavailable'],
  ];
  return indent(
    errors.map(([status, name]) => `"${status}": { $ref: "../responses.yaml#/${name}" }`),
    6,
  );
}

/** The schemas that the operation names, as YAML at the end of its tag's file; empty where it names none. */
export function schemasText(wanted: Wanted): string {
  const name = 'name: { description: Its name., type: string, minLength: 1, maxLength: 128 }';
  const id = 'id: { description: Its identifier., type: string, minLength: 1, maxLength: 128 }';
  const body = objectSchema(`What ${wanted.id} is given.`, ['name'], [name]);
  const bare = objectSchema(`What ${wanted.id} answers.`, ['id'], [id]);
  const enveloped = objectSchema(
    `What ${wanted.id} answers.`,
    ['success', 'data', 'error'],
    [
      'success: { description: Always true., type: boolean, const: true }',
      'data:',
      ...bare.map((line) => `  ${line}`),
      'error: { description: Always null., type: "null" }',
    ],
  );
  const answer = wanted.api === 'agent' ? enveloped : bare;
  return [
    hasBody(wanted) ? `${schemaName(wanted, 'Body')}:\n${indent(body, 2)}` : '',
    hasAnswer(wanted) ? `${schemaName(wanted, 'Answer')}:\n${indent(answer, 2)}` : '',
  ].join('');
}

const objectSchema = (description: string, required: string[], properties: readonly string[]) => [
  `description: ${description}`,
  'type: object',
  'additionalProperties: false',
  `required: [${required.join(', ')}]`,
  'properties:',
  ...properties.map((line) => `  ${line}`),
];
