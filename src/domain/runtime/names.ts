/**
 * Owns the names of the runtime area: of containers, of images, and of the labels by which an install knows what is its own.
 * What an engine does with them belongs to the adapters.
 */
import { DomainError } from '../shared/index.ts';

/** Label with the identifier of the install that started a container. */
export const INSTALL_LABEL = 'org.gatehouse.install';
/** Label with the identifier of the run. */
export const RUN_LABEL = 'org.gatehouse.run';
/** Label with the name of the namespace. */
export const NAMESPACE_LABEL = 'org.gatehouse.namespace';

/** The labels of the container of one run. */
export const labelsOf = (installId: string, runId: string, namespace: string) => ({
  [INSTALL_LABEL]: installId,
  [RUN_LABEL]: runId,
  [NAMESPACE_LABEL]: namespace,
});

/** The name of a container that is started now, such as `nanoclaw-dev-team-1773568800000`. */
export const containerNameOf = (namespace: string, startedAt: number): string =>
  `nanoclaw-${namespace.replaceAll(/[^A-Za-z0-9-]/g, '-')}-${startedAt}`;

const LONGEST_IMAGE_NAME = 255;
const HOST =
  '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?';
const PART = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const IMAGE = new RegExp(
  `^(?<name>(?:${HOST}/)?${PART}(?:/${PART})*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?$`,
);

/** Whether this names an image: `[registry/]name[:tag][@digest]`, as engines read it. */
export function isImageTag(text: string): boolean {
  const name = IMAGE.exec(text)?.groups?.name;
  return name !== undefined && name.length <= LONGEST_IMAGE_NAME;
}

/** @throws DomainError image_tag_invalid */
export function checkImageTag(text: string): void {
  if (isImageTag(text)) return;
  throw new DomainError(
    'image_tag_invalid',
    'An image is written as "[registry/]name[:tag][@sha256:digest]", its name in lower case',
  );
}

/** @throws DomainError image_tag_invalid for what cannot be the name of a new image */
export function checkNewImageTag(text: string): void {
  checkImageTag(text);
  if (text.includes('@'))
    throw new DomainError('image_tag_invalid', 'A new image cannot be named by a digest');
}
