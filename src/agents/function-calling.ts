import { addUsage, type LanguageUsage, type PromptMessage, type ProviderTurn, type ToolCall } from '../models/index.ts';
import type { AgentEvent, AgentTask, ToolUse } from './agent-event.ts';
import { callTool, parseInput } from './call-tool.ts';

/** The model calls tools by its own means, until it answers without calling any. */
export async function* runFunctionCalling<File>(task: AgentTask<File>): AsyncGenerator<AgentEvent<File>> {
  const messages: PromptMessage[] = [...opening(task)];
  let answer = '';
  let usage: LanguageUsage | undefined;
  for (let round = 1; round <= task.maxRounds; round += 1) {
    yield { type: 'round-started', round };
    const reply = yield* ask(task, messages, round === task.maxRounds);
    answer += reply.text;
    usage = addUsage(usage, reply.usage);
    const uses = reply.calls.map((call) => ({ id: call.id, name: call.name, input: parseInput(call.arguments) }));
    yield { type: 'thought', round, text: reply.text, calls: uses, usage: reply.usage };
    if (uses.length > 0) {
      const { text: content, calls: toolCalls, turn } = reply;
      messages.push({ role: 'assistant', content, toolCalls, ...(turn && { turn }) });
      yield* callTools(task, uses, round, messages);
    }
    yield { type: 'round-finished', round };
    if (uses.length === 0) break;
  }
  yield { type: 'finished', text: answer, usage };
}

function opening<File>({ instruction, history, query }: AgentTask<File>): PromptMessage[] {
  return [...(instruction === '' ? [] : [{ role: 'system' as const, content: instruction }]), ...history, query];
}

interface Reply {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly usage: LanguageUsage;
  readonly turn?: ProviderTurn;
}

async function* ask<File>(
  task: AgentTask<File>,
  messages: readonly PromptMessage[],
  isLast: boolean,
): AsyncGenerator<AgentEvent<File>, Reply> {
  let text = '';
  const calls: ToolCall[] = [];
  const tools = task.tools.map(({ name, description, parameters }) => ({ name, description, parameters }));
  const request = {
    mode: task.mode,
    messages,
    parameters: task.parameters,
    stop: task.stop,
    tools,
    ...(isLast && { toolChoice: 'none' as const }),
    signal: task.signal,
    ...(task.user !== undefined && { user: task.user }),
  };
  for await (const chunk of task.model.stream(request)) {
    if (chunk.type === 'text') {
      text += chunk.text;
      yield { type: 'text', text: chunk.text };
    } else if (chunk.type === 'tool-call') calls.push(chunk.call);
    else if (chunk.type === 'finish') return { ...chunk, text, calls };
  }
  throw new Error('the model stopped without finishing');
}

async function* callTools<File>(
  task: AgentTask<File>,
  uses: readonly ToolUse[],
  round: number,
  messages: PromptMessage[],
): AsyncGenerator<AgentEvent<File>> {
  for (const use of uses) {
    yield { type: 'tool-started', round, use };
    const outcome = await callTool(task.tools, use, task.signal);
    messages.push({ role: 'tool', toolCallId: use.id, toolName: use.name, content: outcome.observation });
    yield { type: 'tool-finished', round, use, outcome };
  }
}
