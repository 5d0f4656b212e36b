/**
 * Owns the flags and positionals of a command: what commander is told of each, and the values read from their text.
 * Putting values into a request belongs to request.ts.
 */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CliField, CliOperation, CliType } from '../../generated/cli-table.ts';

/** Values by the field they were given for. */
export type Given = ReadonlyMap<CliField, unknown>;

const PLACEHOLDERS: Readonly<Record<CliType, string>> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'true|false',
  json: 'json',
};

/** Tells commander of every field of an operation. */
export function addFields(command: Command, { fields }: CliOperation): void {
  for (const field of fields) {
    if (field.in === 'path') command.argument(`<${field.flag}>`, field.summary);
    else command.addOption(optionOf(field));
  }
}

/** What was given on the command line, by field. */
export function readGiven(
  { fields }: CliOperation,
  positionals: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Given {
  const given = new Map<CliField, unknown>();
  let position = 0;
  for (const field of fields) {
    const value =
      field.in === 'path' ? positionals[position++] : options[optionOf(field).attributeName()];
    if (value !== undefined) given.set(field, value);
  }
  return given;
}

function optionOf(field: CliField): Option {
  const isSwitch = field.type === 'boolean' && !field.list;
  // A flag with one possible value does not need it said.
  const only = field.choices?.length === 1 ? field.choices[0] : undefined;
  const name = field.choices === undefined ? PLACEHOLDERS[field.type] : 'choice';
  const argument = isSwitch || only !== undefined ? `[${name}]` : `<${name}>`;
  const suffix = [
    ...(field.required ? ['required'] : []),
    ...(field.list ? ['may be repeated'] : []),
  ];
  const note = suffix.length === 0 ? '' : ` (${suffix.join(', ')})`;
  const option = new Option(`--${field.flag} ${argument}`, `${field.summary}${note}`);
  if (field.choices !== undefined) option.argChoices = [...field.choices];
  if (only !== undefined) option.preset(only);
  // The flags of a body may come from a file instead.
  if (field.required && field.in !== 'body') option.makeOptionMandatory();
  return option.argParser((text: string, before: unknown) => {
    const value = readValue(field, text);
    return field.list ? [...(Array.isArray(before) ? before : []), value] : value;
  });
}

/** @throws InvalidArgumentError, which commander puts behind the name of the flag */
function readValue({ type, nullable, choices }: CliField, text: string): unknown {
  if (nullable && text === 'null') return null;
  if (choices !== undefined && !choices.includes(text))
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new InvalidArgumentError('Expected true or false.');
    case 'integer':
      if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
      throw new InvalidArgumentError('Expected a whole number.');
    case 'number':
      if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
      throw new InvalidArgumentError('Expected a number.');
    case 'json':
      return readJson(text);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidArgumentError('Expected JSON.');
  }
}
