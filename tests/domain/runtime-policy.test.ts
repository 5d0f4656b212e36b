/**
 * Owns what the audit of running containers finds wrong with one. How containers are started is in tests/adapters/containers.
 */
import { expect, it } from 'vitest';
import { type Allowance, type ContainerFacts, violations } from '../../src/domain/runtime/index.ts';

const good: ContainerFacts = {
  id: 'c1',
  name: 'nanoclaw-dev-1',
  image: 'agent:latest',
  labels: {},
  isRunning: true,
  privileged: false,
  capAdd: [],
  capDropAll: true,
  noNewPrivileges: true,
  readOnlyRoot: true,
  network: 'none',
  pidMode: '',
  ipcMode: '',
  usernsMode: '',
  devices: [],
  user: '1000:1000',
  memoryBytes: 1000,
  pids: 10,
  binds: [{ source: '/srv/a', target: '/in/a', readOnly: true }],
};
const allowed: Allowance = {
  binds: [{ source: '/srv/a', target: '/in/a', readOnly: true }],
  network: 'none',
  maxMemoryBytes: 1000,
  maxPids: 10,
};
const kindsOf = (over: Partial<ContainerFacts>, may: Partial<Allowance> = {}) =>
  violations({ ...good, ...over }, { ...allowed, ...may }).map(({ kind }) => kind);

it('finds nothing wrong with one that follows the policy', () => {
  expect(kindsOf({})).toEqual([]);
  expect(kindsOf({ network: 'bridge' }, { network: 'bridge' })).toEqual([]);
  expect(kindsOf({ memoryBytes: 10 ** 12 }, { maxMemoryBytes: 0 })).toEqual([]);
  expect(
    kindsOf({ binds: [{ source: '/x', target: '/x', readOnly: false }] }, { binds: null }),
  ).toEqual([]);
});

it.each<[string, Partial<ContainerFacts>]>([
  ['privileged', { privileged: true }],
  ['capabilities_added', { capAdd: ['CAP_SYS_ADMIN'] }],
  ['capabilities_kept', { capDropAll: false }],
  ['new_privileges', { noNewPrivileges: false }],
  ['root_writable', { readOnlyRoot: false }],
  ['devices', { devices: ['/dev/kvm'] }],
  ['user_root', { user: '' }],
  ['user_root', { user: '0' }],
  ['user_root', { user: '0:1000' }],
  ['user_root', { user: 'root' }],
  ['pid_shared', { pidMode: 'host' }],
  ['ipc_shared', { ipcMode: 'container:abc' }],
  ['users_shared', { usernsMode: 'host' }],
  ['network', { network: 'host' }],
  ['network', { network: 'bridge' }],
  ['network', { network: '' }],
  ['memory_unlimited', { memoryBytes: 0 }],
  ['memory_unlimited', { memoryBytes: 1001 }],
  ['pids_unlimited', { pids: 0 }],
  ['pids_unlimited', { pids: -1 }],
  ['pids_unlimited', { pids: 11 }],
  ['mount', { binds: [{ source: '/etc', target: '/in/a', readOnly: true }] }],
  ['mount', { binds: [{ source: '/srv/a', target: '/in/b', readOnly: true }] }],
  ['mount', { binds: [{ source: '/srv/a', target: '/in/a', readOnly: false }] }],
])('finds %s in %j', (kind, over) => {
  expect(kindsOf(over)).toEqual([kind]);
});

it('finds sockets of engines even where nothing is known of the run', () => {
  const binds = [{ source: '/var/run/docker.sock', target: '/x', readOnly: true }];
  expect(kindsOf({ binds }, { binds: null })).toEqual(['engine_socket']);
});

it('asks of machines only what they have', () => {
  const facts = { ...good, pids: 0, capDropAll: false, noNewPrivileges: false };
  expect(violations(facts, allowed, { isMachine: true })).toEqual([]);
});
