/**
 * Owns what the command line gets of the checker. What a check is belongs to the files of its kind.
 */

export { NoEndpoint } from './endpoint.ts';
export { WrongPath } from './random.ts';
export { type Relay, startRelay } from './relay.ts';
export { conforms, jsonReport, junitReport, type ReportHead, textReport } from './report.ts';
export { htmlReport } from './report-html.ts';
export { NothingToCheck, type Outcome, type RunOptions, runConformance } from './run.ts';
export { type Switches, scenarioHandler } from './scenarios.ts';
