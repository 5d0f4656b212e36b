/**
 * Owns the way into the agent area. What callers do with turns is in turns.ts, the loop in run.ts, the ports in provider.ts and ports.ts.
 */
export type {
  FilteredText,
  LongTermMemory,
  SkillPrompts,
  TextFilters,
  ToolOutcome,
  ToolsPort,
  ToolTable,
  TurnObserver,
} from './ports.ts';
export {
  type ModelEvent,
  type ModelMessage,
  type ModelRequest,
  type ModelToolCall,
  type ModelUsage,
  type Provider,
  ProviderError,
} from './provider.ts';
export {
  type Answer,
  type RunningTurn,
  TurnEndedError,
  type TurnPlace,
  type TurnRecord,
} from './record.ts';
export {
  type RanTool,
  type RunParts,
  type RunSettings,
  type StepEvent,
  type Turn,
  type TurnBrief,
  type TurnEngine,
  TurnLoop,
} from './run.ts';
export type {
  BeginWitness,
  EndWitness,
  TurnEnding,
  TurnExtras,
  TurnFailure,
} from './steps.ts';
export {
  type Elsewhere,
  type Message,
  type TurnEvent,
  type TurnParts,
  type TurnSettings,
  Turns,
} from './turns.ts';
