/**
 * Owns how a peer is spoken to over HTTP: only at its own origin, with its token, without redirects and with bounded answers.
 * What is said belongs to peer.ts and the SDK.
 */

/** What the SDK takes for `fetch`. */
export type Fetch = typeof fetch;

/**
 * Makes a `fetch` for one peer.
 * @param options.mostBytes Bytes of one answer, streamed ones included; reading more of it fails.
 */
export function boundedFetch(options: {
  origin: string;
  token: string | undefined;
  mostBytes: number;
}): Fetch {
  const { origin, token, mostBytes } = options;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    // The token is the peer's alone, and what a card names may be anything.
    if (url.origin !== origin) throw new Error(`${url.origin} is not the address of this peer`);
    const headers = new Headers(init?.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(input, { ...init, headers, redirect: 'error' });
    if (response.body === null) return response;
    const body = response.body.pipeThrough(limit(mostBytes));
    const { status, statusText, headers: answered } = response;
    return new Response(body, { status, statusText, headers: answered });
  };
}

function limit(mostBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > mostBytes) controller.error(new Error(`the answer is over ${mostBytes} bytes`));
      else controller.enqueue(chunk);
    },
  });
}
