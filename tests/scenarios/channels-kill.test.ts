/**
 * Owns the promise that the way of a message survives `kill -9`: the built daemon on four platforms, killed again and again while people
 * write. Every message is answered, once and in order; what a platform cannot make exact is counted, and is the only thing that is there
 * twice.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Running } from '../cli/command.ts';
import { makeRandom } from '../support/load.ts';
import { startOpenAiServer } from '../support/model-servers/openai.ts';
import type { RecordedRequest, Reply } from '../support/model-servers/replies.ts';
import { tempDir } from '../support/temp.ts';
import { envOf, type Place, startAll, textsOf, type Wire } from './channel-world.ts';
import { checkFolder } from './stopped-folder.ts';

const IS_SOAK = process.env.GATEHOUSE_SOAK === '1';
const KILLS = IS_SOAK ? 60 : 4;
/** Messages on each platform. */
const MESSAGES = IS_SOAK ? 2000 : 60;
/** Messages that wait for their answers at the same time, on each platform. */
const MOST_OPEN = 24;
const TOKEN = 'test-admin-token-of-at-least-32-characters';
const PATIENCE = { timeout: 60_000, interval: 10 };
/** Every so many messages the answer has several pieces. */
const LONG_EVERY = 10;

const MARKS = /(?<=^|\s)(?:re |part )[\w-]+(?=\s|$)/g;

/** What a message must be answered with, by the marks in it. */
const marksOf = (id: string): string[] =>
  isLong(id) ? [`re ${id}`, `part ${id}-1`, `part ${id}-2`] : [`re ${id}`];

const isLong = (id: string) => Number(id.split('-')[1]) % LONG_EVERY === 0;

/** Answers the newest message, slowly enough to be killed in between. */
function replyTo(wires: readonly Wire[]) {
  return ({ body }: RecordedRequest): Reply => {
    const messages: unknown[] = Array.isArray(body.messages) ? body.messages : [];
    const { content }: { content?: unknown } = Object(messages.at(-1));
    const prompt = Array.isArray(content)
      ? content.map((part) => String(Object(part).text)).join('')
      : String(content);
    const id = /[a-z]+-\d+$/.exec(textsOf(prompt).at(-1) ?? '')?.[0] ?? 'unknown-1';
    const longest = wires.find(({ name }) => id.startsWith(`${name}-`))?.longest ?? 0;
    // No two pieces have the same words: those that do are one that was sent twice.
    const filler = (part: number) =>
      Array.from({ length: longest / 40 }, (_, n) => `가나다라-${id}-${part}-${n}`).join(' ');
    const text = marksOf(id).map((mark, n) => (n === 0 ? mark : `${filler(n)} ${mark}`));
    return {
      text: [text.join('\n\n').slice(0, 4), text.join('\n\n').slice(4)],
      pause: () => sleep(2),
    };
  };
}

/** What of a chat was looked at. */
interface Arrived {
  texts: number;
  readonly marks: Set<string>;
  answered: number;
}

/** People who write on one platform, in two direct chats and two groups where there are any. */
class Crowd {
  readonly wire: Wire;
  readonly #places: readonly Place[];
  readonly #said = new Map<Place, string[]>();
  readonly #arrived = new Map<Place, Arrived>();
  #count = 0;

  constructor(wire: Wire) {
    this.wire = wire;
    const [third, fourth] = wire.hasGroups
      ? [
          { n: 1, isGroup: true },
          { n: 2, isGroup: true },
        ]
      : [{ n: 3 }, { n: 4 }];
    this.#places = [{ n: 1 }, { n: 2 }, third, fourth];
    for (const place of this.#places) this.#said.set(place, []);
  }

  get count(): number {
    return this.#count;
  }

  /** Somebody writes. */
  say(): void {
    this.#count += 1;
    const id = `${this.wire.name}-${this.#count}`;
    const place = this.#places[this.#count % this.#places.length] ?? { n: 1 };
    this.#said.get(place)?.push(id);
    this.wire.says({ ...place, text: `question ${id}`, mentions: place.isGroup === true });
  }

  /** What has arrived and what should, by chat. */
  chats(): { jid: string; texts: string[]; got: Set<string>; wanted: string[] }[] {
    return [...this.#said].map(([place, ids]) => {
      const texts = this.wire.sentIn(place);
      const { marks } = this.#read(place, texts);
      return { jid: this.wire.jidOf(place), texts, got: marks, wanted: ids.flatMap(marksOf) };
    });
  }

  /** Messages whose answers have begun to arrive. */
  answered(): number {
    return this.#places.reduce(
      (sum, place) => sum + this.#read(place, this.wire.sentIn(place)).answered,
      0,
    );
  }

  isDone(): boolean {
    return this.chats().every(({ got, wanted }) => got.size >= wanted.length);
  }

  /** Looks at what is new only: there are thousands, some of them long. */
  #read(place: Place, texts: readonly string[]): Readonly<Arrived> {
    const arrived = this.#arrived.get(place) ?? { texts: 0, marks: new Set(), answered: 0 };
    this.#arrived.set(place, arrived);
    for (const text of texts.slice(arrived.texts)) {
      for (const mark of text.match(MARKS) ?? []) {
        if (!arrived.marks.has(mark) && mark.startsWith('re ')) arrived.answered += 1;
        arrived.marks.add(mark);
      }
    }
    arrived.texts = texts.length;
    return arrived;
  }
}

test('messages survive kill -9: every one is answered once, in the order of its chat', async () => {
  const seed = Number(process.env.GATEHOUSE_SEED ?? Date.now() % 1_000_000_007);
  const random = makeRandom(seed);
  const home = join(tempDir(), 'home');
  mkdirSync(home);
  const wires = await startAll();
  for (const wire of wires) onTestFinished(() => wire.stop());
  const model = await startOpenAiServer();
  onTestFinished(() => model.stop());
  model.respond = replyTo(wires);
  const env = {
    ...envOf(wires),
    GATEHOUSE_ADMIN_TOKEN: TOKEN,
    GATEHOUSE_RATE_LIMITS_OTHER: '0',
    GATEHOUSE_LOGGING_LEVEL: 'error',
    GATEHOUSE_MEMORY_WINDOW_SIZE: '4',
    OPENAI_API_KEY: 'test',
    OPENAI_BASE_URL: model.url,
    AGENT_ID: 'my-agent',
  };
  let running: Running | null = null;
  onTestFinished(() => void running?.child.kill('SIGKILL'));
  const start = async (): Promise<Running> => {
    const daemon = new Running(['serve', '--json'], { home, env });
    running = daemon;
    await daemon.untilPrinted(/\n/);
    for (const wire of wires) wire.meet(JSON.parse(daemon.stdout));
    return daemon;
  };
  const crowds = wires.map((wire) => new Crowd(wire));
  const answered = () => crowds.reduce((sum, crowd) => sum + crowd.answered(), 0);
  /** Everybody writes until so many messages are there, as fast as they are answered. */
  const talk = async (until: number, isGone: () => boolean): Promise<void> => {
    await Promise.all(
      crowds.map(async (crowd) => {
        while (crowd.count < until) {
          const isOpen = () => isGone() || crowd.count - crowd.answered() < MOST_OPEN;
          await vi.waitUntil(isOpen, PATIENCE);
          crowd.say();
        }
      }),
    );
  };
  const allDone = () => vi.waitUntil(() => crowds.every((crowd) => crowd.isDone()), PATIENCE);

  let daemon = await start();
  // Discord tells a new connection of what it missed only in chats that were heard of.
  await untilConnected(JSON.parse(daemon.stdout).prx);
  for (const crowd of crowds) for (let n = 0; n < 4; n += 1) crowd.say();
  await allDone();

  let cut = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const from = crowds[0]?.count ?? 0;
    const until = Math.round((MESSAGES * kill) / (KILLS + 1));
    let isGone = false;
    // Some are written while the daemon runs, the others while it is gone.
    const during = from + Math.ceil((until - from) * 0.8);
    // Of everything that waits and will be written, so that what is left over from before is worked off.
    const target = answered() + 1 + random(during * crowds.length - answered());
    const talking = talk(during, () => isGone);
    await vi.waitUntil(() => answered() >= target, { ...PATIENCE, interval: 1 });
    await sleep(random(150));
    await daemon.stop('SIGKILL');
    isGone = true;
    await talking;
    await talk(until, () => true);
    cut += crowds.reduce((sum, crowd) => sum + crowd.count - crowd.answered(), 0);
    daemon = await start();
  }
  await talk(MESSAGES, () => false);
  await allDone();
  // What is told twice by mistake would come now.
  await vi.waitUntil(() => wires.every((wire) => wire.pending() === 0), PATIENCE);
  expect((await daemon.stop()).code).toBe(0);

  const doubled: Record<string, number> = {};
  const unsure = unsureOf(home);
  for (const crowd of crowds) {
    const { name } = crowd.wire;
    expect(crowd.count).toBe(MESSAGES);
    doubled[name] = 0;
    for (const { texts, got, wanted, jid } of crowd.chats()) {
      expect([...got], `order in ${jid}, seed ${seed}`).toEqual(wanted);
      doubled[name] += texts.length - new Set(texts).size;
    }
    // Discord knows a repetition by its nonce, and of Slack it is asked what is there.
    const most = name === 'discord' || name === 'slack' ? 0 : (unsure[name] ?? 0);
    expect(doubled[name], `doubled on ${name}, seed ${seed}`).toBeLessThanOrEqual(most);
  }
  expect(rows(home, "SELECT seq FROM inbound WHERE state <> 'done'")).toEqual([]);
  expect(rows(home, "SELECT seq FROM outbound WHERE state <> 'sent'")).toEqual([]);
  const heard = rows(
    home,
    'SELECT channel, count(*) FROM inbound WHERE turn_id IS NOT NULL GROUP BY channel',
  );
  expect(Object.fromEntries(heard)).toEqual(
    Object.fromEntries(wires.map(({ name }) => [name, MESSAGES])),
  );
  // A load that was answered before each kill would prove nothing.
  expect(cut).toBeGreaterThan(KILLS * wires.length);
  await checkFolder(home);
  process.stderr.write(
    `${KILLS} kills, ${MESSAGES} messages on each platform, ${cut} open when the daemon was killed, unsure ${JSON.stringify(unsure)}, doubled ${JSON.stringify(doubled)}, seed ${seed}\n`,
  );
}, 1_800_000);

/** Waits until every channel is connected. */
async function untilConnected(prx: string): Promise<void> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  await vi.waitUntil(async () => {
    const { channels } = Object(await (await fetch(`${prx}/api/v1/channels`, { headers })).json());
    return channels.every((one: unknown) => Object(one).status === 'connected');
  }, PATIENCE);
}

/** Pieces of which nobody could say whether they were taken, by channel. */
const unsureOf = (home: string): Record<string, number> =>
  Object.fromEntries(rows(home, 'SELECT channel, sum(unsure) FROM outbound GROUP BY channel'));

function rows(home: string, sql: string): [string, number][] {
  const database = new Database(join(home, 'gatehouse.db'), { readonly: true });
  try {
    return database
      .prepare(sql)
      .raw()
      .all([])
      .map((row): [string, number] => {
        const [name, count]: unknown[] = Array.isArray(row) ? row : [];
        return [String(name), Number(count)];
      });
  } finally {
    database.close();
  }
}
