import { type JsonValue, pythonJson } from '../../kernel/index.ts';
import type { PromptMessage } from '../../models/index.ts';

export interface ClassificationTask {
  readonly query: string;
  readonly classes: readonly { readonly id: string; readonly name: string }[];
  readonly instruction: string;
  /** Earlier messages as lines of text. */
  readonly transcript: string;
}

const ROLE = `You sort texts into categories.

Each task is a JSON object: "input_text" holds the text, "categories" the possible categories with their "category_id" and "category_name", and "classification_instructions" hints on how to decide; it may be empty.

Choose the one category that fits best. Always choose one of the list, and never more than one.
Reply with one JSON object and nothing around it:
{"keywords": [words of the text that decided], "category_id": "the id as given", "category_name": "the name as given"}`;

function conversation(transcript: string): string {
  return `What was said before, for context only:\n<histories>\n${transcript}\n</histories>`;
}

function taskText({ query, classes, instruction }: Omit<ClassificationTask, 'transcript'>): string {
  return pythonJson({
    input_text: [query],
    categories: classes.map(({ id, name }) => ({ category_id: id, category_name: name })),
    classification_instructions: instruction === '' ? [] : [instruction],
  });
}

interface Example {
  readonly task: Omit<ClassificationTask, 'transcript'>;
  readonly answer: JsonValue;
}

const EXAMPLES: readonly Example[] = [
  {
    task: {
      query: 'The parcel came a day early and the courier was kind enough to carry it upstairs.',
      classes: [
        { id: '0c6f1c1e', name: 'Delivery' },
        { id: '77b1d5a2', name: 'Invoices' },
        { id: 'e90a44d8', name: 'Returns' },
      ],
      instruction: 'Go by what the customer writes about, not by the mood.',
    },
    answer: { keywords: ['parcel', 'day early', 'courier'], category_id: '0c6f1c1e', category_name: 'Delivery' },
  },
  {
    task: {
      query: 'the app logs me out every few minutes',
      classes: [
        { id: '5', name: 'Praise' },
        { id: '6', name: 'Defect' },
      ],
      instruction: '',
    },
    answer: { keywords: ['logs me out', 'every few minutes'], category_id: '6', category_name: 'Defect' },
  },
];

/** For chat models: the task, two worked examples, the text. */
export function chatMessages(task: ClassificationTask): PromptMessage[] {
  return [
    { role: 'system', content: `${ROLE}\n\n${conversation(task.transcript)}` },
    ...EXAMPLES.flatMap(({ task: example, answer }): PromptMessage[] => [
      { role: 'user', content: taskText(example) },
      { role: 'assistant', content: fenced(answer) },
    ]),
    { role: 'user', content: taskText(task) },
  ];
}

/** For completion models: the same in one text. */
export function completionMessages(task: ClassificationTask): PromptMessage[] {
  const examples = EXAMPLES.map(
    ({ task: example, answer }) => `Task: ${taskText(example)}\nReply: ${pythonJson(answer)}`,
  );
  const parts = [ROLE, examples.join('\n\n'), conversation(task.transcript), `Task: ${taskText(task)}\nReply:`];
  return [{ role: 'user', content: parts.join('\n\n') }];
}

function fenced(answer: JsonValue): string {
  return `\`\`\`json\n${pythonJson(answer)}\n\`\`\``;
}
