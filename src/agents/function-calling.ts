import { type ModelUsage, ThinkTags } from '../kernel/index.ts';
import { addUsage, type PromptMessage, type ProviderTurn, type ToolCall } from '../models/index.ts';
import type { AgentEvent, AgentTask, ToolUse } from './agent-event.ts';
import { callTool, parseInput, refuseTool } from './call-tool.ts';
import { withoutCalls } from './earlier-turns.ts';

/** The model calls tools by its own means, until it answers without calling any. */
export async function* runFunctionCalling<File>(task: AgentTask<File>): AsyncGenerator<AgentEvent<File>> {
  const messages: PromptMessage[] = [...opening(task)];
  let answer = '';
  let usage: ModelUsage | undefined;
  for (let round = 1; round <= task.maxRounds; round += 1) {
    yield { type: 'round-started', round };
    const reply = yield* ask(task, messages, round);
    answer += reply.shown;
    usage = addUsage(usage, reply.usage);
    const uses = reply.calls.map((call) => ({ id: call.id, name: call.name, input: parseInput(call.arguments) }));
    yield { type: 'thought', round, text: reply.shown, calls: uses, usage: reply.usage };
    if (uses.length > 0) {
      const { text: content, calls: toolCalls, turn } = reply;
      messages.push({ role: 'assistant', content, toolCalls, ...(turn && { turn }) });
      answer += yield* callTools(task, uses, { round, hasSpoken: reply.shown !== '' }, messages);
    }
    yield { type: 'round-finished', round };
    if (uses.length === 0) break;
  }
  yield { type: 'finished', text: answer, usage };
}

function opening<File>({ instruction, history, query, tools }: AgentTask<File>): PromptMessage[] {
  const system = instruction === '' ? [] : [{ role: 'system' as const, content: instruction }];
  return [...system, ...(tools.length > 0 ? history : withoutCalls(history)), query];
}

interface Reply {
  readonly text: string;
  /** With what the model thought, in think tags. */
  readonly shown: string;
  readonly calls: readonly ToolCall[];
  readonly usage: ModelUsage;
  readonly turn?: ProviderTurn;
}

async function* ask<File>(
  task: AgentTask<File>,
  messages: readonly PromptMessage[],
  round: number,
): AsyncGenerator<AgentEvent<File>, Reply> {
  let [text, shown] = ['', ''];
  const calls: ToolCall[] = [];
  const tags = new ThinkTags();
  for await (const chunk of task.model.stream(requestOf(task, messages, round))) {
    const piece = chunk.type === 'text' || chunk.type === 'reasoning' ? chunk.text : '';
    const said = tags.before(chunk.type === 'reasoning') + piece;
    shown += said;
    if (said !== '') yield { type: 'text', text: said };
    if (chunk.type === 'text') text += chunk.text;
    if (chunk.type === 'tool-call') calls.push(chunk.call);
    if (chunk.type === 'finish') return { ...chunk, text, shown, calls };
  }
  throw new Error('the model stopped without finishing');
}

function requestOf<File>(task: AgentTask<File>, messages: readonly PromptMessage[], round: number) {
  const isToAnswer = round === task.maxRounds && task.lastRound !== 'refuses';
  return {
    mode: task.mode,
    messages: round === 1 ? messages : messages.map(withoutSights),
    parameters: task.parameters,
    stop: task.stop,
    tools: task.tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    ...(isToAnswer && { toolChoice: 'none' as const }),
    signal: task.signal,
    ...(task.onSpending && { onSpending: task.onSpending }),
    ...(task.user !== undefined && { user: task.user }),
  };
}

/** What was shown is named from the second round on (Dify 1.x core/agent/fc_agent_runner.py, `_clear_user_prompt_image_messages`). */
function withoutSights(message: PromptMessage): PromptMessage {
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  const lines = message.content.map((part) => (part.type === 'text' ? part.text : NAMES[part.type]));
  return { ...message, content: lines.join('\n') };
}

const NAMES = { image: '[image]', document: '[file]', audio: '[file]', video: '[file]' };

interface Surroundings {
  readonly round: number;
  readonly hasSpoken: boolean;
}

/** Answers what the reader gets to see beside: an end of line, and the only round's observations. */
async function* callTools<File>(
  task: AgentTask<File>,
  uses: readonly ToolUse[],
  { round, hasSpoken }: Surroundings,
  messages: PromptMessage[],
): AsyncGenerator<AgentEvent<File>, string> {
  const isRefused = task.lastRound === 'refuses' && round === task.maxRounds && round > 1;
  const observations: string[] = [];
  for (const use of uses) {
    yield { type: 'tool-started', round, use };
    const outcome = isRefused ? refuseTool(use, task.maxRounds) : await callTool(task.tools, use, task.signal);
    messages.push({ role: 'tool', toolCallId: use.id, toolName: use.name, content: outcome.observation });
    observations.push(outcome.observation);
    yield { type: 'tool-finished', round, use, outcome };
  }
  // Who is asked once cannot say what the tools answered.
  const isOnlyRound = task.lastRound === 'refuses' && task.maxRounds === 1;
  const shown = (hasSpoken ? '\n' : '') + (isOnlyRound ? observations.join('') : '');
  if (shown !== '') yield { type: 'text', text: shown };
  return shown;
}
