import type { AgentEvent, AgentTask } from './agent-event.ts';
import { runFunctionCalling } from './function-calling.ts';
import { runReact } from './react.ts';

export type AgentStrategy = 'function-calling' | 'react';

/** Models that can call tools always do so; the others reason in text, whatever was chosen (Dify's agent apps). */
function strategyFor<File>(task: Pick<AgentTask<File>, 'model' | 'mode'>): AgentStrategy {
  const canCall = task.model.features.has('tool-call') || task.model.features.has('multi-tool-call');
  return canCall && task.mode === 'chat' ? 'function-calling' : 'react';
}

/** Runs an agent to its end. Failures of the model are thrown; failures of tools are shown to the model. */
export function runAgent<File>(task: AgentTask<File>, strategy = strategyFor(task)): AsyncGenerator<AgentEvent<File>> {
  return strategy === 'react' ? runReact(task) : runFunctionCalling(task);
}
