/**
 * Owns which further arguments containers may be started with, and reading them into options. Everything that is not listed is refused;
 * which options a container always has belongs to the adapters.
 */
import { isIP } from 'node:net';

/** What the arguments ask for, each value checked. Sizes are bytes. */
export interface ExtraOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly dns: readonly string[];
  /** `name:address` */
  readonly addHosts: readonly string[];
  readonly hostname: string | null;
  /** Options of each file system in memory by its path. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly ulimits: readonly {
    readonly name: string;
    readonly soft: number;
    readonly hard: number;
  }[];
  readonly shmBytes: number | null;
}

/** Arguments as options, or why they are refused. */
export type ExtraArgs =
  | { readonly ok: true; readonly options: ExtraOptions }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What opens the sandbox, in the words of `docker run`; it is told apart only for the message. */
const OPENING = new Set([
  ...[
    '--privileged',
    '--cap-add',
    '--cap-drop',
    '--security-opt',
    '--device',
    '--device-cgroup-rule',
  ],
  ...['--gpus', '--pid', '--network', '--net', '--network-alias', '--userns', '--uts', '--ipc'],
  ...['--cgroupns', '--cgroup-parent', '--group-add', '--user', '-u', '--volume', '-v', '--mount'],
  ...[
    '--volumes-from',
    '--volume-driver',
    '--runtime',
    '--entrypoint',
    '--env-file',
    '--label-file',
  ],
  ...[
    '--sysctl',
    '--oom-kill-disable',
    '--oom-score-adj',
    '--memory',
    '-m',
    '--memory-swap',
    '--cpus',
  ],
  ...[
    '--pids-limit',
    '--publish',
    '-p',
    '--publish-all',
    '-P',
    '--link',
    '--restart',
    '--name',
    '--rm',
  ],
  ...[
    '--init',
    '--read-only',
    '--workdir',
    '-w',
    '--detach',
    '-d',
    '--tty',
    '-t',
    '--interactive',
    '-i',
  ],
  ...[
    '--storage-opt',
    '--log-driver',
    '--log-opt',
    '--cidfile',
    '--pull',
    '--platform',
    '--isolation',
  ],
]);

const LARGEST_MEMORY_FS = 1024 ** 3;
/** How far a limit of a process may go; what is not listed cannot be set. */
const HIGHEST_ULIMIT: Readonly<Record<string, number>> = {
  core: 0,
  cpu: 86_400,
  fsize: 1024 ** 4,
  nofile: 65_536,
  nproc: 4096,
  stack: 64 * 1024 ** 2,
};
/** Where a file system in memory would hide what the container needs, or what guards it. */
const TAKEN = ['/proc', '/sys', '/dev', '/tmp', '/workspace', '/run/gatehouse'];
const TMPFS_FLAGS = new Set(['rw', 'ro', 'noexec', 'nosuid', 'nodev']);
const OWN_LABELS = 'org.gatehouse.';

/** Collects options; answers what is wrong with a value, or null. */
type Reader = (value: string, into: Draft) => string | null;
type Draft = {
  -readonly [Name in keyof ExtraOptions]: ExtraOptions[Name] extends readonly (infer Item)[]
    ? Item[]
    : ExtraOptions[Name] extends Readonly<Record<string, string>>
      ? Record<string, string>
      : ExtraOptions[Name];
};

const readers: Readonly<Record<string, Reader>> = {
  '--env': (value, into) => {
    // Without a value, `docker run` would take one from the daemon's own environment.
    const pair = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(value);
    if (pair === null) return 'takes NAME=value';
    const [, name = '', text = ''] = pair;
    into.env[name] = text;
    return null;
  },
  '--label': (value, into) => {
    const pair = /^([a-z0-9][a-z0-9._/-]*)(?:=(.*))?$/s.exec(value);
    if (pair === null) return 'takes key=value';
    const [, name = '', text = ''] = pair;
    if (name.startsWith(OWN_LABELS)) return `cannot set ${OWN_LABELS}*`;
    into.labels[name] = text;
    return null;
  },
  '--dns': (value, into) => {
    if (isIP(value) === 0) return 'takes an IP address';
    into.dns.push(value);
    return null;
  },
  '--add-host': (value, into) => {
    const pair = /^([A-Za-z0-9][A-Za-z0-9.-]{0,252})[:=](.+)$/.exec(value);
    const [, name = '', address = ''] = pair ?? [];
    if (address !== 'host-gateway' && isIP(address) === 0)
      return 'takes name:address or name:host-gateway';
    into.addHosts.push(`${name}:${address}`);
    return null;
  },
  '--hostname': (value, into) => {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(value)) return 'takes a host name';
    into.hostname = value;
    return null;
  },
  '--tmpfs': readTmpfs,
  '--ulimit': readUlimit,
  '--shm-size': (value, into) => {
    const bytes = bytesOf(value);
    if (bytes === null || bytes > LARGEST_MEMORY_FS) return 'takes a size of at most 1g';
    into.shmBytes = bytes;
    return null;
  },
};

/** Reads arguments as `docker run` takes them: `--name=value`, or `--name` and `value` after each other. */
export function readExtraArgs(args: readonly string[]): ExtraArgs {
  const options: Draft = {
    env: {},
    labels: {},
    dns: [],
    addHosts: [],
    hostname: null,
    tmpfs: {},
    ulimits: [],
    shmBytes: null,
  };
  const problems: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    const [, name = '', joined] = /^(--?[A-Za-z][A-Za-z-]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read === undefined) {
      problems.push(refusalOf(name, argument));
      // The value of what is refused is no argument of its own.
      if (joined === undefined && args[at + 1]?.startsWith('-') === false) at += 1;
      continue;
    }
    if (joined === undefined) at += 1;
    const value = joined ?? args[at];
    const fault =
      value === undefined || /[\0\r\n]/.test(value) ? 'needs a value' : read(value, options);
    if (fault !== null) problems.push(`${name} ${fault}`);
  }
  return problems.length === 0 ? { ok: true, options } : { ok: false, problems };
}

function refusalOf(name: string, argument: string): string {
  if (OPENING.has(name)) return `${name} is refused: it would open the sandbox or is set already`;
  // What does not look like an argument may be a secret that got into the wrong place.
  if (name === '')
    return argument === ''
      ? 'an empty argument is refused'
      : 'an argument without a known name is refused';
  return `${name} is refused: it is not one of ${Object.keys(readers).join(', ')}`;
}

function readTmpfs(value: string, into: Draft): string | null {
  const [path = '', list = ''] = value.split(/:(.*)/s);
  const isPlain =
    /^(?:\/[A-Za-z0-9._-]+)+$/.test(path) &&
    !path.split('/').some((part) => part === '.' || part === '..');
  if (!isPlain) return 'takes an absolute path without ".."';
  const isTaken = TAKEN.some(
    (one) => one === path || path.startsWith(`${one}/`) || one.startsWith(`${path}/`),
  );
  if (isTaken) return `cannot be at ${path}`;
  let size = '64m';
  const kept: string[] = [];
  for (const option of list === '' ? [] : list.split(',')) {
    const [, text] = /^size=(.+)$/.exec(option) ?? [];
    if (text !== undefined) {
      const bytes = bytesOf(text);
      if (bytes === null || bytes > LARGEST_MEMORY_FS) return 'takes a size of at most 1g';
      size = String(bytes);
    } else if (/^mode=0?[0-7]{3,4}$/.test(option) || TMPFS_FLAGS.has(option)) kept.push(option);
    else return `does not take the option "${option.slice(0, 32)}"`;
  }
  into.tmpfs[path] = [...new Set([...kept, 'noexec', 'nosuid', 'nodev', `size=${size}`])].join(',');
  return null;
}

function readUlimit(value: string, into: Draft): string | null {
  const [, name = '', first = '', second] =
    /^([a-z]+)=(\d{1,15})(?::(\d{1,15}))?$/.exec(value) ?? [];
  const highest = Object.hasOwn(HIGHEST_ULIMIT, name) ? HIGHEST_ULIMIT[name] : undefined;
  if (highest === undefined)
    return `takes name=soft[:hard] with one of ${Object.keys(HIGHEST_ULIMIT).join(', ')}`;
  const soft = Number(first);
  const hard = second === undefined ? soft : Number(second);
  if (soft > hard || hard > highest) return `${name} takes at most ${highest}`;
  into.ulimits.push({ name, soft, hard });
  return null;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
};

/** `64m` in bytes; null for what is no size, or none at all. */
function bytesOf(text: string): number | null {
  const [, digits = '', unit = ''] = /^([0-9]{1,15})([bkmg]?)$/i.exec(text) ?? [];
  const bytes = Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  return digits === '' || bytes === 0 ? null : bytes;
}
