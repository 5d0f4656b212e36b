/**
 * Owns that the templates of continuous integration hold together: known keys, pinned actions, scripts and options that exist, no
 * values of strangers in a shell. Running them belongs to the service they are written for.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = '.github/workflows';
const names = readdirSync(FOLDER).sort();

const text = z.union([z.string(), z.number(), z.boolean()]);
const values = z.record(z.string(), text);

const step = z.strictObject({
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: values.optional(),
  run: z.string().optional(),
  env: values.optional(),
});

const job = z.strictObject({
  if: z.string().optional(),
  'runs-on': z.literal('ubuntu-24.04'),
  container: z.strictObject({ image: z.string(), options: z.string() }).optional(),
  // Whatever hangs must not hang for hours.
  'timeout-minutes': z.number().max(90),
  strategy: z
    .strictObject({
      'fail-fast': z.boolean(),
      matrix: z.strictObject({ include: z.array(values) }),
    })
    .optional(),
  env: values.optional(),
  steps: z.array(step),
});

const input = z.strictObject({
  description: z.string(),
  type: z.enum(['string', 'number', 'boolean']),
  required: z.boolean().optional(),
  default: text.optional(),
});

const secret = z.strictObject({ description: z.string(), required: z.boolean() });

const workflow = z.strictObject({
  name: z.string(),
  on: z.strictObject({
    push: z.strictObject({ branches: z.array(z.string()) }).optional(),
    pull_request: z.null().optional(),
    workflow_call: z
      .strictObject({ inputs: z.record(z.string(), input), secrets: z.record(z.string(), secret) })
      .optional(),
  }),
  // Nothing that runs here may write to the repository.
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
  jobs: z.record(z.string(), job),
});

const read = (name: string) => workflow.parse(parse(readFileSync(join(FOLDER, name), 'utf8')));
const stepsOf = (name: string) => Object.values(read(name).jobs).flatMap(({ steps }) => steps);
const shellOf = (name: string) => stepsOf(name).flatMap((one) => one.run ?? []);

test('there are the two templates', () => {
  expect(names).toEqual(['ci.yml', 'conformance.yml']);
});

test.each(names)('%s has the form of a workflow, and each step does one thing', (name) => {
  for (const one of stepsOf(name)) {
    expect([one.uses, one.run].filter((part) => part !== undefined)).toHaveLength(1);
    expect(one.with !== undefined && one.uses === undefined).toBe(false);
  }
});

test.each(names)('%s pins the major version of every action', (name) => {
  const uses = stepsOf(name).flatMap((one) => one.uses ?? []);
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((one) => !/^actions\/[a-z-]+@v\d+$/.test(one))).toEqual([]);
});

test.each(names)('%s runs scripts and files that exist', (name) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const shell = shellOf(name).join('\n');
  for (const [, script] of shell.matchAll(/npm run ([\w:-]+)/g)) {
    expect(scripts).toHaveProperty([script ?? '']);
  }
  for (const [, file] of shell.matchAll(/^bash (\S+)/gm)) {
    expect(existsSync(file ?? '')).toBe(true);
  }
});

test.each(names)('%s puts no value of a stranger into a shell', (name) => {
  expect(shellOf(name).filter((one) => one.includes('${{'))).toEqual([]);
});

test.each(names)('%s refers to what it has', (name) => {
  const { on, jobs } = read(name);
  const said = readFileSync(join(FOLDER, name), 'utf8').replace(/^#.*$/gm, '');
  const inputs = Object.keys(on.workflow_call?.inputs ?? {});
  const secrets = Object.keys(on.workflow_call?.secrets ?? {});
  const matrix = Object.values(jobs).flatMap(({ strategy }) =>
    (strategy?.matrix.include ?? []).flatMap((one) => Object.keys(one)),
  );
  const used = (kind: string) =>
    [...said.matchAll(new RegExp(`\\b${kind}\\.(\\w+)`, 'g'))].map(([, one]) => one);
  expect(inputs).toEqual(expect.arrayContaining(used('inputs')));
  expect(secrets).toEqual(expect.arrayContaining(used('secrets')));
  expect(matrix).toEqual(expect.arrayContaining(used('matrix')));
});

test('the gates give the checker options that it has', () => {
  const gates = shellOf('conformance.yml')
    .join('\n')
    .match(/conformance --api[\s\S]*?--out \S+/g);
  expect(gates).toHaveLength(2);
  const given = new Set(gates?.flatMap((gate) => gate.match(/--[a-z-]+/g) ?? []));
  const help = execFileSync(process.execPath, ['dist/main.js', 'conformance', '--help'], {
    encoding: 'utf8',
  });
  expect(help.match(/--[a-z-]+(?= <)/g)).toEqual(expect.arrayContaining([...given]));
});
