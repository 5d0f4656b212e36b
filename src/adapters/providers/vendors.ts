/**
 * Owns which vendors there are and how each is addressed. What they are asked is the same for all and belongs to model.ts.
 */
import type { Provider } from '../../domain/agent/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { modelProvider } from './model.ts';
import type { LanguageModel } from './prompt.ts';
import { guardedFetch } from './wire.ts';

/** A provider as the settings describe it. */
export interface VendorOptions {
  /** `compatible` speaks the OpenAI chat API as others than OpenAI do. */
  readonly vendor: 'anthropic' | 'openai' | 'compatible';
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string | undefined;
  readonly maxOutputTokens: number;
  /** Millionths of a dollar for a million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  /** Longest silence before and within an answer. */
  readonly silenceMs: number;
  readonly clock: Clock;
}

/** The provider that asks this vendor, once for each answer. */
export function vendorProvider(options: VendorOptions): Provider {
  let language: Promise<LanguageModel> | undefined;
  return modelProvider({
    ...options,
    language: () => {
      language ??= languageOf(options);
      return language;
    },
  });
}

/** The SDKs are loaded with the first answer, so that a start does not wait for them. */
async function languageOf({
  vendor,
  name,
  baseUrl,
  model,
  key,
  silenceMs,
  maxOutputTokens,
}: VendorOptions): Promise<LanguageModel> {
  const fetch = guardedFetch({ silenceMs, maxTokens: maxOutputTokens });
  // People give the address as the vendor's own clients take it: that of Anthropic has no version.
  const address = baseUrl.replace(/\/+$/, '');
  if (vendor === 'anthropic') {
    const baseURL = address.endsWith('/v1') ? address : `${address}/v1`;
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ apiKey: key ?? '', baseURL, fetch })(model);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return createOpenAICompatible({
    name,
    baseURL: address,
    ...(key === undefined ? {} : { apiKey: key }),
    includeUsage: true,
    fetch,
    // Newer models of OpenAI refuse the old name of the limit, most others know no other.
    ...(vendor === 'openai' ? { transformRequestBody: renameLimit } : {}),
  })(model);
}

function renameLimit({ max_tokens, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...rest, max_completion_tokens: max_tokens };
}
