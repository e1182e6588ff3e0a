import { type JsonObject, jsonObjectsIn } from '../kernel/index.ts';
import type { LanguageModel } from '../models/index.ts';

/** Dify 1.x core/llm_generator/llm_generator.py, `generate_conversation_name`: so much of a question, so much of a name. */
const LONG_QUESTION = 2000;
const SHOWN_OF_LONG = 300;
const LONGEST_NAME = 75;
const PARAMETERS: JsonObject = { max_tokens: 500, temperature: 1 };

const INSTRUCTIONS =
  'Below is the first message of a conversation. Find a title under which its writer would recognise the conversation ' +
  'in a list: what they want and what it is about, in as few words as that takes, friendly, without quotation marks, ' +
  'and in the language in which the message is written. Do not answer the message.\n' +
  'Reply with one JSON object and nothing else: {"language": "<language of the message>", "title": "<title>"}\n\n' +
  'The message:\n';

/** A title for a conversation that begins with this question; the question itself when the model finds none. */
export async function nameConversation(
  model: Pick<LanguageModel, 'stream'>,
  question: string,
  signal: AbortSignal,
): Promise<string> {
  const asked = shortened(question).replaceAll('\n', ' ');
  const messages = [{ role: 'user', content: `${INSTRUCTIONS}${asked}\n` }] as const;
  let reply = '';
  for await (const chunk of model.stream({ messages, parameters: PARAMETERS, signal })) {
    if (chunk.type === 'text') reply += chunk.text;
  }
  const name = titleIn(reply) ?? asked.trim();
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}...` : name;
}

/** What a conversation is called when no model can be asked: its question, cut. */
export function nameByQuestion(question: string): string {
  return question.length > 50 ? `${question.slice(0, 47)}...` : question;
}

function shortened(question: string): string {
  if (question.length <= LONG_QUESTION) return question;
  return `${question.slice(0, SHOWN_OF_LONG)}...[TRUNCATED]...${question.slice(-SHOWN_OF_LONG)}`;
}

/** The last title of a reply: models think aloud before they decide. */
function titleIn(reply: string): string | undefined {
  const titles = [...jsonObjectsIn(reply)].map(({ value }) => value['title']);
  return titles
    .findLast((title) => typeof title === 'string' && title.trim() !== '')
    ?.toString()
    .trim();
}
