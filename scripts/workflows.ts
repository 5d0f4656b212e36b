/**
 * Owns `npm run workflows`: a daemon with everything outside of it played, the workflows of openapi/workflows run against it, and one
 * line for each. What a workflow does is written in its file, how it is run belongs to Redocly's `respect`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Addresses } from '../src/app/daemon.ts';
import { ADMIN_TOKEN, spawnDaemon } from '../tests/support/daemon.ts';
import { HookReceiver } from '../tests/support/hook-receiver.ts';
import { startOpenAiServer } from '../tests/support/model-servers/openai.ts';
import { TelegramServer } from '../tests/support/platforms/telegram.ts';

const FOLDER = 'openapi/workflows';
const REDOCLY = 'node_modules/@redocly/cli/bin/cli.js';
/** For all workflows together, and for one answer. */
const LONGEST_MS = 60_000;
const LONGEST_ANSWER_MS = 10_000;
const MOST_STEPS = 1000;
/** How long after its own limit the runner is ended. */
const GRACE_MS = 10_000;
const AGENT_ID = 'my-agent';
const JID = 'tg:42';

/** The files of the workflows. */
export const workflowFiles = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.arazzo.yaml'))
    .sort()
    .map((name) => join(FOLDER, name));

/** How one workflow went. */
export interface Outcome {
  readonly file: string;
  readonly workflow: string;
  readonly steps: number;
  readonly checks: number;
  /** What was not as expected, a sentence each; empty if all was well. */
  readonly failures: readonly string[];
}

const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      executedWorkflows: z.array(
        z.object({
          workflowId: z.string(),
          status: z.string(),
          executedSteps: z.array(
            z.object({
              stepId: z.string(),
              response: z.object({ statusCode: z.number() }).optional(),
              checks: z.array(
                z.object({ name: z.string(), message: z.string().optional(), passed: z.boolean() }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

type Report = z.infer<typeof reportSchema>;
type Workflow = Report['files'][string]['executedWorkflows'][number];

/**
 * Runs workflows against a built daemon of their own and against nothing outside of this machine.
 * @throws Error where the daemon does not start, or the runner ends without a report or not at all
 */
export async function runWorkflows(files: readonly string[]): Promise<Outcome[]> {
  const [model, endpoint, telegram] = await Promise.all([
    startOpenAiServer(),
    HookReceiver.start(),
    TelegramServer.start(),
  ]);
  try {
    const env = {
      OPENAI_API_KEY: 'key-of-the-workflows',
      OPENAI_BASE_URL: model.url,
      GATEHOUSE_PROVIDERS_PRIMARY: 'openai',
      GATEHOUSE_HOOKS_ALLOWED_HOSTS: endpoint.host,
      TELEGRAM_API_BASE: telegram.url,
      AGENT_ID,
    };
    const daemon = await spawnDaemon({ env });
    try {
      return await respect(files, daemon.addresses, {
        token: ADMIN_TOKEN,
        agentId: AGENT_ID,
        endpoint: endpoint.url('/workflows'),
        botToken: telegram.token,
        jid: JID,
      });
    } finally {
      await daemon.end('SIGTERM');
    }
  } finally {
    await Promise.all([model.stop(), endpoint.stop(), telegram.stop()]);
  }
}

async function respect(
  files: readonly string[],
  addresses: Addresses,
  inputs: Record<string, string>,
): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-workflows-'));
  const report = join(folder, 'report.json');
  const servers = Object.entries(addresses).map(([api, url]) => `${api}=${url}`);
  const options = [
    ...['--server', servers.join(','), '--input', JSON.stringify(inputs), '--json-output', report],
    ...['--max-steps', MOST_STEPS, '--max-fetch-timeout', LONGEST_ANSWER_MS],
    ...['--execution-timeout', LONGEST_MS],
  ].map(String);
  try {
    const said = await run([REDOCLY, 'respect', ...files, ...options]);
    return outcomesOf(readReport(report, said));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a Node program until it ends or its time is over. @returns the end of what it said */
async function run(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS + GRACE_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000);
    });
  }
  await once(child, 'close');
  return said;
}

function readReport(path: string, said: string): Report {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`The workflows ended without a report:\n${said}`, { cause: error });
  }
}

const outcomesOf = ({ files }: Report): Outcome[] =>
  Object.entries(files).flatMap(([file, { executedWorkflows }]) =>
    executedWorkflows.map((workflow) => ({
      file: basename(file),
      workflow: workflow.workflowId,
      steps: new Set(workflow.executedSteps.map(({ stepId }) => stepId)).size,
      checks: workflow.executedSteps.reduce((sum, { checks }) => sum + checks.length, 0),
      failures: failuresOf(workflow),
    })),
  );

/** Of a workflow that failed, what its last step got wrong; earlier failures were tried again. */
function failuresOf({ status, executedSteps }: Workflow): string[] {
  if (status === 'success') return [];
  const last = executedSteps.at(-1);
  const answered =
    last?.response === undefined ? 'no answer' : `answer ${last.response.statusCode}`;
  const wrong = last?.checks.filter(({ passed }) => !passed) ?? [];
  const found = wrong.map(
    ({ name, message }) => `${last?.stepId} (${answered}): ${name}: ${message}`,
  );
  return found.length > 0 ? found : [`it ended as ${status}`];
}

/** One line for a workflow, and one for everything that was not as expected. */
export const spoken = ({ file, workflow, steps, checks, failures }: Outcome): string =>
  [
    `${failures.length === 0 ? 'ok' : 'failed'} ${file} ${workflow}: ${steps} steps, ${checks} checks`,
    ...failures.map((failure) => `  ${failure.replaceAll('\n', ' ')}`),
  ].join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const outcomes = await runWorkflows(workflowFiles());
  process.stdout.write(`${outcomes.map(spoken).join('\n')}\n`);
  process.exitCode = outcomes.every(({ failures }) => failures.length === 0) ? 0 : 1;
}
