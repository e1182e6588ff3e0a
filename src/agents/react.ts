import { addUsage, type LanguageUsage } from '../models/index.ts';
import type { AgentEvent, AgentTask, ToolUse } from './agent-event.ts';
import { callTool } from './call-tool.ts';
import { readReactAnswer } from './react-answer.ts';
import { reactMessages, type Step } from './react-prompt.ts';

/** For models without tools: they write their actions as text, and stop where the answer of the tool belongs. */
export async function* runReact<File>(task: AgentTask<File>): AsyncGenerator<AgentEvent<File>> {
  const steps: Step[] = [];
  let usage: LanguageUsage | undefined;
  let answer = '';
  for (let round = 1; round <= task.maxRounds; round += 1) {
    yield { type: 'round-started', round };
    const isLast = round === task.maxRounds;
    const reply = await ask(isLast ? { ...task, tools: [] } : task, steps);
    usage = addUsage(usage, reply.usage);
    const said = readReactAnswer(reply.text);
    const use: ToolUse | undefined =
      said.kind === 'action' && !isLast ? { id: `call_${round}`, name: said.name, input: said.input } : undefined;
    yield { type: 'thought', round, text: said.thought, calls: use ? [use] : [], usage: reply.usage };
    if (use) {
      yield { type: 'tool-started', round, use };
      const outcome = await callTool(task.tools, use, task.signal);
      steps.push({ written: reply.text, observation: outcome.observation });
      yield { type: 'tool-finished', round, use, outcome };
    } else {
      answer = said.kind === 'answer' ? said.text : said.thought;
      yield { type: 'text', text: answer };
    }
    yield { type: 'round-finished', round };
    if (!use) break;
  }
  yield { type: 'finished', text: answer, usage };
}

const STOP = 'Observation';

async function ask<File>(
  task: AgentTask<File>,
  steps: readonly Step[],
): Promise<{ text: string; usage: LanguageUsage }> {
  let text = '';
  const request = {
    mode: task.mode,
    messages: reactMessages(task, steps),
    parameters: task.parameters,
    stop: [...new Set([...task.stop, STOP])],
    signal: task.signal,
    ...(task.user !== undefined && { user: task.user }),
  };
  for await (const chunk of task.model.stream(request)) {
    if (chunk.type === 'text') text += chunk.text;
    if (chunk.type === 'finish') return { text: beforeObservation(text), usage: chunk.usage };
  }
  throw new Error('the model stopped without finishing');
}

/** Not every provider obeys stop words; what a model invents for the tool is not kept. */
function beforeObservation(text: string): string {
  const found = text.search(/^\s*Observation:/m);
  return found < 0 ? text : text.slice(0, found);
}
