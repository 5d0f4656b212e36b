/**
 * Owns the shapes of Docker's API: what a container is created with, and reading what is told of one. Speaking to the engine belongs to
 * docker.ts.
 */
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import {
  type Bind,
  type ContainerFacts,
  type ContainerSpec,
  EngineError,
  readExtraArgs,
} from '../../domain/runtime/index.ts';

/** The one place in a container, beside its binds, that can be written to; nothing in it can be run. */
const TMP = 'rw,noexec,nosuid,nodev,size=64m,mode=1777';

/**
 * What a container is created with: what is asked for, within what is never left out.
 * @throws EngineError for arguments that the policy does not allow
 */
export function toCreateOptions(spec: ContainerSpec): ContainerCreateOptions {
  const extra = readExtraArgs(spec.extraArgs);
  if (!extra.ok) throw new EngineError('failed', `Arguments: ${extra.problems.join('; ')}`);
  const { env, labels, dns, addHosts, hostname, tmpfs, ulimits, shmBytes } = extra.options;
  return {
    name: spec.name,
    Image: spec.image,
    Labels: { ...labels, ...spec.labels },
    Env: Object.entries({ ...env, ...spec.env }).map(([name, value]) => `${name}=${value}`),
    User: spec.user,
    WorkingDir: spec.workdir,
    ...(hostname === null ? {} : { Hostname: hostname }),
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    HostConfig: {
      Privileged: false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Tmpfs: { ...tmpfs, '/tmp': TMP },
      Init: true,
      NetworkMode: spec.network,
      Memory: spec.memoryBytes,
      MemorySwap: spec.memoryBytes,
      NanoCpus: Math.round(spec.cpus * 1_000_000_000),
      PidsLimit: spec.pids,
      Mounts: spec.binds.map(({ source, target, readOnly }) => ({
        Type: 'bind',
        Source: source,
        Target: target,
        ReadOnly: readOnly,
      })),
      // Output is read as it comes; the engine would keep a second copy that only grows.
      LogConfig: { Type: 'none', Config: {} },
      RestartPolicy: { Name: 'no' },
      Dns: [...dns],
      ExtraHosts: [...addHosts],
      Ulimits: ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
      ...(shmBytes === null ? {} : { ShmSize: shmBytes }),
    },
  };
}

/** A container as the policy looks at it. What an engine does not tell counts as the worse of the two. */
export function toFacts(found: ContainerInspectInfo): ContainerFacts {
  const { Config: config, HostConfig: host } = found;
  return {
    id: found.Id,
    name: found.Name.replace(/^\//, ''),
    image: config.Image,
    labels: config.Labels ?? {},
    isRunning: found.State.Running,
    privileged: host.Privileged ?? true,
    capAdd: host.CapAdd ?? [],
    capDropAll: dropsAll(host.CapDrop ?? []),
    noNewPrivileges: (host.SecurityOpt ?? []).some((one: string) =>
      /^no-new-privileges(?:[:=]true)?$/.test(one),
    ),
    readOnlyRoot: host.ReadonlyRootfs ?? false,
    network: host.NetworkMode ?? '',
    pidMode: plainMode(host.PidMode),
    ipcMode: plainMode(host.IpcMode),
    usernsMode: plainMode(host.UsernsMode),
    devices: (host.Devices ?? []).map((one: { PathOnHost?: string }) => one.PathOnHost ?? ''),
    user: config.User,
    memoryBytes: host.Memory ?? 0,
    pids: host.PidsLimit ?? 0,
    binds: found.Mounts.filter((one) => one.Type === 'bind').map(toBind),
  };
}

/** Podman tells of every single capability that `ALL` stands for: those that its containers have otherwise. */
const PODMAN_DEFAULTS = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID'],
  ...['SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

function dropsAll(dropped: readonly string[]): boolean {
  const names = new Set(dropped.map((one) => one.toUpperCase().replace(/^CAP_/, '')));
  return names.has('ALL') || PODMAN_DEFAULTS.every((one) => names.has(one));
}

/** A mode that shares something with the host or another container; empty for all others. */
function plainMode(mode: string | undefined): string {
  return mode === 'host' || mode?.startsWith('container:') || mode?.startsWith('ns:') ? mode : '';
}

const toBind = (one: ContainerInspectInfo['Mounts'][number]): Bind => ({
  source: one.Source,
  target: one.Destination,
  readOnly: !one.RW,
});
