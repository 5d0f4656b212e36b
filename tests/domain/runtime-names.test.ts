/**
 * Owns which names and which arguments of containers are taken, and which are not. What an engine does with them is in
 * tests/adapters/containers.
 */
import { describe, expect, it } from 'vitest';
import {
  checkImageTag,
  containerNameOf,
  isImageTag,
  readExtraArgs,
} from '../../src/domain/runtime/index.ts';
import { checkNewImageTag } from '../../src/domain/runtime/names.ts';

describe('an image', () => {
  const digest = `@sha256:${'a'.repeat(64)}`;
  it.each([
    'a',
    'aigo-agent-runner:latest',
    'registry.example.com/agents/runner:2',
    'registry.example.com:5000/a/b/c:V1.2_x-y',
    'localhost/x',
    '[::1]:5000/x',
    'a__b/c.d/e---f',
    `node:22${digest}`,
    `node${digest}`,
    `${'a'.repeat(255)}:${'t'.repeat(128)}`,
  ])('may be called %j', (tag) => {
    checkImageTag(tag);
    expect(isImageTag(tag)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '-t',
    '--privileged',
    'A',
    'a:',
    ':a',
    'a b',
    'a\nb',
    'a\0b',
    'a/',
    '/a',
    'a//b',
    '../a',
    'a/../b',
    'a:b:c',
    'a:-x',
    'a@sha256:12',
    'a@md5:aa',
    'a;id',
    '$(id)',
    '`id`',
    'a|b',
    'ä',
    'a:1\u202e',
    'http://a/b',
    'a.._b',
    'a..b',
    'a___b',
    '_a',
    `a:${'t'.repeat(129)}`,
    'a'.repeat(256),
    `${'a-'.repeat(5000)}!`,
  ])('may not be called %j', (tag) => {
    expect(isImageTag(tag)).toBe(false);
    expect(() => checkImageTag(tag)).toThrow(
      expect.objectContaining({ reason: 'image_tag_invalid' }),
    );
  });

  it('that is new has no digest', () => {
    expect(() => checkNewImageTag(`node${digest}`)).toThrow(/digest/);
  });
});

it('gives containers names that every engine takes', () => {
  expect(containerNameOf('telegram_dev-team', 1_773_568_800_000)).toBe(
    'nanoclaw-telegram-dev-team-1773568800000',
  );
});

describe('further arguments', () => {
  const problemsOf = (...args: string[]) => {
    const read = readExtraArgs(args);
    return read.ok ? [] : read.problems;
  };

  it('are read in both spellings', () => {
    const args = [
      ...['--env', 'A=b=c', '--env=_X1=', '--label', 'team=blue', '--label=x'],
      ...[
        '--dns',
        '10.0.0.1',
        '--dns=::1',
        '--add-host=db:10.0.0.2',
        '--add-host',
        'h=host-gateway',
      ],
      ...['--hostname', 'box', '--tmpfs', '/scratch', '--tmpfs=/a/b:size=2m,ro,mode=0700'],
      ...['--ulimit', 'nofile=100:200', '--ulimit=core=0', '--shm-size', '8m'],
    ];
    expect(readExtraArgs(args)).toEqual({
      ok: true,
      options: {
        env: { A: 'b=c', _X1: '' },
        labels: { team: 'blue', x: '' },
        dns: ['10.0.0.1', '::1'],
        addHosts: ['db:10.0.0.2', 'h:host-gateway'],
        hostname: 'box',
        tmpfs: {
          '/scratch': 'noexec,nosuid,nodev,size=64m',
          '/a/b': 'ro,mode=0700,noexec,nosuid,nodev,size=2097152',
        },
        ulimits: [
          { name: 'nofile', soft: 100, hard: 200 },
          { name: 'core', soft: 0, hard: 0 },
        ],
        shmBytes: 8_388_608,
      },
    });
  });

  const denied = [
    ...['--privileged', '--cap-add', '--security-opt', '--device', '--pid', '--network', '--net'],
    ...[
      '--userns',
      '--ipc',
      '--uts',
      '-v',
      '--volume',
      '--mount',
      '--volumes-from',
      '--user',
      '-u',
    ],
    ...[
      '--cgroup-parent',
      '--cgroupns',
      '--runtime',
      '--entrypoint',
      '--env-file',
      '--sysctl',
      '--gpus',
    ],
    ...[
      '--publish',
      '-p',
      '--restart',
      '--name',
      '--read-only',
      '--memory',
      '--pids-limit',
      '--group-add',
    ],
    ...[
      '--device-cgroup-rule',
      '--oom-score-adj',
      '--log-driver',
      '--link',
      '--init',
      '--cap-drop',
    ],
  ];
  it.each(denied)('never open the sandbox by %s', (name) => {
    for (const args of [
      [name],
      [`${name}=host`],
      [name, 'host'],
      [`${name}=true`],
      ['--env', 'A=b', name],
    ]) {
      const problems = problemsOf(...args);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain(`${name} is refused`);
    }
  });

  it.each([
    '--Privileged',
    '--privilege',
    '--PRIVILEGED=true',
    '---privileged',
    ' --privileged',
    '--privileged ',
    '--privileged\n',
    '-privileged',
    '-vfoo:/bar',
    '-v/:/host',
    '-ti',
    '-e',
    '--',
    '-',
    '',
    'image:latest',
    '--env A=b',
    '__proto__',
    '--constructor',
    '--toString=x',
  ])('are refused where they are not known: %j', (argument) => {
    expect(problemsOf(argument)).toHaveLength(1);
  });

  it.each([
    ['--env', 'HOME'],
    ['--env', '1A=b'],
    ['--env', 'A B=c'],
    ['--env', 'A=b\nC=d'],
    ['--env'],
    ['--label', '=x'],
    ['--label', 'org.gatehouse.install=other'],
    ['--dns', 'example.com'],
    ['--add-host', 'a:b'],
    ['--add-host', 'a'],
    ['--hostname', '-x'],
    ['--hostname', 'a.b'],
    ['--tmpfs', 'relative'],
    ['--tmpfs', '/'],
    ['--tmpfs', '/proc'],
    ['--tmpfs', '/proc/sys'],
    ['--tmpfs', '/run'],
    ['--tmpfs', '/run/gatehouse'],
    ['--tmpfs', '/workspace/ipc'],
    ['--tmpfs', '/a/../proc'],
    ['--tmpfs', '/a:exec'],
    ['--tmpfs', '/a:suid'],
    ['--tmpfs', '/a:size=2g'],
    ['--tmpfs', '/a:size=-1'],
    ['--tmpfs', '/a:size='],
    ['--ulimit', 'nofile=-1'],
    ['--ulimit', 'nofile=unlimited'],
    ['--ulimit', 'nofile=70000'],
    ['--ulimit', 'nofile=200:100'],
    ['--ulimit', 'nproc=100000'],
    ['--ulimit', 'memlock=1'],
    ['--ulimit', 'constructor=1'],
    ['--shm-size', '2g'],
    ['--shm-size', '0'],
    ['--shm-size', 'x'],
  ])('are refused with a wrong value: %j %j', (...args) => {
    expect(problemsOf(...args)).toHaveLength(1);
  });

  it('tell of every fault at once, and repeat no value', () => {
    const problems = problemsOf('--privileged', '--env', 'sk-secret', '--shm-size=0', 'sk-secret');
    expect(problems).toHaveLength(4);
    expect(problems.join()).not.toContain('sk-secret');
  });
});
