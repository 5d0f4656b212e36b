/**
 * Owns the version this daemon says it is, which is the package's. Releases are made in package.json.
 */
import manifest from '../../package.json' with { type: 'json' };

/** The package's version. */
export const version = manifest.version;
