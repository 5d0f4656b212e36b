/**
 * Owns the command `conformance`: its options, the reports it writes, and the exit code that CI goes by. What is checked belongs to
 * src/conformance, the mock to conformance-mock.ts.
 */
import { randomInt } from 'node:crypto';
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { Contract, readContract } from '../conformance/contract.ts';
import { ContractUnreadable } from '../conformance/document.ts';
import {
  conforms,
  htmlReport,
  jsonReport,
  junitReport,
  NoEndpoint,
  NothingToCheck,
  type Outcome,
  type ReportHead,
  runConformance,
  textReport,
  WrongPath,
} from '../conformance/index.ts';
import { CommandError, EXIT } from './errors.ts';

/** The options as they are typed. */
export interface ConformanceOptions {
  readonly api?: string;
  readonly contract?: string;
  readonly url?: string;
  readonly token?: string;
  readonly limitedToken?: string;
  readonly limitedScope: readonly string[];
  readonly seed?: string;
  readonly path?: string;
  readonly requests: string;
  readonly only?: string;
  readonly rateLimit?: boolean;
  readonly webhookHost?: string;
  readonly heartbeat: string;
  readonly report: string;
  readonly out?: string;
  readonly timeout: string;
  readonly requestTimeout: string;
}

/** A run that has told everything already. */
class Verdict extends CommandError {
  override get told(): string {
    return '';
  }
}

const REPORTS = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  html: htmlReport,
} as const;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const MOST_CONTRACT_BYTES = 32 * 1024 * 1024;

const usage = (message: string) => new CommandError(message, EXIT.usage);

/** Checks a server. @throws CommandError with the exit code that CI goes by */
export async function checkServer(options: ConformanceOptions): Promise<void> {
  const report = readReport(options.report);
  const url = readUrl(options.url);
  const token = readToken('--token', options.token);
  const limited = readToken('--limited-token', options.limitedToken);
  const path = readPath(options);
  const contract = await readContractOf(options);
  await tryOut(options);
  const seed = readCount('--seed', options.seed ?? String(randomInt(2 ** 31)), 2 ** 31 - 1);
  const head: ReportHead = { api: contract.name, url: url.href, seed };
  const outcome = await run({
    contract,
    url,
    token,
    limitedToken: limited === null ? null : { token: limited, scopes: options.limitedScope },
    seed,
    requests: readCount('--requests', options.requests, 10_000_000),
    path,
    only: options.only ?? null,
    rateLimit: options.rateLimit === true,
    webhookHost: readWebhookHost(options.webhookHost),
    heartbeatMs: readCount('--heartbeat', options.heartbeat, 3600) * 1000,
    timeoutMs: Math.max(1, readCount('--timeout', options.timeout, 86_400)) * 1000,
    requestTimeoutMs:
      Math.max(1, readCount('--request-timeout', options.requestTimeout, 600)) * 1000,
  });
  const code = exitCodeOf(outcome);
  // Also where nobody reads the report to its end.
  process.exitCode = code;
  await writeReport(options, REPORTS[report](head, outcome), textReport(head, outcome));
  if (code !== EXIT.done) throw failureOf(outcome, code);
}

/** Runs until the first signal; the second one ends the process at once. */
async function run(options: Parameters<typeof runConformance>[0]): Promise<Outcome> {
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await runConformance({ ...options, signal: interrupt.signal });
  } catch (error) {
    if (error instanceof WrongPath) throw usage(`--path: ${error.message}`);
    if (error instanceof NothingToCheck) throw usage(`--only: ${error.message}`);
    if (error instanceof NoEndpoint) throw usage(`--webhook-host: ${error.message}`);
    if (error instanceof ContractUnreadable) throw usage(error.message);
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

function exitCodeOf(outcome: Outcome): number {
  switch (outcome.ending) {
    case 'unreachable':
      return EXIT.unreachable;
    case 'wrong-token':
      return EXIT.auth;
    case 'time-over':
      return EXIT.timeout;
    case 'interrupted':
      return EXIT.interrupted;
    case 'done':
      return conforms(outcome) ? EXIT.done : EXIT.failed;
  }
}

const failureOf = ({ message }: Outcome, code: number) =>
  message === null ? new Verdict('', code) : new CommandError(message, code);

/** Finds out that a report cannot be written before everything is checked, and not after. */
async function tryOut({ out }: ConformanceOptions): Promise<void> {
  if (out === undefined) return;
  try {
    await (await open(out, 'a')).close();
  } catch (error) {
    throw usage(`--out: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function writeReport(
  { out }: ConformanceOptions,
  report: string,
  text: string,
): Promise<void> {
  if (out === undefined) {
    process.stdout.write(report);
    return;
  }
  try {
    await writeFile(out, report);
  } catch (error) {
    throw usage(`--out: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.stdout.write(text);
}

async function readContractOf({ api, contract }: ConformanceOptions): Promise<Contract> {
  try {
    if (contract !== undefined) return readContract(api ?? 'contract', await readFileOf(contract));
    return new Contract(api ?? '', await builtIn(api));
  } catch (error) {
    if (error instanceof ContractUnreadable) throw usage(error.message);
    throw error;
  }
}

async function readFileOf(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > MOST_CONTRACT_BYTES)
      throw usage(`--contract: ${file} is larger than ${MOST_CONTRACT_BYTES} bytes`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw usage(`--contract: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The contract of an API as this version has it. */
export async function builtIn(api: string | undefined): Promise<unknown> {
  switch (api) {
    case 'prx':
      return (await import('../generated/prx/openapi.json', { with: { type: 'json' } })).default;
    case 'agent':
      return (await import('../generated/agent/openapi.json', { with: { type: 'json' } })).default;
    case 'nanoclaw':
      return (await import('../generated/nanoclaw/openapi.json', { with: { type: 'json' } }))
        .default;
    default:
      throw usage(
        '--api: expected prx, agent or nanoclaw; another contract is given by --contract',
      );
  }
}

function readReport(text: string): keyof typeof REPORTS {
  if (text === 'text' || text === 'json' || text === 'junit' || text === 'html') return text;
  throw usage(`--report: expected text, json, junit or html, found "${text}"`);
}

function readUrl(text: string | undefined): URL {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw usage(`--url: expected a URL such as http://127.0.0.1:3120, found "${text ?? ''}"`);
  // It is printed in reports, so what may be secret in one is neither taken nor repeated.
  if (url.username + url.password + url.search + url.hash !== '')
    throw usage('--url: expected a URL without a user name, a password, a query and a fragment');
  return url;
}

/** What a header can carry; a line break at the end is what files and secrets of CI often have. */
function readToken(name: string, text: string | undefined): string | null {
  if (text === undefined || /^[!-~]+$/.test(text)) return text ?? null;
  throw usage(`${name}: expected visible ASCII characters without spaces and line breaks`);
}

function readPath({ path, seed, only }: ConformanceOptions): string | null {
  if (path === undefined) return null;
  if (!/^\d{1,8}(:\d{1,8})*$/.test(path))
    throw usage(`--path: expected numbers such as 12:0:3, found "${path}"`);
  if (seed === undefined || only === undefined) throw usage('--path: goes with --seed and --only');
  return path;
}

function readWebhookHost(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/[/?#@]/.test(text) && URL.canParse(`http://${text}`)) return text;
  throw usage(
    `--webhook-host: expected a host such as 127.0.0.1 or ci.example:8080, found "${text}"`,
  );
}

/** A whole number from 0 up. */
export function readCount(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw usage(`${name}: expected a whole number up to ${most}, found "${text}"`);
}
