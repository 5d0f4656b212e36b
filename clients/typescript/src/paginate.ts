/**
 * Owns reading a paged list item by item. One page is read by the method of the list.
 */
import type { Pages, Rest } from './methods.ts';
import { OffsetWatch } from './offsets.ts';

/**
 * Yields every item of a list, asking for the next page when the last one has been taken: `paginate(client.listSessions, {query})`.
 * It begins at `query.offset` and asks for `query.limit` items at a time. Items that move while it reads may come twice or never.
 * @throws GatehouseError, with `unexpected_response` for a server that sends the same page for ever; or the reason of the signal that
 * ended a call
 */
export async function* paginate<I extends { query?: object }, Item>(
  list: Pages<I, Item>,
  ...[init]: Rest<I>
): AsyncGenerator<Item, void> {
  const watch = new OffsetWatch(async (far) => (await list.readPage(init, far)).items);
  let offset = offsetOf(init?.query);
  for (;;) {
    const { items, total, unexpected } = await list.readPage(init, offset);
    if (total === null && (await watch.isIgnored(items)))
      throw unexpected('the same page as before: it does not look at offset');
    yield* items;
    offset += items.length;
    // Without a total only an empty page says that there is no other.
    if (items.length === 0 || (total !== null && offset >= total)) return;
  }
}

const offsetOf = (query: object = {}) =>
  'offset' in query && typeof query.offset === 'number' ? query.offset : 0;
