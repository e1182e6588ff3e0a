/** Agents: models that use tools until they can answer. Strategies: function calling, and ReAct for models without tools. */
export type { AgentEvent, AgentTask, ToolOutcome, ToolUse } from './agent-event.ts';
export type { AgentLogEntry } from './agent-log.ts';
export {
  type AgentNodeRequest,
  type AgentNodeRunner,
  type AgentNodeStep,
  type AgentRunnerOptions,
  openAgentRunner,
} from './agent-runner.ts';
export type { AgentTool, AgentToolSource, ToolObservation } from './agent-tool.ts';
export { type BuiltinTool, type BuiltinToolOptions, builtinTools } from './builtin-tools/index.ts';
export { type AgentStrategy, runAgent, strategyFor } from './run-agent.ts';
