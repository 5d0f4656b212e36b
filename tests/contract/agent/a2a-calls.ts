/**
 * Owns calls of the A2A protocol as plain JSON, for tests that say what no SDK would. What is answered is left to the tests.
 */

/** A call as a body of JSON. */
export const rpc = (method: unknown, params: unknown, more: object = {}) => ({
  jsonrpc: '2.0',
  id: 7,
  method,
  params,
  ...more,
});

/** The parameters that send a message, in version 0.3. */
export const message = (parts: unknown, more: object = {}) => ({
  message: { kind: 'message', messageId: 'msg-1', role: 'user', parts, ...more },
});

/** The parts of a message that says a text, in version 0.3. */
export const text = (value: unknown) => [{ kind: 'text', text: value }];
