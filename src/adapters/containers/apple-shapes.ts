/**
 * Owns the shapes of Apple's `container` command: the arguments a container is started with, and reading what is printed of images and
 * containers. Fields moved between its versions, so both places are looked at; running it belongs to apple-cli.ts.
 */
import { z } from 'zod';
import {
  type ContainerFacts,
  type ContainerSpec,
  EngineError,
  type ImageFacts,
  readExtraArgs,
} from '../../domain/runtime/index.ts';

const MIB = 1024 * 1024;

/**
 * The arguments of `container run`. Each of its containers is a machine of its own, which stands for what Docker is told of privileges
 * and shared namespaces; a version that does not know one of these arguments starts nothing.
 * @throws EngineError for what this engine cannot keep apart or the policy does not allow
 */
export function toRunArguments(spec: ContainerSpec): string[] {
  const extra = readExtraArgs(spec.extraArgs);
  if (!extra.ok) throw new EngineError('failed', `Arguments: ${extra.problems.join('; ')}`);
  const { env, labels, dns, addHosts, hostname, tmpfs, ulimits, shmBytes } = extra.options;
  if (addHosts.length > 0 || hostname !== null)
    throw new EngineError(
      'failed',
      'Arguments: Apple Container knows no --add-host and --hostname',
    );
  const pairs = (name: string, of: Readonly<Record<string, string>>) =>
    Object.entries(of).flatMap(([key, value]) => [name, `${key}=${value}`]);
  return [
    ...['run', '--interactive', '--rm', '--progress', 'none', '--name', spec.name],
    ...['--user', spec.user, '--workdir', spec.workdir],
    ...[
      '--memory',
      `${Math.ceil(spec.memoryBytes / MIB)}M`,
      '--cpus',
      String(Math.ceil(spec.cpus)),
    ],
    ...['--cap-drop', 'ALL', '--read-only', '--init', '--tmpfs', '/tmp'],
    ...['--ulimit', `nproc=${spec.pids}`],
    ...(spec.network === 'none' ? ['--network', 'none', '--no-dns'] : []),
    ...Object.keys(tmpfs).flatMap((path) => ['--tmpfs', path]),
    ...ulimits
      .filter(({ name }) => name !== 'nproc')
      .flatMap(({ name, soft, hard }) => ['--ulimit', `${name}=${soft}:${hard}`]),
    ...(shmBytes === null ? [] : ['--shm-size', String(shmBytes)]),
    ...(spec.network === 'none' ? [] : dns.flatMap((address) => ['--dns', address])),
    ...pairs('--label', { ...labels, ...spec.labels }),
    ...pairs('--env', { ...env, ...spec.env }),
    ...spec.binds.flatMap((bind) => ['--mount', mountOf(bind)]),
    spec.image,
  ];
}

function mountOf({ source, target, readOnly }: ContainerSpec['binds'][number]): string {
  // Its fields are parted by commas, and there is no way to write one that stands in a path.
  if (source.includes(',') || target.includes(','))
    throw new EngineError('failed', 'Apple Container cannot mount a path with a comma');
  return `type=bind,source=${source},target=${target}${readOnly ? ',readonly' : ''}`;
}

const image = z.object({
  id: z.string().optional(),
  index: z.object({ digest: z.string().optional() }).optional(),
  configuration: z
    .object({
      creationDate: z.string().optional(),
      descriptor: z.object({ digest: z.string().optional() }).optional(),
    })
    .optional(),
  variants: z
    .array(
      z.object({
        size: z.number().optional(),
        config: z.object({ created: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

/** What `container image inspect` prints. @throws EngineError */
export function readImage(text: string): ImageFacts | null {
  const [found] = parse(z.array(image), text);
  if (found === undefined) return null;
  const { id, index, configuration, variants } = found;
  const created =
    configuration?.creationDate ?? variants.find((one) => one.config?.created)?.config?.created;
  const createdAt = created === undefined ? Number.NaN : Date.parse(created);
  const sizes = variants.flatMap(({ size }) => (size === undefined ? [] : [size]));
  return {
    id: id ?? configuration?.descriptor?.digest ?? index?.digest ?? '',
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
    sizeBytes: sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0),
  };
}

const network = z.object({ network: z.string().optional() });
const container = z.object({
  status: z.union([
    z.string(),
    z.object({ state: z.string(), networks: z.array(network).optional() }),
  ]),
  networks: z.array(network).optional(),
  configuration: z.object({
    id: z.string(),
    image: z.object({ reference: z.string() }),
    labels: z.record(z.string(), z.string()).default({}),
    readOnly: z.boolean().default(false),
    capAdd: z.array(z.string()).default([]),
    networks: z.array(network).default([]),
    initProcess: z
      .object({
        user: z
          .object({
            id: z.object({ uid: z.number(), gid: z.number() }).optional(),
            raw: z.object({ userString: z.string() }).optional(),
          })
          .default({}),
      })
      .default({ user: {} }),
    resources: z.object({ memoryInBytes: z.number().default(0) }).default({ memoryInBytes: 0 }),
    mounts: z
      .array(
        z.object({
          source: z.string(),
          destination: z.string(),
          options: z.array(z.string()).default([]),
          type: z.record(z.string(), z.unknown()).default({}),
        }),
      )
      .default([]),
  }),
});

/** What `container list` prints. @throws EngineError */
export function readContainers(text: string): ContainerFacts[] {
  return parse(z.array(container), text).map(({ status, networks, configuration: one }) => {
    const state = typeof status === 'string' ? { state: status, networks } : status;
    const { id, raw } = one.initProcess.user;
    const attached = [...(state.networks ?? []), ...one.networks];
    return {
      id: one.id,
      name: one.id,
      image: one.image.reference,
      labels: one.labels,
      isRunning: state.state === 'running',
      privileged: false,
      capAdd: one.capAdd,
      capDropAll: true,
      noNewPrivileges: true,
      readOnlyRoot: one.readOnly,
      network: attached.length === 0 ? 'none' : (attached[0]?.network ?? 'default'),
      pidMode: '',
      ipcMode: '',
      usernsMode: '',
      devices: [],
      user: id === undefined ? (raw?.userString ?? '') : `${id.uid}:${id.gid}`,
      memoryBytes: one.resources.memoryInBytes,
      pids: 0,
      binds: one.mounts
        .filter(({ type }) => 'virtiofs' in type)
        .map(({ source, destination, options }) => ({
          source,
          target: destination,
          readOnly: options.includes('ro') || options.includes('readonly'),
        })),
    };
  });
}

function parse<T>(shape: z.ZodType<T>, text: string): T {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch (error) {
    throw new EngineError('failed', 'Apple Container printed no JSON', { cause: error });
  }
  throw new EngineError('failed', 'Apple Container printed something unknown');
}
