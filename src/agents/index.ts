/** Agents: models that use tools until they can answer. Strategies: function calling, and ReAct for models without tools. */
export type { AgentEvent, AgentTask } from './agent-event.ts';
export { openAgentRunner } from './agent-runner.ts';
export type { AgentTool, AgentToolSource } from './agent-tool.ts';
export { type BuiltinTool, builtinTools } from './builtin-tools/index.ts';
export { runAgent } from './run-agent.ts';
