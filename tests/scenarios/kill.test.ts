/**
 * Owns the promise that an acknowledged change survives `kill -9`: the built daemon under load, killed at random moments, also
 * while it starts. The load and its ledger are in support/load.ts, the comparison in survivors.ts and stopped-folder.ts.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Running } from '../cli/command.ts';
import { Ledger, makeRandom, runLoad, type Target } from '../support/load.ts';
import { tempDir } from '../support/temp.ts';
import { checkCopy, checkFolder } from './stopped-folder.ts';
import { compareWithLedger } from './survivors.ts';

const SOAK = process.env.GATEHOUSE_SOAK === '1';
/** Folders, each with a daemon that is killed again and again; as many at once as there are lanes. */
const FOLDERS = SOAK ? 80 : 4;
const LANES = 2;
const KILLS_PER_FOLDER = SOAK ? 25 : 15;
/** A start after a kill against one on an empty folder at the same time: a busy machine slows both. */
const MOST_TIMES_SLOWER = 3;

const TOKEN = 'test-admin-token-of-at-least-32-characters';
const ENV = {
  GATEHOUSE_ADMIN_TOKEN: TOKEN,
  GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '0',
  GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '0',
  GATEHOUSE_RATE_LIMITS_OTHER: '0',
  GATEHOUSE_LOGGING_LEVEL: 'error',
  AGENT_ID: 'my-agent',
};

/** How long daemons took to listen, in milliseconds: on a folder without acknowledged changes, and on one with some. */
interface Starts {
  readonly clean: number[];
  readonly again: number[];
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** One folder with its ledger and all the daemons that have lived on it. */
class Victim {
  readonly #home: string;
  readonly #copies: string;
  readonly #random: (below: number) => number;
  readonly #starts: Starts;
  readonly #ledger = new Ledger();
  #process: Running | undefined;

  constructor(folder: string, random: (below: number) => number, starts: Starts) {
    this.#home = join(folder, 'home');
    this.#copies = join(folder, 'copies');
    this.#random = random;
    this.#starts = starts;
    mkdirSync(this.#home, { recursive: true });
    mkdirSync(this.#copies);
  }

  /** Acknowledgements so far. */
  get acks(): number {
    return this.#ledger.acks;
  }

  /** Starts a daemon and kills it: before it listens, or under load. */
  async killOnce(n: number): Promise<void> {
    if (this.#random(5) === 0) {
      const process = this.#spawn();
      await sleep(this.#random(400));
      await process.stop('SIGKILL');
    } else {
      const { process, target } = await this.#start();
      await compareWithLedger(target, this.#ledger, false);
      const moment = this.#ledger.afterAcks(1 + this.#random(150));
      const load = runLoad(target, this.#ledger, this.#random);
      await Promise.race([moment, load]);
      await process.stop('SIGKILL');
      await load;
    }
    if (n % 8 === 0) await checkCopy(this.#home, join(this.#copies, String(n)));
  }

  /** Looks at everything once more, stops the daemon as one should, and looks at what it left. */
  async autopsy(): Promise<void> {
    const { process, target } = await this.#start();
    await compareWithLedger(target, this.#ledger, true);
    expect((await process.stop()).code).toBe(0);
    await checkFolder(this.#home);
  }

  endProcess(): void {
    this.#process?.child.kill('SIGKILL');
  }

  #spawn(): Running {
    this.#process = new Running(['serve', '--json'], { home: this.#home, env: ENV });
    return this.#process;
  }

  async #start(): Promise<{ process: Running; target: Target }> {
    const begun = performance.now();
    const process = this.#spawn();
    await process.untilPrinted(/\n/);
    (this.#ledger.acks === 0 ? this.#starts.clean : this.#starts.again).push(
      performance.now() - begun,
    );
    const { prx, agent } = JSON.parse(process.stdout);
    return { process, target: { prx, agent, token: TOKEN } };
  }
}

test('every acknowledged change survives kill -9, once and in order', async () => {
  const seed = Number(process.env.GATEHOUSE_SEED ?? Date.now() % 1_000_000_007);
  const folder = tempDir();
  const starts: Starts = { clean: [], again: [] };
  let next = 0;
  let kills = 0;
  let acks = 0;

  const lane = async () => {
    while (next < FOLDERS) {
      const number = next;
      next += 1;
      const own = join(folder, String(number));
      const victim = new Victim(own, makeRandom(seed + number), starts);
      onTestFinished(() => victim.endProcess());
      let kill = 0;
      try {
        for (kill = 1; kill <= KILLS_PER_FOLDER; kill += 1) await victim.killOnce(kill);
        await victim.autopsy();
      } catch (error) {
        const where = `GATEHOUSE_SEED=${seed}, folder ${number}, kill ${kill}`;
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${where}: ${reason}`, { cause: error });
      }
      kills += KILLS_PER_FOLDER;
      acks += victim.acks;
      rmSync(own, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));

  expect(kills).toBe(FOLDERS * KILLS_PER_FOLDER);
  // Enough to lose: a load that never got through would prove nothing.
  expect(acks).toBeGreaterThan(10 * kills);
  const [clean, again] = [median(starts.clean), median(starts.again)];
  expect(again, `starts in ms, GATEHOUSE_SEED=${seed}`).toBeLessThan(MOST_TIMES_SLOWER * clean);
  process.stderr.write(
    `${kills} kills, ${acks} acknowledgements, starts ${Math.round(clean)} ms clean, ${Math.round(again)} ms after a kill\n`,
  );
}, 3_600_000);
