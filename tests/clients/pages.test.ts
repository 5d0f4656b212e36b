/**
 * Owns what the TypeScript client makes of lists whose pages lie: offsets that nobody looks at, totals that are missing.
 * Lists of a real daemon are in daemon.test.ts.
 */
import { expect, it } from 'vitest';
import { GatehouseError, paginate } from '../../clients/typescript/src/index.ts';
import { createWatched, rejection } from './ambient.ts';
import { json, type Step, serveScript } from './scripted-server.ts';

const page = (sessions: readonly object[], total?: number) => json(200, { sessions, total });

/** Reads a list to its end, which must come in so many pages. @returns what came, and the failure it ended with */
async function readAll(...steps: Step[]) {
  await using server = await serveScript(...steps);
  const { client } = createWatched(server.url);
  const came: unknown[] = [];
  const reading = (async () => {
    for await (const session of paginate(client.listSessions, { query: { limit: 2 } })) {
      came.push(session);
      if (came.length > 20) throw new Error('it does not end');
    }
  })();
  const failure = await rejection(reading.then(() => Promise.reject(null)));
  return { came, failure, asked: server.seen.map(({ url }) => url) };
}

it.each([
  ['the same', [{ id: 'a' }, { id: 'b' }], [{ id: 'a' }, { id: 'b' }]],
  ['with other words', [{ id: 'a', status: 'idle' }, { id: 'b' }], [{ id: 'a' }, { id: 'b' }]],
  ['without ids', [{ content: 'x' }, { content: 'y' }], [{ content: 'x' }, { content: 'y' }]],
])('a page that comes again ends a list without a total: %s', async (_, first, again) => {
  const { came, failure, asked } = await readAll(page(first), page(again));
  expect(failure).toBeInstanceOf(GatehouseError);
  expect(failure).toMatchObject({
    api: 'prx',
    code: 'unexpected_response',
    status: 200,
    message:
      'prx GET /api/v1/sessions answered 200 with the same page as before: it does not look at offset',
  });
  expect(came).toEqual(first);
  expect(asked).toEqual([0, 2, 1_000_000_000].map((at) => `/api/v1/sessions?limit=2&offset=${at}`));
});

it('entries that are only like those before are read', async () => {
  const yes = page([{ content: 'yes' }, { content: 'yes' }]);
  const { came, failure, asked } = await readAll(yes, yes, page([]), yes, page([]));
  expect(failure).toBeNull();
  expect(came).toHaveLength(6);
  // The third one finds out that there is nothing far behind the end, and does so once.
  expect(asked.map((url) => url.replace(/.*offset=/, ''))).toEqual([
    '0',
    '2',
    '1000000000',
    '4',
    '6',
  ]);
});

it('where a total says when to stop, an entry that moved comes twice', async () => {
  const { came, failure } = await readAll(page([{ id: 'a' }], 2), page([{ id: 'a' }], 2));
  expect(failure).toBeNull();
  expect(came).toEqual([{ id: 'a' }, { id: 'a' }]);
});
