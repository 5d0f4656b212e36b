/**
 * Owns running one operation: asking, turning pages, following streams and builds, and printing what came of it.
 * What was asked for on the command line is read by index.ts; how answers look belongs to print.ts.
 */
import { once } from 'node:events';
import { GatehouseError, readEnvelope } from '../../../clients/typescript/src/errors.ts';
import { OffsetWatch } from '../../../clients/typescript/src/offsets.ts';
import { stream } from '../../../clients/typescript/src/stream.ts';
import { cliOperations } from '../../generated/cli.ts';
import type { CliOperation } from '../../generated/cli-table.ts';
import { EXIT } from '../errors.ts';
import { type Answer, ApiCaller, factsOf, readJson } from './api.ts';
import { BUILD, followBuild, hasFailed } from './build.ts';
import type { ConnectionSettings } from './connection.ts';
import { isRecord, OperationError } from './failure.ts';
import { eventForPeople, forPeople, rowsOf, withRows } from './print.ts';
import { startProgress } from './progress.ts';
import type { OperationRequest } from './request.ts';
import { plainLines, surfaceOf } from './table.ts';

/** How the person wants it. */
export interface OutputOptions {
  /** The answer as it came. */
  readonly json?: boolean;
  /** A line of JSON for each row or event. */
  readonly jsonl?: boolean;
  /** Every page of a list. */
  readonly all?: boolean;
  /** The answer as a stream, where it need not be one. */
  readonly stream?: boolean;
}

const DEFAULT_MS = 30_000;
/** For a turn of an agent or the build of an image. */
const SLOW_MS = 15 * 60_000;
/** Once a stream was there, so many cuts in a row are waited out. */
const REOPENS = 6;
const SAME_PAGE = 'The server sends the same page for ever: it does not look at offset';

/** Runs an operation and prints what it answers. @throws CommandError, with the exit code */
export async function runOperation(
  request: OperationRequest,
  settings: ConnectionSettings,
  options: OutputOptions,
): Promise<void> {
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    await new Run(request, settings, options, interrupt.signal).run();
  } catch (error) {
    const json = options.json === true || options.jsonl === true;
    if (interrupt.signal.aborted) throw interrupted(request.operation);
    if (error instanceof GatehouseError)
      throw new OperationError(factsOf(error), request.operation, json);
    throw error;
  } finally {
    process.off('SIGINT', stop);
  }
}

const interrupted = (operation: CliOperation) =>
  new OperationError(
    { code: 'interrupted', message: 'Interrupted', exitCode: EXIT.interrupted },
    operation,
    false,
  );

/** One run of an operation. */
class Run {
  readonly #request: OperationRequest;
  readonly #operation: CliOperation;
  readonly #settings: ConnectionSettings;
  readonly #options: OutputOptions;
  readonly #caller: ApiCaller;
  readonly #signal: AbortSignal;

  constructor(
    request: OperationRequest,
    settings: ConnectionSettings,
    options: OutputOptions,
    signal: AbortSignal,
  ) {
    const { operation } = request;
    const defaultMs = operation.slow ? SLOW_MS : DEFAULT_MS;
    this.#request = request;
    this.#operation = operation;
    this.#settings = settings;
    this.#options = options;
    this.#signal = signal;
    this.#caller = new ApiCaller({ ...settings, api: operation.api, defaultMs });
  }

  async run(): Promise<void> {
    const { stream: kind } = this.#operation;
    if (kind?.always === true || (kind !== null && this.#options.stream === true))
      await this.#follow(kind);
    else if (this.#options.all === true) await this.#turnPages();
    else await this.#ask();
  }

  async #ask(): Promise<void> {
    const answer = await this.#waitFor();
    const body = readJson(answer.text);
    await this.#print(answer, body);
    // Some answers with status 200 say no: a build that failed, a JSON-RPC error.
    const isRefusal = isRecord(body) && (body.success === false || isRecord(body.error));
    if (isRefusal || (this.#operation.id === BUILD.begins && hasFailed(answer)))
      throw this.#failure('failed', 'What was asked for was not done');
  }

  async #waitFor(): Promise<Answer> {
    const { id, api, tag, verb } = this.#operation;
    const progress = startProgress(process.stderr, `waiting for ${api} ${tag} ${verb}`);
    try {
      const status = cliOperations.find((one) => one.id === BUILD.tells);
      // Who asked for JSON gets the answer that the contract describes; who looks on is told how it goes.
      const isWatched = process.stderr.isTTY === true && this.#options.json !== true;
      if (id === BUILD.begins && isWatched && status && !this.#request.query.has('async'))
        return await followBuild(this.#caller, this.#request, status, progress, this.#signal);
      return await this.#caller.send(this.#request, this.#signal);
    } finally {
      progress.end();
    }
  }

  async #print(answer: Answer, body: unknown): Promise<void> {
    const { json = false, jsonl = false } = this.#options;
    if (answer.text === '') return;
    const isJson = answer.mediaType.endsWith('json') && body !== undefined;
    if (json || !isJson) {
      const text = process.stdout.isTTY && !json ? plainLines(answer.text) : answer.text;
      await write(text.endsWith('\n') ? text : `${text}\n`);
      return;
    }
    const rows = rowsOf(this.#operation, body);
    if (jsonl) {
      await write((rows ?? [body]).map(line).join(''));
      return;
    }
    await write(forPeople(this.#operation, body, surfaceOf(process.stdout)));
    const total = totalOf(this.#operation, answer, body);
    if (rows !== undefined && total !== undefined && total > rows.length && process.stderr.isTTY)
      process.stderr.write(`${rows.length} of ${total}; --all for every one\n`);
  }

  async #turnPages(): Promise<void> {
    const { pageSize } = this.#operation;
    const query = new URLSearchParams(this.#request.query);
    if (!query.has('limit') && pageSize !== null) query.set('limit', String(pageSize));
    const readAt = async (offset: number) => {
      query.set('offset', String(offset));
      const answer = await this.#caller.send({ ...this.#request, query }, this.#signal);
      const body = readJson(answer.text);
      const rows = rowsOf(this.#operation, body);
      if (rows === undefined) throw this.#failure('unexpected_response', 'The answer has no list');
      return { body, rows, total: totalOf(this.#operation, answer, body) };
    };
    const watch = new OffsetWatch(async (far) => (await readAt(far)).rows);
    const kept: unknown[] = [];
    let first: unknown;
    for (let offset = Number(query.get('offset') ?? 0); ; ) {
      const { body, rows, total } = await readAt(offset);
      if (total === undefined && (await watch.isIgnored(rows)))
        throw this.#failure('unexpected_response', SAME_PAGE);
      first ??= body;
      offset += rows.length;
      if (this.#options.jsonl === true) await write(rows.map(line).join(''));
      else for (const row of rows) kept.push(row);
      // Without a total only an empty page says that there is no other.
      if (rows.length === 0 || (total !== undefined && offset >= total)) break;
    }
    if (this.#options.jsonl === true) return;
    const whole = withRows(this.#operation, first, kept);
    if (this.#options.json === true) await write(line(whole));
    else await write(forPeople(this.#operation, whole, surfaceOf(process.stdout)));
  }

  async #follow(facts: NonNullable<CliOperation['stream']>): Promise<void> {
    const caller = this.#caller;
    const request = this.#request;
    let isThere = false;
    const source = {
      transport: caller.transport,
      ...(facts.resumes ? { resumes: true as const } : {}),
      ...(facts.last === undefined ? {} : { last: facts.last }),
      toEvent: ({ event, id, data }: { event: string; id: string | undefined; data: string }) => ({
        event,
        ...(id === undefined ? {} : { id }),
        data: JSON.parse(data) as unknown,
      }),
      open: async (_: unknown, start: { signal: AbortSignal; lastEventId: string | undefined }) => {
        try {
          const response = await caller.openStream(request, start.lastEventId, start.signal);
          isThere = true;
          return response;
        } catch (error) {
          // Only a stream that was there once is worth coming back to.
          if (!isThere && error instanceof GatehouseError) throw this.#told(error);
          throw error;
        }
      },
    };
    const { timeoutMs } = this.#settings;
    const events = stream(
      { source },
      {
        signal: this.#signal,
        reopens: REOPENS,
        ...(timeoutMs === undefined ? {} : { silenceMs: timeoutMs }),
      },
    );
    // The tokens of a text are one line; whatever else comes begins a new one.
    let isOpen = false;
    try {
      for await (const event of events) {
        if (event.event === 'error') throw this.#streamed(event.data);
        const text = this.#asJson ? line(event) : eventForPeople(event.event, event.data);
        await write(isOpen && event.event !== 'token' ? `\n${text}` : text);
        isOpen = text === '' ? false : !text.endsWith('\n');
      }
    } finally {
      if (isOpen) await write('\n');
    }
  }

  /** The failure that a stream ends with. */
  #streamed(data: unknown): OperationError {
    const {
      code = 'error',
      message = 'The stream failed',
      details = null,
    } = readEnvelope(data) ?? {};
    const facts = { code, message, details, exitCode: EXIT.failed };
    return new OperationError(facts, this.#operation, this.#asJson);
  }

  #told(error: GatehouseError): OperationError {
    return new OperationError(factsOf(error), this.#operation, this.#asJson);
  }

  #failure(code: string, message: string): OperationError {
    const facts = { code, message, exitCode: EXIT.failed };
    return new OperationError(facts, this.#operation, this.#asJson);
  }

  get #asJson(): boolean {
    return this.#options.json === true || this.#options.jsonl === true;
  }
}

function totalOf(operation: CliOperation, answer: Answer, body: unknown): number | undefined {
  if (answer.total !== undefined) return answer.total;
  const content = operation.answer.content.reduce<unknown>(
    (at, name) => (isRecord(at) ? at[name] : undefined),
    body,
  );
  const total = isRecord(content) ? content.total : undefined;
  return typeof total === 'number' ? total : undefined;
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

/** Writes at the pace of whoever reads. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
