#!/usr/bin/env node
/**
 * Owns a command that prints what Apple's `container` prints, for a machine that has none. Its state is a JSON file beside it, named
 * by its own path; what is made of its output is left to the tests.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const file = `${process.argv[1]}.json`;
const state = JSON.parse(readFileSync(file, 'utf8'));
const args = process.argv.slice(2);
const save = () => {
  // Whole or not at all: tests read it meanwhile.
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
};
state.asked.push(args);
save();

const fail = (text, code = 1) => {
  process.stderr.write(`Error: ${text}\n`);
  process.exit(code);
};
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const [verb, second] = args;
const fault = state.fault[verb];
if (fault === 'hang') setInterval(() => undefined, 1000);
else if (fault !== undefined) fail(fault);
else if (verb === '--version')
  process.stdout.write('container CLI version 1.0.0 (build: release, commit: abc)\n');
else if (verb === 'system' && second === 'status') {
  if (!state.up) fail('apiserver is not running and not registered with launchd');
  process.stdout.write('apiserver is running\n');
} else if (verb === 'system' && second === 'start') {
  state.up = true;
  save();
} else if (verb === 'image') {
  if (state.image === null) fail(`image not found: ${args[2]}`);
  print([state.image]);
} else if (verb === 'build') {
  process.stderr.write('#1 [internal] load build definition\n');
  if (state.buildFails) fail('failed to solve');
  process.stdout.write(`${args[args.indexOf('--tag') + 1]}\n`);
} else if (verb === 'list') print(state.containers);
else if (verb === 'stop' || verb === 'kill') {
  const id = args.at(-1);
  const pid = state.running[id];
  if (pid === undefined) fail(`container with ID ${id} not found`);
  process.kill(pid, verb === 'stop' ? 'SIGUSR2' : 'SIGUSR1');
} else if (verb === 'delete') {
  const id = args.at(-1);
  if (!state.containers.some((one) => one.configuration.id === id))
    fail(`container ${id} not found`);
  state.containers = state.containers.filter((one) => one.configuration.id !== id);
  save();
} else if (verb === 'run') {
  const id = args[args.indexOf('--name') + 1];
  process.on('SIGUSR2', () => process.exit(143));
  process.on('SIGUSR1', () => process.exit(137));
  state.running[id] = process.pid;
  save();
  let input = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk) => {
    input += chunk;
  });
  process.stdin.on('end', () => {
    if (input === 'wait') setInterval(() => undefined, 1000);
    else {
      process.stderr.write('noise\n');
      process.stdout.write(`got ${input}`, () => process.exit(3));
    }
  });
} else fail(`unknown command ${verb}`);
