/**
 * Owns a small libSQL server for tests: Hrana over HTTP, pipelines only, over the embedded engine.
 * Cursors, protobuf and authentication are left out, as the client's http driver asks for none of them.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import Database from 'libsql';

/** A running server; `connections` is the number of streams that hold a connection, `fault` what is wrong with it from now on. */
export interface HranaServer {
  readonly url: string;
  readonly connections: number;
  fault: 'none' | 'read-only' | 'dead';
  close(): Promise<void>;
}

type Value =
  | { type: 'null' }
  | { type: 'integer'; value: string }
  | { type: 'float'; value: number }
  | { type: 'text'; value: string }
  | { type: 'blob'; base64: string };

interface Statement {
  sql?: string;
  sql_id?: number;
  args?: Value[];
  named_args?: { name: string; value: Value }[];
  want_rows?: boolean;
}

type Condition =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and' | 'or'; conds: Condition[] }
  | { type: 'is_autocommit' };

type StreamRequest =
  | { type: 'execute'; stmt: Statement }
  | { type: 'batch'; batch: { steps: { condition?: Condition | null; stmt: Statement }[] } }
  | { type: 'sequence' | 'describe'; sql?: string; sql_id?: number }
  | { type: 'store_sql'; sql_id: number; sql: string }
  | { type: 'close_sql'; sql_id: number }
  | { type: 'get_autocommit' | 'close' };

interface PipelineBody {
  baton?: string | null;
  requests: StreamRequest[];
}

interface Failure {
  message: string;
  code: string;
}

/** One client stream: a connection of its own, since a transaction belongs to a connection. */
class Stream {
  readonly #database: Database.Database;
  readonly #texts = new Map<number, string>();

  constructor(file: string, readOnly: boolean) {
    // No waiting for locks: the wait would block the very loop that has to serve the holder.
    this.#database = new Database(file, { timeout: 0 });
    if (readOnly) this.#database.exec('PRAGMA query_only = ON');
  }

  answer(request: StreamRequest): object {
    switch (request.type) {
      case 'execute':
        return { type: request.type, result: this.#execute(request.stmt) };
      case 'batch':
        return { type: request.type, result: this.#batch(request.batch.steps) };
      case 'sequence':
        this.#database.exec(this.#text(request));
        return { type: request.type };
      case 'describe':
        return { type: request.type, result: this.#describe(this.#text(request)) };
      case 'store_sql':
        this.#texts.set(request.sql_id, request.sql);
        return { type: request.type };
      case 'close_sql':
        this.#texts.delete(request.sql_id);
        return { type: request.type };
      case 'get_autocommit':
        return { type: request.type, is_autocommit: !this.#database.inTransaction };
      case 'close':
        return { type: request.type };
    }
  }

  close(): void {
    if (this.#database.inTransaction) {
      this.#database.exec('ROLLBACK');
    }
    this.#database.close();
  }

  #execute(stmt: Statement): object {
    const prepared = this.#database.prepare(this.#text(stmt));
    const params = stmt.named_args?.length
      ? Object.fromEntries(stmt.named_args.map(({ name, value }) => [bare(name), decode(value)]))
      : (stmt.args ?? []).map(decode);
    if (!prepared.reader) {
      const { changes, lastInsertRowid } = prepared.run(params);
      return {
        cols: [],
        rows: [],
        affected_row_count: changes,
        last_insert_rowid: String(lastInsertRowid),
      };
    }
    const rows = prepared.raw().all(params);
    return {
      cols: prepared.columns().map(({ name, type }) => ({ name, decltype: type })),
      rows: rows.map((row) => (Array.isArray(row) ? row.map(encode) : [])),
      affected_row_count: 0,
      last_insert_rowid: null,
    };
  }

  #batch(steps: { condition?: Condition | null; stmt: Statement }[]): object {
    const results: (object | null)[] = [];
    const errors: (Failure | null)[] = [];
    const holds = (condition: Condition): boolean => {
      switch (condition.type) {
        case 'ok':
          return results[condition.step] !== null;
        case 'error':
          return errors[condition.step] !== null;
        case 'not':
          return !holds(condition.cond);
        case 'and':
          return condition.conds.every(holds);
        case 'or':
          return condition.conds.some(holds);
        case 'is_autocommit':
          return !this.#database.inTransaction;
      }
    };
    for (const { condition, stmt } of steps) {
      let result: object | null = null;
      let error: Failure | null = null;
      if (condition === undefined || condition === null || holds(condition)) {
        try {
          result = this.#execute(stmt);
        } catch (caught) {
          error = failure(caught);
        }
      }
      results.push(result);
      errors.push(error);
    }
    return { step_results: results, step_errors: errors };
  }

  #describe(sql: string): object {
    const prepared = this.#database.prepare(sql);
    return {
      params: [],
      cols: prepared.columns().map(({ name, type }) => ({ name, decltype: type })),
      is_explain: /^\s*explain/i.test(sql),
      is_readonly: prepared.reader && !/\breturning\b/i.test(sql),
    };
  }

  #text(source: { sql?: string; sql_id?: number }): string {
    const text =
      source.sql ?? (source.sql_id === undefined ? undefined : this.#texts.get(source.sql_id));
    if (text === undefined) {
      throw new Error(`no SQL text stored as ${source.sql_id}`);
    }
    return text;
  }
}

/** Serves a database file on a free loopback port. */
export async function startHranaServer(file: string): Promise<HranaServer> {
  const setup = new Database(file);
  setup.pragma('journal_mode = WAL');
  setup.close();
  const streams = new Map<string, Stream>();

  let url = '';
  const served: HranaServer = {
    fault: 'none',
    get url() {
      return url;
    },
    get connections() {
      return streams.size;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const stream of streams.values()) {
        stream.close();
      }
    },
  };

  const pipeline = (body: PipelineBody): object => {
    const given = body.baton ? streams.get(body.baton) : undefined;
    if (body.baton && given === undefined) {
      throw new Error('the stream of this baton is closed');
    }
    if (body.baton) {
      streams.delete(body.baton);
    }
    const stream = given ?? new Stream(file, served.fault === 'read-only');
    const results = body.requests.map((request) => {
      try {
        return { type: 'ok', response: stream.answer(request) };
      } catch (error) {
        return { type: 'error', error: failure(error) };
      }
    });
    if (body.requests.some(({ type }) => type === 'close')) {
      stream.close();
      return { baton: null, base_url: null, results };
    }
    const baton = randomUUID();
    streams.set(baton, stream);
    return { baton, base_url: null, results };
  };

  const server = createServer(async (request, response) => {
    if (served.fault === 'dead') {
      request.socket.destroy();
      return;
    }
    if (request.method === 'GET') {
      response.writeHead(/^\/v[23]$/.test(request.url ?? '') ? 200 : 404).end();
      return;
    }
    if (!/^\/v[23]\/pipeline$/.test(request.url ?? '')) {
      response.writeHead(404).end();
      return;
    }
    try {
      const body: PipelineBody = JSON.parse(await text(request));
      const answer = JSON.stringify(pipeline(body));
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    } catch (error) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify(failure(error)));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  url = `http://127.0.0.1:${port}`;
  return served;
}

function failure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'HRANA_ERROR';
  return { message, code };
}

function decode(value: Value): unknown {
  switch (value.type) {
    case 'null':
      return null;
    case 'integer':
      return BigInt(value.value);
    case 'blob':
      return Buffer.from(value.base64, 'base64');
    default:
      return value.value;
  }
}

function encode(value: unknown): Value {
  if (value === null || value === undefined) {
    return { type: 'null' };
  }
  if (typeof value === 'bigint' || Number.isInteger(value)) {
    return { type: 'integer', value: String(value) };
  }
  if (typeof value === 'number') {
    return { type: 'float', value };
  }
  if (value instanceof ArrayBuffer) {
    return { type: 'blob', base64: Buffer.from(value).toString('base64') };
  }
  return { type: 'text', value: String(value) };
}

function bare(name: string): string {
  return name.replace(/^[:@$]/, '');
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
