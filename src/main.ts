#!/usr/bin/env node
/**
 * Owns being started. Every command is in src/cli.
 */
import { run } from './cli/run.ts';

process.exitCode = await run(process.argv.slice(2));
