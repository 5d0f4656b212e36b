/**
 * Owns how every command finds its configuration. What is in it belongs to src/config.
 */
import { type LoadedConfig, loadConfig } from '../config/index.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly config?: string;
}

/** Loads the configuration as the environment and `--config` say. @throws ConfigError */
export function loadFor(options: CommonOptions): LoadedConfig {
  return loadConfig({
    env: process.env,
    cwd: process.cwd(),
    ...(options.config === undefined ? {} : { configPath: options.config }),
  });
}
