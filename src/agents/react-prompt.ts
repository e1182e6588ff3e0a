import { pythonJson } from '../kernel/index.ts';
import type { PromptMessage } from '../models/index.ts';
import type { AgentTask } from './agent-event.ts';
import { textOf, turnsInWords } from './earlier-turns.ts';

/** One earlier round as the model wrote it, with what its tool answered. */
export interface Step {
  readonly written: string;
  readonly observation: string;
}

const FRAME = `{{instruction}}

You may use these tools, each described by its name and the JSON Schema of its input:

{{tools}}

Work step by step. In each step write what you think, and then one action as a JSON object in a code fence, with the keys "action" (one of {{tool_names}}, or "Final Answer") and "action_input" (the tool's input, or your answer). One action per step. For example:

Thought: what I know, and what I need next
Action:
\`\`\`
{"action": "name of a tool", "action_input": {"name of a parameter": "value"}}
\`\`\`
Observation: what the tool answered (you do not write this yourself)

As soon as you can answer, or when no tool can help:

Thought: I know what to answer
Action:
\`\`\`
{"action": "Final Answer", "action_input": "the answer for the person who asked"}
\`\`\``;

/** The messages of the next round. */
export function reactMessages<File>(task: AgentTask<File>, steps: readonly Step[]): PromptMessage[] {
  const frame = fillFrame(task);
  if (task.mode === 'completion') return [{ role: 'user', content: completionText(task, frame, steps) }];
  const scratchpad: PromptMessage[] =
    steps.length === 0
      ? []
      : [
          { role: 'assistant', content: transcript(steps) },
          { role: 'user', content: 'continue' },
        ];
  return [{ role: 'system', content: frame }, ...turnsInWords(task.history), task.query, ...scratchpad];
}

function fillFrame<File>({ frame = FRAME, instruction, tools }: AgentTask<File>): string {
  const values: Record<string, string> = {
    instruction,
    tools: pythonJson(tools.map(({ name, description, parameters }) => ({ name, description, parameters }))),
    tool_names: tools.map(({ name }) => name).join(', '),
  };
  // one pass: what stands in a value is never read as a placeholder
  return frame.replace(/\{\{(instruction|tools|tool_names)\}\}/g, (_, name: string) => values[name] ?? '');
}

function completionText<File>(task: AgentTask<File>, frame: string, steps: readonly Step[]): string {
  const history = turnsInWords(task.history).map(
    ({ role, content }) => `${role === 'user' ? 'Question' : 'Answer'}: ${textOf(content)}`,
  );
  return [frame, ...history, `Question: ${textOf(task.query.content)}`, transcript(steps), 'Thought:'].join('\n');
}

function transcript(steps: readonly Step[]): string {
  return steps.map(({ written, observation }) => `${written.trim()}\nObservation: ${observation}`).join('\n');
}
