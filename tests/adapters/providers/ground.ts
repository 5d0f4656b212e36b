/**
 * Owns what the tests of providers share: both model servers, providers that ask them, and what a stream of events comes to.
 * What must come out is left to the tests.
 */
import { onTestFinished } from 'vitest';
import { type VendorOptions, vendorProvider } from '../../../src/adapters/providers/vendors.ts';
import {
  type ModelEvent,
  type ModelRequest,
  type ModelToolCall,
  type ModelUsage,
  type Provider,
  ProviderError,
} from '../../../src/domain/agent/index.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { startAnthropicServer } from '../../support/model-servers/anthropic.ts';
import { startOpenAiServer } from '../../support/model-servers/openai.ts';
import type { ModelServer } from '../../support/model-servers/server.ts';

/** A key as long as real ones, and unlike any shape that is masked anyway. */
export const KEY = 'k3y-of-the-tests-4711-which-nobody-may-see';

/** Starts the server of a vendor for the running test. */
export async function startServer(vendor: VendorOptions['vendor']): Promise<ModelServer> {
  const server = await (vendor === 'anthropic' ? startAnthropicServer() : startOpenAiServer());
  onTestFinished(() => server.stop());
  return server;
}

/** A provider that asks a server. */
export function providerOf(
  vendor: VendorOptions['vendor'],
  baseUrl: string,
  options: Partial<VendorOptions> = {},
): Provider {
  return vendorProvider({
    vendor,
    name: vendor === 'compatible' ? 'local' : vendor,
    baseUrl,
    model: `${vendor}-model`,
    key: KEY,
    maxOutputTokens: 1000,
    prices: { input: 3_000_000, output: 15_000_000 },
    silenceMs: 5000,
    clock: systemClock,
    ...options,
  });
}

/** A request with one message. */
export const requestOf = (content = 'Hello', rest: Partial<ModelRequest> = {}): ModelRequest => ({
  system: 'Be brief.',
  messages: [{ role: 'human', content }],
  tools: [],
  ...rest,
});

/** A signal that nothing ends. */
export const endless = () => new AbortController().signal;

/** What a whole answer came to. */
export interface Heard {
  readonly tokens: readonly string[];
  readonly calls: readonly ModelToolCall[];
  readonly usage: readonly ModelUsage[];
}

/** Reads an answer to its end. @throws what the provider throws */
export async function hear(events: AsyncIterable<ModelEvent>): Promise<Heard> {
  const heard = {
    tokens: [] as string[],
    calls: [] as ModelToolCall[],
    usage: [] as ModelUsage[],
  };
  for await (const event of events) {
    if (event.type === 'token') heard.tokens.push(event.content);
    else if (event.type === 'tool_call') heard.calls.push(event.call);
    else heard.usage.push(event.usage);
  }
  return heard;
}

/** Why an answer failed, with what was heard before; fails the test when it did not, or not as a provider fails. */
export async function failureOf(
  events: AsyncIterable<ModelEvent>,
): Promise<{ error: ProviderError; heard: string }> {
  let heard = '';
  try {
    for await (const event of events) if (event.type === 'token') heard += event.content;
  } catch (error) {
    if (error instanceof ProviderError) return { error, heard };
    throw error;
  }
  throw new Error('expected no answer');
}
