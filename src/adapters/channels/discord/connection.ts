/**
 * Owns an open connection to Discord: what the domain can do with it, and when it is over.
 * How messages arrive is in shard.ts and intake.ts, how one is opened in connector.ts.
 */
import { CloseCodes } from '@discordjs/ws';
import {
  type Account,
  type ChannelConnection,
  type Piece,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import type { DiscordClient } from './client.ts';
import type { Intake } from './intake.ts';
import { sendPiece } from './outbound.ts';
import type { Means, Memory } from './ports.ts';
import { channelIdOf } from './settings.ts';
import type { Shard } from './shard.ts';

/** What a connection is made of. */
export interface ConnectionParts {
  readonly account: Account;
  readonly client: DiscordClient;
  readonly shard: Shard;
  readonly intake: Intake;
  readonly means: Means;
  readonly memory: Memory;
}

/** An open connection. */
export class DiscordConnection implements ChannelConnection {
  readonly account: Account;
  readonly mode = 'gateway';
  readonly ended: Promise<string>;
  readonly #parts: ConnectionParts;
  readonly #closing = new AbortController();
  #over: string | null = null;

  constructor(parts: ConnectionParts) {
    const { account, client, shard, intake } = parts;
    this.account = account;
    this.#parts = parts;
    const reasons = [shard.ended.then(({ reason }) => reason), intake.broken, client.refused];
    this.ended = Promise.race(reasons).then((reason) => {
      this.#over = reason;
      return reason;
    });
  }

  async check(signal: AbortSignal): Promise<void> {
    const { client, shard, intake, means } = this.#parts;
    if (this.#over !== null) throw new PlatformError(this.#over);
    intake.alive();
    if (!shard.isAlive) throw new PlatformError('The gateway of Discord is silent', true);
    await client.get('/users/@me', { signal, ms: means.times.callMs });
  }

  async send(jid: string, piece: Piece, signal: AbortSignal): Promise<string> {
    const { client, means } = this.#parts;
    return await sendPiece(client, jid, piece, { signal, ms: means.times.callMs });
  }

  async typing(jid: string): Promise<void> {
    const channelId = channelIdOf(jid);
    if (channelId === null) return;
    const { client, means } = this.#parts;
    const limits = { signal: this.#closing.signal, ms: means.times.callMs };
    const shown = client.post(`/channels/${channelId}/typing`, limits);
    // Nobody misses it: the answer comes all the same.
    await shown.then(
      () => undefined,
      () => undefined,
    );
  }

  async close(): Promise<void> {
    const { client, shard, intake, memory } = this.#parts;
    this.#closing.abort();
    // A goodbye ends the session; one that broke waits to be gone on with.
    if (this.#over === null) {
      await shard.shut(CloseCodes.Normal);
      memory.session = null;
    } else await shard.shut(CloseCodes.Resuming);
    await intake.stop();
    await client.close();
  }
}
