/**
 * Owns the section of the nanoclaw listener and of the containers that it manages. What the settings do is left to the domain areas of
 * containers, every other section to schema.ts.
 */
import { z } from 'zod';
import {
  flag,
  host,
  hot,
  integer,
  line,
  lineList,
  oneOf,
  path,
  restart,
  timeZone,
} from './fields.ts';

/** `[containers]` */
export const containersSection = z
  .strictObject({
    host: host()
      .default('127.0.0.1')
      .meta(restart('Address the listener binds; any other than loopback needs `auth`.')),
    port: integer(0, 65_535)
      .default(55_765)
      .meta(restart('Port the listener binds; 0 takes a free one.')),
    auth: flag().default(true).meta(restart('Whether callers must show an `X-API-Key`.')),
    engine: oneOf('auto', 'docker', 'apple_container', 'none')
      .default('auto')
      .meta(
        hot(
          'Container engine: `auto` looks for Apple `container`, then for Docker or Podman behind `socket`.',
        ),
      ),
    socket: path()
      .optional()
      .meta(
        hot(
          'Socket of Docker or Podman; absent means `DOCKER_HOST`, then the places where they usually are.',
        ),
      ),
    image: line(512)
      .default('aigo-agent-runner:latest')
      .meta(hot('Image that agents run in.', { environment: ['CONTAINER_IMAGE'] })),
    base_image: line(512)
      .default('docker.io/library/node:22-slim')
      .meta(hot('Image that the agent image is built on; it has Node 20.19 or newer and a shell.')),
    max_concurrent: integer(1, 100)
      .default(5)
      .meta(
        hot('Containers that run at the same time.', {
          environment: ['MAX_CONCURRENT_CONTAINERS'],
        }),
      ),
    timeout_secs: integer(0, 86_400)
      .default(1800)
      .meta(hot('Time an agent may be silent in the middle of an answer; 0 means no limit.')),
    idle_timeout_secs: integer(1, 86_400)
      .default(1800)
      .meta(hot('Quiet time after which the container of a chat is closed.')),
    max_output_bytes: integer(4096, 1_073_741_824)
      .default(10_485_760)
      .meta(hot('Bytes one run may write to each of its outputs; more ends it.')),
    memory_mb: integer(16, 1_048_576)
      .default(1024)
      .meta(hot('Memory of one container in MiB; there is no swap.')),
    cpus: integer(1, 1024).default(2).meta(hot('Processors of one container.')),
    pids: integer(8, 100_000).default(256).meta(hot('Processes and threads of one container.')),
    extra_args: lineList(512)
      .default([])
      .meta(
        hot(
          'Arguments for every run, as `docker run` takes them; those that open the sandbox are refused.',
          { outside: true },
        ),
      ),
    audit_interval_secs: integer(1, 86_400)
      .default(300)
      .meta(hot('How often running containers are compared with the policy.')),
    history_days: integer(1, 36_500)
      .default(366)
      .meta(hot('Days that runs with their logs, and due times of schedules, are kept.')),
    proxy_host: host()
      .default('127.0.0.1')
      .meta(hot('Address the credential proxy binds.', { environment: ['CREDENTIAL_PROXY_HOST'] })),
    proxy_port: integer(0, 65_535)
      .default(3001)
      .meta(
        hot('Port the credential proxy binds; 0 takes a free one.', {
          environment: ['CREDENTIAL_PROXY_PORT'],
        }),
      ),
    timezone: timeZone()
      .optional()
      .meta(
        hot('IANA time zone of schedules that name none; absent means the one of the machine.'),
      ),
    min_interval_ms: integer(1000, 31_536_000_000)
      .default(60_000)
      .meta(hot('Shortest interval of a schedule in milliseconds.')),
    scheduler_tick_ms: integer(10, 60_000)
      .default(1000)
      .meta(hot('How often the scheduler looks for what is due, in milliseconds.')),
  })
  .prefault({})
  .describe('The nanoclaw listener, and the containers it manages.');
