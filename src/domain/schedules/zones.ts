/**
 * Owns time zones: which names there are, and which moment a local time stands for. When a schedule is due belongs to times.ts.
 */
import { DomainError } from '../shared/index.ts';

const DAY_MS = 86_400_000;
/** Every zone there is, with room for other ways to write them; more can only be somebody's play with capitals. */
const MOST_ZONES = 1000;
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** The clocks of one place. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  /** The offsets around the local day that was asked for last: schedules ask for one time after the other. */
  #day = Number.NaN;
  #before = 0;
  #after = 0;

  /** @throws RangeError when no zone has this name */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** What local clocks show at a moment, as milliseconds since a local 1970-01-01T00:00. */
  localAt(moment: number): number {
    return moment + this.#offsetAt(moment);
  }

  /**
   * The moment of a local time. One that clocks show twice stands for the first of the two; one that they leave out stands for
   * the first moment after what is left out. A later local time never stands for an earlier moment.
   * @param local milliseconds since a local 1970-01-01T00:00
   */
  momentOf(local: number): number {
    const day = Math.floor(local / DAY_MS);
    if (day !== this.#day) {
      // No zone is more than 14 hours from UTC, and none has ever changed twice within four days.
      this.#before = this.#offsetAt((day - 1) * DAY_MS);
      this.#after = this.#offsetAt((day + 2) * DAY_MS);
      this.#day = day;
    }
    const [before, after] = [this.#before, this.#after];
    if (before === after) return local - before;
    const change = this.#changeBetween((day - 1) * DAY_MS, (day + 2) * DAY_MS, before);
    if (local - before < change) return local - before;
    return Math.max(change, local - after);
  }

  /** The first moment that has not the offset `before` any more. */
  #changeBetween(from: number, to: number, before: number): number {
    let [low, high] = [from, to];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  #offsetAt(moment: number): number {
    const [, sign, hours, minutes, seconds = '0'] = OFFSET.exec(this.#format.format(moment)) ?? [];
    if (sign === undefined) return 0;
    const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    return (sign === '-' ? -size : size) * 1000;
  }
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name. @throws DomainError timezone_invalid */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= MOST_ZONES) zones.clear();
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
}

function makeZone(name: string): Zone {
  // Offsets such as +05:30 are no IANA names, whatever the engine makes of them.
  if (NAME.test(name)) {
    try {
      return new Zone(name);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  const message = 'must be an IANA time zone, such as Europe/Berlin';
  throw new DomainError('timezone_invalid', `There is no time zone "${name}"`, {
    issues: [{ in: 'body', path: 'schedule.timezone', message }],
  });
}
