/**
 * Owns building the agent: its turns, its memory, its threads, and the table of the tools it uses.
 * What brings tools and skills is built elsewhere and handed in.
 */
import {
  type Elsewhere,
  type Provider,
  type SkillPrompts,
  type TextFilters,
  type TurnObserver,
  Turns,
} from '../domain/agent/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import { Memory, MemorySettings } from '../domain/memory/index.ts';
import type { Sessions } from '../domain/sessions/index.ts';
import type { Settings } from '../domain/settings/index.ts';
import { Threads } from '../domain/threads/index.ts';
import { Toolbox, type ToolSource } from '../domain/tools/index.ts';
import type { Ground } from './services.ts';

/** What the agent stands on. */
export interface AgentParts {
  readonly journal: Journal;
  readonly settings: Settings;
  readonly sessions: Sessions;
  readonly provider: Provider;
  readonly skills: SkillPrompts;
  readonly metrics: TurnObserver;
  readonly filters: TextFilters;
  readonly elsewhere: Elsewhere | null;
  /** Of two tools with one name, the one of the earlier source is used. */
  readonly sources: readonly ToolSource[];
}

/** Builds it. Every part reads settings at each use, so that a change reaches it. */
export function buildAgent(ground: Ground, parts: AgentParts) {
  const { live, store, clock, loggerOf, isStopping } = ground;
  const { journal, settings, sessions, provider, skills, sources, filters, metrics } = parts;
  const { current } = live;
  const agentId = () => current().agent.id ?? null;
  const owner = () => ({ agentId: agentId(), remembers: current().memory.enabled });
  const memory = new Memory({
    store,
    clock,
    provider,
    settings: () => {
      const { agent, memory: section } = current();
      return {
        remembers: section.enabled,
        summarize: section.summarize,
        windowSize: section.window_size,
        summarizeThreshold: section.summarize_threshold,
        topK: section.top_k,
        callTimeoutSecs: agent.turn_timeout_secs,
      };
    },
    log: loggerOf('memory'),
  });
  const tools = new Toolbox({
    sources,
    settings: () => {
      const { allow, deny, timeout_secs, max_result_bytes } = current().tools;
      return { allow, deny, timeoutSecs: timeout_secs, maxResultBytes: max_result_bytes };
    },
    report: (message) => loggerOf('tools').warn(message),
  });
  const turns = new Turns({
    store,
    elsewhere: parts.elsewhere,
    journal,
    clock,
    provider,
    tools,
    skills,
    memory,
    filters,
    log: loggerOf('agent'),
    isStopping,
    observer: metrics,
    settings: () => {
      const { agent, memory: section } = current();
      return {
        agentId: agentId(),
        maxQueuedTurns: agent.max_queued_turns,
        timeoutSecs: agent.turn_timeout_secs,
        systemPrompt: agent.system_prompt,
        remembers: section.enabled,
        windowSize: section.window_size,
        maxModelCalls: agent.max_turns,
        maxToolCalls: agent.max_tool_calls_per_turn,
      };
    },
  });
  const threads = new Threads({ store, journal, settings: owner });
  sessions.onTerminated((id) => turns.sessionEnded(id));
  threads.onDeleted((deleted) => turns.threadsDeleted(deleted));
  const memorySettings = new MemorySettings({ settings, current: () => current().memory, owner });
  return { agentId, memory, memorySettings, threads, turns };
}
