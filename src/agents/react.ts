import { type ModelUsage, withoutThinking } from '../kernel/index.ts';
import { addUsage } from '../models/index.ts';
import type { AgentEvent, AgentTask, ToolUse } from './agent-event.ts';
import { callTool, refuseTool } from './call-tool.ts';
import { type ReactAnswer, readReactAnswer } from './react-answer.ts';
import { reactMessages, type Step } from './react-prompt.ts';

/** For models without tools: they write their actions as text, and stop where the answer of the tool belongs. */
export async function* runReact<File>(task: AgentTask<File>): AsyncGenerator<AgentEvent<File>> {
  const steps: Step[] = [];
  let usage: ModelUsage | undefined;
  let answer = '';
  for (let round = 1; round <= task.maxRounds; round += 1) {
    yield { type: 'round-started', round };
    const isToAnswer = round === task.maxRounds && task.lastRound !== 'refuses';
    const reply = await ask(isToAnswer ? { ...task, tools: [] } : task, steps);
    usage = addUsage(usage, reply.usage);
    const said = readReactAnswer(reply.text);
    const use = isToAnswer ? undefined : useOf(said, round);
    const action = actionOf(said);
    yield { type: 'thought', round, text: said.thought, calls: use ? [use] : [], usage: reply.usage, action };
    const observation = use && (yield* observe(task, use, round));
    if (observation !== undefined) steps.push({ written: reply.text, observation });
    const isOver = !use || round === task.maxRounds;
    if (isOver) answer = observation ?? (said.kind === 'answer' ? said.text : said.thought);
    if (isOver) yield { type: 'text', text: answer };
    yield { type: 'round-finished', round };
    if (isOver) break;
  }
  yield { type: 'finished', text: answer, usage };
}

function useOf(said: ReactAnswer, round: number): ToolUse | undefined {
  return said.kind === 'action' ? { id: `call_${round}`, name: said.name, input: said.input } : undefined;
}

/** As Dify's log shows it. */
function actionOf(said: ReactAnswer) {
  return said.kind === 'action' ? { action: said.name, action_input: said.input } : { action: said.text };
}

async function* observe<File>(
  task: AgentTask<File>,
  use: ToolUse,
  round: number,
): AsyncGenerator<AgentEvent<File>, string> {
  yield { type: 'tool-started', round, use };
  const isRefused = round === task.maxRounds;
  const outcome = isRefused ? refuseTool(use, task.maxRounds) : await callTool(task.tools, use, task.signal);
  yield { type: 'tool-finished', round, use, outcome };
  return outcome.observation;
}

const STOP = 'Observation';

async function ask<File>(task: AgentTask<File>, steps: readonly Step[]): Promise<{ text: string; usage: ModelUsage }> {
  let text = '';
  const request = {
    mode: task.mode,
    messages: reactMessages(task, steps),
    parameters: task.parameters,
    stop: [...new Set([...task.stop, STOP])],
    signal: task.signal,
    ...(task.onSpending && { onSpending: task.onSpending }),
    ...(task.user !== undefined && { user: task.user }),
  };
  for await (const chunk of task.model.stream(request)) {
    if (chunk.type === 'text') text += chunk.text;
    if (chunk.type === 'finish') return { text: beforeObservation(withoutThinking(text)), usage: chunk.usage };
  }
  throw new Error('the model stopped without finishing');
}

/** Not every provider obeys stop words; what a model invents for the tool is not kept. */
function beforeObservation(text: string): string {
  const found = text.search(/^\s*Observation:/m);
  return found < 0 ? text : text.slice(0, found);
}
