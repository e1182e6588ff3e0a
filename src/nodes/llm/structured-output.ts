import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  printJson,
  withoutThinking,
} from '../../kernel/index.ts';
import type { LanguageModel, LanguageRequest, PromptMessage } from '../../models/index.ts';
import type { Stopwatch } from '../json-schema/patterns.ts';
import { jsonPath } from '../json-schema/schema-error.ts';
import { findSchemaError } from '../json-schema/schema-problem.ts';
import { NodeError } from '../node-error.ts';

import { type LlmConfig, wantsStructure } from './config.ts';

/** The JSON Schema that the answer must satisfy; undefined when the node wants a plain text. */
export function answerSchema(config: LlmConfig): JsonObject | undefined {
  if (!wantsStructure(config)) return undefined;
  const schema = config.structured_output?.['schema'];
  if (isJsonObject(schema) && Object.keys(schema).length > 0) return schema;
  throw new NodeError('LLMNodeError', 'Please provide a valid structured output schema');
}

/** How a request asks for the schema: natively where the model can, in words where it cannot. */
export function askForStructure(
  model: LanguageModel,
  messages: readonly PromptMessage[],
  schema: JsonObject | undefined,
): StructuredRequest {
  if (!schema) return { messages, parameters: {} };
  if (model.features.has('structured-output')) {
    return { messages, parameters: {}, responseSchema: { name: 'llm_response', schema } };
  }
  const parameters = model.parameters.has('response_format') ? { response_format: 'json_object' } : {};
  return { messages: withInstruction(messages, schema), parameters };
}

/** `parameters` come on top of the author's: a model that knows JSON but no schema is asked for JSON. */
type StructuredRequest = Pick<LanguageRequest, 'messages' | 'parameters' | 'responseSchema'>;

function withInstruction(messages: readonly PromptMessage[], schema: JsonObject): PromptMessage[] {
  const instruction = [
    'Answer with one JSON object and nothing else: no explanation before or after it, no code fence.',
    'The object must be valid against this JSON Schema:',
    printJson(schema, 2),
  ].join('\n');
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: instruction }, ...messages];
  return [{ role: 'system', content: `${first.content}\n\n${instruction}` }, ...rest];
}

/** The object in a model's answer, repaired where the model was sloppy, and checked. */
export async function readStructuredOutput(text: string, schema: JsonObject, clock: Stopwatch): Promise<JsonObject> {
  const answer = withoutThinking(text).trim();
  const parsed = objectOf(tryParse(answer)) ?? objectOf(await repair(answer));
  if (!parsed) {
    throw new NodeError(
      'LLMNodeError',
      `Failed to parse structured output (stage=result, path=$): ${answer.slice(0, 500)}`,
    );
  }
  const error = await findSchemaError(schema, parsed, clock);
  if (!error) return parsed;
  const place = `stage=result, path=${jsonPath(error.path)}`;
  throw new NodeError('LLMNodeError', `Structured output validation failed (${place}): ${error.message}`);
}

/** Some models answer with a list that holds the object. */
function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  return Array.isArray(value) ? value.find((item) => isJsonObject(item)) : undefined;
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

async function repair(text: string): Promise<JsonValue | undefined> {
  const { jsonrepair } = await import('jsonrepair');
  try {
    return parseJson(jsonrepair(stripFence(text)));
  } catch {
    return undefined;
  }
}

function stripFence(text: string): string {
  const start = text.search(/[{[]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return start < 0 ? text : text.slice(start, end > start ? end + 1 : undefined);
}
