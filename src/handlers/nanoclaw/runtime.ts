/**
 * Owns the handlers of the nanoclaw tag `runtime` and the mapping of engines, images and builds to its objects. What they are and do
 * belongs to domain/runtime.
 */
import type { BuildState, Images, Runtime } from '../../domain/runtime/index.ts';
import type { RuntimeHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `runtime`. */
export function makeRuntimeHandlers(
  runtime: Runtime,
  images: Images,
): RuntimeHandlers<CallContext> {
  return {
    async getRuntime({ query }) {
      const { networking, ...found } = await runtime.find(query.refresh);
      if (networking === null) return { ...found, networking };
      const { hostGateway, extraRunArgs } = networking;
      return { ...found, networking: { hostGateway, extraRunArgs: [...extraRunArgs] } };
    },

    async buildImage({ query, body }, c) {
      const build = await images.build(body?.imageTag, c.var.caller);
      const { id: buildId, tag: imageTag } = build;
      if (query.async || body?.async === true) {
        const message = 'Build started';
        const started = { success: true, imageTag, message, buildId, state: 'building' } as const;
        return { status: 202, body: started };
      }
      const { success, message, output } = await build.ended;
      return { status: 200, body: { success, imageTag, message, output } };
    },

    async getImageStatus({ query }) {
      const { tag: imageTag, image, build } = await images.status(query.imageTag);
      const facts = { imageTag, build: toBuildState(build) };
      const isBuilding = build.state === 'building';
      if (image === null) {
        const message = isBuilding ? 'Image is being built' : 'Image not found';
        return { exists: false, message, ...facts };
      }
      return {
        exists: true,
        message: isBuilding ? 'Image exists and is being built again' : 'Image exists',
        imageId: image.id,
        ...(image.createdAt === null ? {} : { createdAt: toTimestamp(image.createdAt) }),
        ...(image.sizeBytes === null ? {} : { sizeBytes: image.sizeBytes }),
        ...facts,
      };
    },
  };
}

const toTime = (at: number | null): string | null => (at === null ? null : toTimestamp(at));

function toBuildState(build: BuildState): Schemas['BuildState'] {
  return {
    state: build.state,
    startedAt: toTime(build.startedAt),
    finishedAt: toTime(build.finishedAt),
    output: build.output,
  };
}
