import type { JsonObject, ModelUsage } from '../kernel/index.ts';
import type { AgentEvent } from './agent-event.ts';
import type { AgentStrategy } from './run-agent.ts';

type Thought<File> = Extract<AgentEvent<File>, { type: 'thought' }>;
type ToolFinished<File> = Extract<AgentEvent<File>, { type: 'tool-finished' }>;

/** What log lines hold. Each strategy of Dify's agent plugin has its own words; a round repeats what happened in it. */
export interface LogWords<File> {
  thought(event: Thought<File>): JsonObject;
  tool(event: ToolFinished<File>): JsonObject;
  /** Of the round that is over. */
  round(): { readonly data: JsonObject; readonly usage: ModelUsage | undefined };
}

export function logWords<File>(strategy: AgentStrategy): LogWords<File> {
  let thought: Thought<File> | undefined;
  let tools: JsonObject[] = [];
  const { ofThought, ofTool, ofRound } = strategy === 'react' ? REACT : FUNCTION_CALLING;
  return {
    thought(event) {
      thought = event;
      tools = [];
      return ofThought(event);
    },
    tool(event) {
      const data = ofTool(event);
      tools.push(data);
      return data;
    },
    round: () => ({ data: thought ? ofRound(thought, tools) : {}, usage: thought?.usage }),
  };
}

interface Wording {
  ofThought(event: Thought<unknown>): JsonObject;
  ofTool(event: ToolFinished<unknown>): JsonObject;
  ofRound(thought: Thought<unknown>, tools: readonly JsonObject[]): JsonObject;
}

const FUNCTION_CALLING: Wording = {
  ofThought: ({ text, calls }) => ({
    output: text,
    tool_name: calls.map(({ name }) => name).join(';'),
    tool_input: calls.map(({ name, input }) => ({ name, args: input })),
  }),
  ofTool: ({ use, outcome }) => ({
    output: {
      tool_call_id: use.id,
      tool_call_name: use.name,
      tool_call_input: use.input,
      tool_response: outcome.observation,
    },
  }),
  ofRound: ({ text }, tools) => ({
    output: { llm_response: text, tool_responses: tools.map(({ output = null }) => output) },
  }),
};

const REACT: Wording = {
  ofThought: ({ text, action }) => ({ thought: text, ...action }),
  ofTool: ({ use, outcome }) => ({ tool_name: use.name, tool_call_args: use.input, output: outcome.observation }),
  ofRound: ({ text, calls: [call] }, [tool]) => ({
    action_name: call?.name ?? '',
    action_input: call?.input ?? '',
    thought: text,
    observation: tool?.['output'] ?? '',
  }),
};
