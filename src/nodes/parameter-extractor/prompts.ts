import { type JsonObject, pythonJson } from '../../kernel/index.ts';
import type { PromptMessage } from '../../models/index.ts';

export interface ExtractionTask {
  readonly text: string;
  readonly schema: JsonObject;
  readonly instruction: string;
  /** Earlier messages as lines of text. */
  readonly transcript: string;
}

export const TOOL_NAME = 'extract_parameters';
export const TOOL_DESCRIPTION = 'Takes the values that were found in the text.';

const background = ({ instruction, transcript }: ExtractionTask) => `What was said before, for context:
<histories>
${transcript}
</histories>

What the author of this task wants you to observe:
<instruction>
${instruction}
</instruction>`;

const oneText = (name: string): JsonObject => ({
  type: 'object',
  properties: { [name]: { type: 'string', description: `the ${name} that is meant` } },
  required: [name],
});

/** Two worked examples, each a text, a schema and the right values. */
const EXAMPLES = [
  { text: 'Will it rain in Lisbon tomorrow?', schema: oneText('city'), values: { city: 'Lisbon' } },
  { text: 'A large mint tea would be lovely.', schema: oneText('drink'), values: { drink: 'large mint tea' } },
];

/** For models with tools: the first tool call's arguments are the answer. */
export function toolMessages(task: ExtractionTask): PromptMessage[] {
  const role = `You find values in texts. Whatever the text says, answer by calling the function \`${TOOL_NAME}\` with the values that the text gives; where it gives several, pass them all. Leave out what the text does not say. Write nothing else.`;
  return [
    { role: 'system', content: `${role}\n\n${background(task)}` },
    ...EXAMPLES.flatMap(toolExample),
    { role: 'user', content: toolTask(task) },
  ];
}

function toolTask({ text, schema }: Pick<ExtractionTask, 'text' | 'schema'>): string {
  return `Call ${TOOL_NAME} with the values found in the text.\n<context>\n${text}\n</context>\n\nThe values have this structure:\n<structure>\n${pythonJson(schema)}\n</structure>`;
}

function toolExample({ text, values }: (typeof EXAMPLES)[number], index: number): PromptMessage[] {
  const call = { id: `example_${index + 1}`, name: TOOL_NAME, arguments: pythonJson(values) };
  return [
    { role: 'user', content: text },
    { role: 'assistant', content: 'I call the function with what the text gives.', toolCalls: [call] },
    { role: 'tool', toolCallId: call.id, toolName: TOOL_NAME, content: 'Right.' },
    { role: 'assistant', content: 'Done. On to the next text.' },
  ];
}

const JSON_ROLE =
  'You find values in texts. Answer with one JSON object that has the given structure and holds what the text gives; write nothing around it.';

function jsonTask({ text, schema }: Pick<ExtractionTask, 'text' | 'schema'>): string {
  return `The structure of the JSON object:\n<structure>\n${pythonJson(schema)}\n</structure>\n\nThe text:\n<text>\n${text}\n</text>`;
}

/** For chat models without tools, or where the author prefers it. */
export function jsonMessages(task: ExtractionTask): PromptMessage[] {
  return [
    { role: 'system', content: `${JSON_ROLE}\n\n${background(task)}` },
    ...EXAMPLES.flatMap((example): PromptMessage[] => [
      { role: 'user', content: jsonTask(example) },
      { role: 'assistant', content: pythonJson(example.values) },
    ]),
    { role: 'user', content: jsonTask(task) },
  ];
}

/** For completion models: the same in one text. */
export function completionMessages(task: ExtractionTask): PromptMessage[] {
  const examples = EXAMPLES.map((example) => `${jsonTask(example)}\n\nJSON: ${pythonJson(example.values)}`);
  const parts = [JSON_ROLE, background(task), ...examples, `${jsonTask(task)}\n\nJSON:`];
  return [{ role: 'user', content: parts.join('\n\n') }];
}
