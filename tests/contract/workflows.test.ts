/**
 * Owns that the workflows of openapi/workflows are sound and do what they say against the built daemon, and that a wrong one is named.
 * Starting everything they need belongs to scripts/workflows.ts.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runWorkflows, spoken, workflowFiles } from '../../scripts/workflows.ts';
import { tempDir } from '../support/temp.ts';

const RUN_MS = 120_000;

const stories = ['channel', 'configuration', 'memory', 'schedules', 'session', 'webhook'];

test('there is one file for each of the main stories, and each one lints', () => {
  expect(workflowFiles().map((file) => basename(file, '.arazzo.yaml'))).toEqual(stories);
  const lint = () =>
    execFileSync(
      process.execPath,
      ['node_modules/@redocly/cli/bin/cli.js', 'lint', ...workflowFiles()],
      { stdio: 'pipe' },
    );
  expect(lint).not.toThrow();
});

test(
  'every workflow does what it says',
  async () => {
    const outcomes = await runWorkflows(workflowFiles());
    expect(outcomes.map(({ file }) => basename(file, '.arazzo.yaml')).sort()).toEqual(stories);
    expect(outcomes.flatMap(({ failures }) => failures)).toEqual([]);
    expect(outcomes.map(spoken)).toContainEqual(
      expect.stringMatching(/^ok session.arazzo.yaml converse: 6 steps, \d+ checks$/),
    );
  },
  RUN_MS,
);

test(
  'a workflow that expects something else fails, and the step is named',
  async () => {
    const file = join(tempDir(), 'wrong.arazzo.yaml');
    const text = readFileSync('openapi/workflows/session.arazzo.yaml', 'utf8')
      .replace('url: ../prx', `url: ${resolve('openapi/prx')}`)
      .replace('/turn_count == 1', '/turn_count == 2');
    writeFileSync(file, text);
    const outcomes = await runWorkflows([file]);
    expect(outcomes.map(spoken).join('\n')).toMatch(
      /^failed wrong.arazzo.yaml converse: 4 steps, \d+ checks\n {2}inspect \(answer 200\): success criteria check: .*turn_count == 2/,
    );
  },
  RUN_MS,
);
