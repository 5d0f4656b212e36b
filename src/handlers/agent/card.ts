/**
 * Owns the handlers of the agent tag `card` and the wording of the card for clients of both versions of the A2A protocol.
 * What the card says belongs to domain/card.
 */
import type { Card, CardFacts } from '../../domain/card/index.ts';
import type { CardHandlers, Schemas } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `card`. */
export function makeCardHandlers(card: Card): CardHandlers<CallContext> {
  return {
    async getCardUrl() {
      return { success: true, data: { url: card.url() }, error: null };
    },

    async updateCardUrl({ body }, c) {
      const { url, previousUrl, persisted } = await card.update(body.url, c.var.caller);
      return { success: true, data: { url, previous_url: previousUrl, persisted }, error: null };
    },

    async getAgentCard() {
      return toCard(await card.facts());
    },
  };
}

function toCard({ name, description, url, version, skills }: CardFacts): Schemas['AgentCard'] {
  const spoken = { url, protocolBinding: 'JSONRPC' } as const;
  return {
    name,
    description,
    version,
    supportedInterfaces: [
      { ...spoken, protocolVersion: '1.0' },
      { ...spoken, protocolVersion: '0.3' },
    ],
    protocolVersion: '0.3.0',
    url,
    preferredTransport: 'JSONRPC',
    capabilities: { streaming: true, pushNotifications: false },
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills: skills.map((skill) => ({
      id: skill.name,
      name: skill.name,
      description: skill.description,
      tags: [skill.source.split(':')[0] ?? skill.source],
      examples: [...skill.triggers],
    })),
  };
}
