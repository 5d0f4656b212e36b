/**
 * Owns the public face of the configuration: what the rest of the daemon may import. How it is read
 * and checked is left to the files beside it.
 */
export type { EngineHints } from './environment.ts';
export type { ConfigClass } from './fields.ts';
export { isLoopbackHost } from './fields.ts';
export { differingKeys, inForce } from './force.ts';
export type { ConfigKey, ConfigSection } from './keys.ts';
export { configJsonSchema, configKeys, configSections, findConfigKey } from './keys.ts';
export type { ConfigChanges, ConfigOrigin, LoadedConfig } from './load.ts';
export { loadConfig } from './load.ts';
export type { ConfigProblem } from './problem.ts';
export { ConfigError, hasErrorCode } from './problem.ts';
export type { RuleProblem } from './rules.ts';
export { ruleProblems } from './rules.ts';
export type { Config } from './schema.ts';
export { configSchema } from './schema.ts';
export type { FileWatch } from './watch.ts';
export { watchConfigFile } from './watch.ts';
