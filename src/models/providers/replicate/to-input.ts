import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/index.ts';
import { type LanguageRequest, ModelError, type PromptContent, type PromptMessage } from '../../model-runtime.ts';
import { type MediaContent, mediaUrl } from '../../wire/media.ts';
import { promptText, textOf } from '../../wire/prompt-text.ts';
import { oneSystemMessage } from '../../wire/sdk-options.ts';
import type { ReplicateModel } from './model.ts';

/** A request as the inputs of a model, which has names of its own for them. */
export function toInput({ inputs }: ReplicateModel, request: LanguageRequest): JsonObject {
  return {
    ...toParameters(request.parameters, inputs),
    ...toPictures(request.messages, inputs),
    ...toPrompt(request, inputs),
  };
}

/** A model takes one text, and many take what the system says beside it. */
function toPrompt({ messages, mode }: LanguageRequest, inputs: JsonObject | undefined): JsonObject {
  if (mode === 'completion') return { prompt: promptText(messages) };
  const [first, ...rest] = oneSystemMessage(messages);
  if (first?.role !== 'system') return { prompt: toDialogue(first ? [first, ...rest] : []) };
  if (inputs && 'system_prompt' in inputs) return { system_prompt: first.content, prompt: toDialogue(rest) };
  return { prompt: `${first.content}\n\n${toDialogue(rest)}` };
}

/** One question stands for itself; a conversation is written down (Dify models/replicate/models/llm/llm.py). */
function toDialogue(messages: readonly PromptMessage[]): string {
  const [only, ...others] = messages;
  if (only && others.length === 0) return textOf(only.content);
  const lines = messages.map(
    ({ role, content }) => `${role === 'assistant' ? 'Assistant' : 'Human'}: ${textOf(content)}`,
  );
  return [...lines, 'Assistant:'].join('\n\n');
}

/** What models call the greatest number of tokens. */
const TOKEN_NAMES = ['max_tokens', 'max_new_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_length'];

/** A model refuses what it does not know; what it calls otherwise is renamed. */
function toParameters(parameters: JsonObject, inputs: JsonObject | undefined): JsonObject {
  const entries = Object.entries(parameters).filter(([, value]) => value !== null);
  if (!inputs) return Object.fromEntries(entries);
  const tokens = TOKEN_NAMES.find((name) => name in inputs);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      if (name in inputs) return [[name, value] as const];
      return tokens !== undefined && TOKEN_NAMES.includes(name) ? [[tokens, value] as const] : [];
    }),
  );
}

const PICTURE_NAMES = ['image', 'images', 'image_input', 'input_images'];

function toPictures(messages: readonly PromptMessage[], inputs: JsonObject = {}): JsonObject {
  const media = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content.filter(isMedium)));
  if (media.length === 0) return {};
  const name = PICTURE_NAMES.find((candidate) => candidate in inputs);
  const urls = media.map(toUrl);
  if (name === undefined) throw new ModelError('InvokeBadRequestError', 'This model of Replicate takes no pictures.');
  return { [name]: isList(inputs[name]) ? urls : (urls.at(-1) ?? '') };
}

const isMedium = (part: PromptContent): part is MediaContent => part.type !== 'text';

const isList = (schema: JsonValue | undefined) => isJsonObject(schema) && schema['type'] === 'array';

/** https://replicate.com/docs/topics/predictions/input-files: an address, or a data address for what is small. */
function toUrl(part: MediaContent): string {
  if (part.type === 'image') return mediaUrl(part);
  throw new ModelError('InvokeBadRequestError', `Replicate takes text and pictures, no ${part.type}.`);
}
