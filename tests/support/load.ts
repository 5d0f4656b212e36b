/**
 * Owns a load of callers on a daemon that may die at any moment, and the ledger of what it acknowledged.
 * Starting and killing the daemon, and comparing the ledger with what survived, belongs to the scenario.
 */
import { readEvents } from './sse.ts';

/** One message sent: what is known of it by the answer, or by how much of the answer came. Times are ticks of the ledger. */
export interface Attempt {
  readonly content: string;
  readonly sentAt: number;
  /** True once the message itself was acknowledged: its stream began. */
  heard: boolean;
  /** The id of the answer once the whole turn was acknowledged. */
  answerId: string | null;
  /** When its outcome was known for good, by the answer or by a look after a restart; 0 until then. */
  ackedAt: number;
}

/** One session as its callers know it. */
export interface Entry {
  readonly id: string;
  readonly userId: string;
  readonly channel: string;
  attempts: Attempt[];
  /** An end or a deletion of the thread that was asked for and not yet answered is neither done nor undone. */
  ending: 'no' | 'asked' | 'done';
  emptying: boolean;
  /** Finished turns, those of deleted threads included. */
  turns: number;
  /** True if a caller has touched it since it was last looked at after a restart. */
  touched: boolean;
}

/** What was acknowledged, outside the daemon. */
export class Ledger {
  readonly sessions = new Map<string, Entry>();
  /** Users of creates that were not answered: their sessions may be there. */
  readonly unanswered = new Set<string>();
  acks = 0;
  #ticks = 0;
  #onAck: (acks: number) => void = () => undefined;

  tick(): number {
    this.#ticks += 1;
    return this.#ticks;
  }

  ack(): void {
    this.acks += 1;
    this.#onAck(this.acks);
  }

  /** Resolves at the `count`th acknowledgement from now. */
  afterAcks(count: number): Promise<void> {
    const goal = this.acks + count;
    return new Promise((resolve) => {
      this.#onAck = (acks) => {
        if (acks >= goal) resolve();
      };
    });
  }
}

/** Numbers from a seed, so that a failed run can be planned again: mulberry32. */
export function makeRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Where the load goes. */
export interface Target {
  readonly prx: string;
  readonly agent: string;
  readonly token: string;
}

const CHANNELS = ['api', 'telegram', 'cli'];
/** Callers at once. */
const CALLERS = 12;
/** Callers that share one session, so that turns wait for each other. */
const SHARERS = 4;

/** Runs callers until the daemon is gone. An answer that the contract does not foresee fails the run. */
export async function runLoad(
  target: Target,
  ledger: Ledger,
  random: (below: number) => number,
): Promise<void> {
  const shared = [...ledger.sessions.values()].find((one) => isOpen(one) && one.channel === 'cli');
  const callers = Array.from({ length: CALLERS }, (_, n) => {
    const caller = new Caller(target, ledger, random);
    return n < SHARERS && shared !== undefined ? caller.talk(shared) : caller.work();
  });
  await Promise.all(callers);
}

const isOpen = (entry: Entry) => entry.ending === 'no' && !entry.emptying;

/** The daemon went away in the middle of a call. */
class Gone extends Error {
  override readonly name = 'Gone';
}

/** One caller, which does one thing after the other. */
class Caller {
  readonly #target: Target;
  readonly #ledger: Ledger;
  readonly #random: (below: number) => number;

  constructor(target: Target, ledger: Ledger, random: (below: number) => number) {
    this.#target = target;
    this.#ledger = ledger;
    this.#random = random;
  }

  /** Makes sessions of its own and does everything with them. */
  async work(): Promise<void> {
    await untilGone(async () => {
      const entry = await this.#create();
      for (let steps = this.#random(8); steps > 0 && isOpen(entry); steps -= 1) {
        const dice = this.#random(12);
        if (dice === 0) await this.#terminate(entry);
        else if (dice === 1 && entry.attempts.length > 0) await this.#empty(entry);
        else await this.#send(entry, dice % 2 === 0);
      }
    });
  }

  /** Talks in a session that others talk in too. */
  async talk(entry: Entry): Promise<void> {
    await untilGone(() => this.#send(entry, this.#random(2) === 0));
  }

  async #create(): Promise<Entry> {
    const userId = `user ${this.#ledger.tick()}`;
    const channel = CHANNELS[this.#random(CHANNELS.length)] ?? 'api';
    this.#ledger.unanswered.add(userId);
    const body = { user_id: userId, channel, metadata: { userId } };
    const response = await this.#call(`${this.#target.prx}/api/v1/sessions`, 'POST', body);
    const entry: Entry = {
      id: idOf(JSON.parse(await readText(response, 201))),
      userId,
      channel,
      attempts: [],
      ending: 'no',
      emptying: false,
      turns: 0,
      touched: true,
    };
    this.#ledger.sessions.set(entry.id, entry);
    this.#ledger.unanswered.delete(userId);
    this.#ledger.ack();
    return entry;
  }

  async #send(entry: Entry, streaming: boolean): Promise<void> {
    const sentAt = this.#ledger.tick();
    const content = `message ${sentAt} ${'lorem ipsum '.repeat(this.#random(20))}.`;
    const attempt: Attempt = { content, sentAt, heard: false, answerId: null, ackedAt: 0 };
    entry.attempts.push(attempt);
    entry.touched = true;
    const response = await this.#call(
      `${this.#target.prx}/api/v1/sessions/${entry.id}/messages`,
      'POST',
      { content },
      streaming ? 'text/event-stream' : 'application/json',
    );
    if (streaming && response.status === 200) {
      attempt.heard = true;
      attempt.answerId = await readDone(response);
    } else {
      attempt.answerId = idOf(JSON.parse(await readText(response, 200)));
      attempt.heard = true;
    }
    attempt.ackedAt = this.#ledger.tick();
    entry.turns += 1;
    this.#ledger.ack();
  }

  async #terminate(entry: Entry): Promise<void> {
    entry.ending = 'asked';
    entry.touched = true;
    const url = `${this.#target.prx}/api/v1/sessions/${entry.id}`;
    await readText(await this.#call(url, 'DELETE'), 204);
    entry.ending = 'done';
    this.#ledger.ack();
  }

  /** Deletes the thread and checks the count: two checkpoints for each turn, as this caller is alone in the session. */
  async #empty(entry: Entry): Promise<void> {
    entry.emptying = true;
    entry.touched = true;
    const url = `${this.#target.agent}/api/v1/memory/threads/${entry.id}`;
    const answer = await readText(await this.#call(url, 'DELETE'), 200);
    const { checkpoints } = JSON.parse(answer).data.deleted;
    if (checkpoints !== 2 * entry.attempts.length)
      throw new Error(`Deleting ${entry.id} counted ${answer}`);
    entry.attempts = [];
    entry.emptying = false;
    this.#ledger.ack();
  }

  async #call(
    url: string,
    method: string,
    body?: object,
    accept = 'application/json',
  ): Promise<Response> {
    const headers = {
      authorization: `Bearer ${this.#target.token}`,
      accept,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return await orGone(fetch(url, init));
  }
}

/** Repeats a step until the daemon is gone. */
async function untilGone(step: () => Promise<unknown>): Promise<void> {
  try {
    for (;;) await step();
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  }
}

async function orGone<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toGone(error);
  }
}

/** Network failures, at any point of an answer, mean that the daemon was killed; fetch tells of them as TypeError. */
const toGone = (error: unknown) =>
  error instanceof TypeError ? new Gone('the daemon is gone', { cause: error }) : error;

/** The text of an answer that has the status it must have. */
async function readText(response: Response, status: number): Promise<string> {
  const text = await orGone(response.text());
  if (response.status !== status) throw new Error(`Expected ${status}: ${response.status} ${text}`);
  return text;
}

/** Reads a turn's stream to its end. @returns the id of the answer; Gone where the stream broke off before it came */
async function readDone(response: Response): Promise<string> {
  let id: string | undefined;
  try {
    for await (const { event, data } of readEvents(response.body ?? new ReadableStream())) {
      if (event === 'error') throw new Error(`The turn failed: ${JSON.stringify(data)}`);
      if (event === 'done') id = idOf(data);
    }
  } catch (error) {
    if (id === undefined) throw toGone(error);
  }
  if (id === undefined) throw new Gone('the stream ended before the turn');
  return id;
}

function idOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'id' in body) return String(body.id);
  throw new Error(`There is no id in ${JSON.stringify(body)}`);
}
