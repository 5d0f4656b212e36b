/**
 * Owns what a running container may never be: the policy that containers are compared with while they run. What a container is started
 * with belongs to the adapters, and which folders it may see to domain/mounts.
 */
import type { Bind, ContainerFacts } from './engine.ts';

/** One way in which a container does not follow the policy. */
export interface Finding {
  /** A word for programs, such as `privileged`. */
  readonly kind: string;
  /** A sentence for operators. */
  readonly message: string;
}

/** What the container of this run may have; limits of 0 stand for the lack of one. */
export interface Allowance {
  /** Where a bind may come from; null where nothing is known of the run, and folders are not judged. */
  readonly binds: readonly Pick<Bind, 'source' | 'target' | 'readOnly'>[] | null;
  readonly network: 'none' | 'bridge';
  readonly maxMemoryBytes: number;
  readonly maxPids: number;
}

const ENGINE_SOCKET = /(?:^|\/)(?:docker|podman|containerd|crio)[^/]*\.sock$/;
/** Names of networks on which a container is for itself, or reaches the host alone; `default` is what Apple and Docker call their bridge. */
const BRIDGES = new Set(['bridge', 'default', 'podman']);

/** Everything about a container that the policy does not allow. Apple's containers are machines of their own: see `isMachine`. */
export function violations(
  facts: ContainerFacts,
  allowed: Allowance,
  options: { readonly isMachine: boolean } = { isMachine: false },
): Finding[] {
  const found: Finding[] = [];
  const check = (isWrong: boolean, kind: string, message: string) => {
    if (isWrong) found.push({ kind, message });
  };
  check(facts.privileged, 'privileged', 'It is privileged');
  check(facts.capAdd.length > 0, 'capabilities_added', `It has ${facts.capAdd.join(', ')}`);
  check(facts.devices.length > 0, 'devices', `It sees the devices ${facts.devices.join(', ')}`);
  check(!facts.readOnlyRoot, 'root_writable', 'Its root file system can be written to');
  check(isRoot(facts.user), 'user_root', 'Its user is root');
  if (!options.isMachine) {
    check(!facts.capDropAll, 'capabilities_kept', 'It has capabilities that were not dropped');
    check(!facts.noNewPrivileges, 'new_privileges', 'Its processes can gain privileges');
    check(isShared(facts.pidMode), 'pid_shared', `It shares processes with ${facts.pidMode}`);
    check(isShared(facts.ipcMode), 'ipc_shared', `It shares memory with ${facts.ipcMode}`);
    check(isShared(facts.usernsMode), 'users_shared', `It shares users with ${facts.usernsMode}`);
    check(
      isOver(facts.pids, allowed.maxPids),
      'pids_unlimited',
      `It may have ${facts.pids > 0 ? facts.pids : 'any number of'} processes`,
    );
  }
  check(
    !(facts.network === 'none' || (allowed.network === 'bridge' && BRIDGES.has(facts.network))),
    'network',
    `It is on the network ${facts.network === '' ? 'of the engine' : facts.network}`,
  );
  check(
    isOver(facts.memoryBytes, allowed.maxMemoryBytes),
    'memory_unlimited',
    `It may take ${facts.memoryBytes > 0 ? `${facts.memoryBytes} bytes` : 'any amount'} of memory`,
  );
  for (const bind of facts.binds) {
    check(ENGINE_SOCKET.test(bind.source), 'engine_socket', `It reaches ${bind.source}`);
    check(
      !isGranted(bind, allowed.binds),
      'mount',
      `It sees ${bind.source}, which it was not given`,
    );
  }
  return found;
}

const isRoot = (user: string) => user === '' || /^(?:0|root)(?::|$)/.test(user);
const isShared = (mode: string) =>
  mode === 'host' || mode.startsWith('container:') || mode.startsWith('ns:');
const isOver = (value: number, highest: number) => value <= 0 || (highest > 0 && value > highest);

function isGranted(bind: Bind, granted: Allowance['binds']): boolean {
  if (granted === null) return true;
  return granted.some(
    (one) =>
      one.source === bind.source && one.target === bind.target && (bind.readOnly || !one.readOnly),
  );
}
