/**
 * Owns the port of whatever brings tools: MCP servers, plugins, peer agents. Which of them an agent may use, and how a call is
 * checked, belongs to toolbox.ts.
 */

/** A JSON Schema of an object: what a tool takes. */
export type InputSchema = Readonly<Record<string, unknown>>;

/** A tool as a model is told of it. */
export interface ToolSpec {
  /** Unique among the tools of one turn: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
}

/** What a tool answered. */
export interface ToolResult {
  readonly content: string;
  /** True where the tool says that it failed; the model is told so and goes on. */
  readonly failed: boolean;
}

/** In what a tool is called. */
export interface ToolContext {
  readonly sessionId: string;
  /** The same for every attempt of one call, so that a tool which knows such keys can recognise it. */
  readonly callId: string;
  /** Aborts when the turn ends or the time is up. */
  readonly signal: AbortSignal;
}

/** A tool that can be called now. */
export interface Tool extends ToolSpec {
  /** Where it comes from, such as `mcp:filesystem`, `plugin:weather` or `a2a:helper`. */
  readonly source: string;
  /** @param input has been checked against `inputSchema`. @throws Error with a reason in words; it counts as a failed result */
  call(input: Readonly<Record<string, unknown>>, context: ToolContext): Promise<ToolResult>;
}

/** Brings tools. */
export interface ToolSource {
  /** The tools that can be called now; asked at every turn, so it must be cheap. */
  tools(): readonly Tool[];
}
