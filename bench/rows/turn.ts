/**
 * Owns the row of turns: what a message and its answer cost when the model costs nothing, in sessions with a history of 20 messages.
 * The peer is the same daemon making sessions: the other durable write there is.
 */
import { compare, type Generator, type Pace, request } from '../load/load.ts';
import { type Budget, compareRates, compareSamples, type Line } from '../report.ts';
import { filledIds, serveDaemon } from '../store/servers.ts';

const SESSIONS = 1000;
const HISTORY = 20;
const BUDGET: Budget = { of: 'number', sign: '>=', limit: 500 };

/** Measures the row. */
export async function measureTurns(generator: Generator, pace: Pace): Promise<Line[]> {
  const daemon = await serveDaemon(SESSIONS, {}, HISTORY);
  const { port, pid, headers, prefix } = daemon;
  try {
    const slices = await compare(
      generator,
      [
        {
          name: 'turn',
          port,
          pid,
          requests: filledIds(SESSIONS).map((id) =>
            request('POST', `${prefix}/sessions/${id}/messages`, headers, {
              content: 'What is the weather like in Lisbon today?',
            }),
          ),
          status: 200,
        },
        {
          name: 'create',
          port,
          pid,
          requests: [request('POST', `${prefix}/sessions`, headers, { user_id: 'user_123' })],
          status: 201,
        },
      ],
      pace,
    );
    const turns = slices.get('turn') ?? [];
    const creates = slices.get('create') ?? [];
    const of = (pick: (slice: (typeof turns)[number]) => number) =>
      [turns.map(pick), creates.map(pick)] as const;
    const line = { row: 'turn', unit: 'ms', budget: null };
    const what = `durable turn, ${HISTORY} messages before it, vs durable create`;
    return [
      compareRates({ row: 'turn', what, budget: BUDGET }, turns, creates),
      compareSamples({ ...line, what: 'p50' }, ...of((slice) => slice.p50)),
      compareSamples({ ...line, what: 'p99' }, ...of((slice) => slice.p99)),
    ];
  } finally {
    await daemon.end();
  }
}
