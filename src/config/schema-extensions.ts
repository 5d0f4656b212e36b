/**
 * Owns the sections of what extends the agent: plugins and skills. How they are run is left to the domain and the adapters, every
 * other section to schema.ts.
 */
import { z } from 'zod';
import { allowedHostList, hot, integer, lineList, path, restart } from './fields.ts';

/** `[plugins]` */
export const pluginsSection = z
  .strictObject({
    directory: path()
      .optional()
      .meta(restart('Folder of the plugins; absent means `plugins` in the data folder.')),
    max_memory_mb: integer(1, 4096)
      .default(256)
      .meta(hot('Most memory that a manifest may ask for, in MiB; from the next load on.')),
    max_execution_time_ms: integer(1, 3_600_000)
      .default(30_000)
      .meta(hot('Longest time of one call that a manifest may ask for; from the next load on.')),
    allowed_hosts: allowedHostList()
      .default([])
      .meta(
        hot('Hosts that plugins may reach although they are not public, for local development.', {
          outside: true,
        }),
      ),
    installed: z
      .record(
        z.string(),
        z
          .strictObject({
            grants: lineList(64)
              .default([])
              .meta(
                hot(
                  'Permissions of the plugin: `http-outbound`, `memory`, `events`; from its next load on.',
                  { outside: true },
                ),
              ),
          })
          .describe('One plugin, by its name.'),
      )
      .default({})
      .describe('What the operator says of single plugins.'),
  })
  .prefault({})
  .describe('Plugins.');

/** `[skills]` */
export const skillsSection = z
  .strictObject({
    directory: path()
      .optional()
      .meta(restart('Folder of the skills; absent means `skills` in the data folder.')),
  })
  .prefault({})
  .describe('Skills.');
