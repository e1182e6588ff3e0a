import {
  fileToJson,
  type NodeContext,
  type NodeResult,
  none,
  number,
  object,
  string,
  succeeded,
  usageToJson,
} from '../../engine/index.ts';
import { errorText, findJsonObject, type JsonObject, withoutThinking } from '../../kernel/index.ts';
import type { LanguageModel, PromptMessage, ToolDeclaration } from '../../models/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { askModel, type ModelReply, modelFailure } from '../prompting/ask-model.ts';
import { resolveParameters } from '../prompting/completion-parameters.ts';
import { recall, spokenRoles, toTranscript } from '../prompting/memory.ts';
import { modelIdentity, promptsToJson } from '../prompting/model-records.ts';
import { toPromptParts, visionFiles } from '../prompting/prompt-files.ts';
import { queryText } from '../prompting/query-text.ts';

import { withAttachments } from '../prompting/with-attachments.ts';
import { problemOf } from './check-values.ts';
import type { ParameterExtractorConfig } from './config.ts';
import { convertValues, emptyAnswer } from './convert-values.ts';
import { parameterSchema } from './parameter-schema.ts';
import {
  completionMessages,
  type ExtractionTask,
  jsonMessages,
  TOOL_DESCRIPTION,
  TOOL_NAME,
  toolMessages,
} from './prompts.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> &
  Pick<NodeCapabilities, 'models' | 'files' | 'conversation' | 'endUser'>;

interface Record {
  inputs: JsonObject;
  processData?: JsonObject;
  usage?: ModelReply['usage'];
}

export async function execute(config: ParameterExtractorConfig, context: Context): Promise<NodeResult> {
  const record: Record = { inputs: {} };
  try {
    record.inputs = inputsOf(config, context);
    const reply = await ask(config, context, record);
    return succeeded({ ...record, outputs: outputsOf(config, reply) });
  } catch (error) {
    const reason = {
      __is_success: number(0),
      __reason: string('Failed to invoke model'),
      __error: string(errorText(error)),
    };
    return modelFailure(error, context.signal, { ...record, outputs: reason });
  }
}

async function ask(config: ParameterExtractorConfig, context: Context, record: Record): Promise<ModelReply> {
  const { parameters, stop } = resolveParameters(config.model.completion_params, context.variables);
  const model = await context.models.languageModel(config.model);
  const { toMessages, tool } = strategyOf(config, model);
  const task = taskOf(config, context);
  const budget = { model, parameters, prompt: toMessages(task) };
  const transcript = toTranscript(await recall(config.memory, budget, context.conversation), spokenRoles);
  const files = await toPromptParts(visionFiles(config.vision, context), model, config.vision.configs.detail, context);
  const messages = withAttachments(toMessages({ ...task, transcript }), files);
  record.processData = processData(config, messages, tool);
  const reply = await askModel(model, {
    mode: config.model.mode,
    messages,
    parameters,
    stop,
    signal: context.signal,
    ...(tool && { tools: [tool] }),
    ...(context.endUser !== '' && { user: context.endUser }),
  });
  record.usage = reply.usage;
  record.processData = { ...record.processData, ...replyData(reply) };
  return reply;
}

/** Tools where the model has them and the author does not prefer plain prompts. */
function strategyOf(config: ParameterExtractorConfig, model: LanguageModel) {
  if (config.model.mode === 'completion') return { toMessages: completionMessages };
  const hasTools = model.features.has('tool-call') || model.features.has('multi-tool-call');
  if (!hasTools || config.reasoning_mode === 'prompt') return { toMessages: jsonMessages };
  const parameters = parameterSchema(config.parameters);
  const tool: ToolDeclaration = { name: TOOL_NAME, description: TOOL_DESCRIPTION, parameters };
  return { toMessages: toolMessages, tool };
}

function taskOf(config: ParameterExtractorConfig, { variables }: Context): ExtractionTask {
  return {
    text: queryText(config.query, variables),
    schema: parameterSchema(config.parameters),
    instruction: variables.render(config.instruction),
    transcript: '',
  };
}

const NOTHING_FOUND = 'Failed to extract result from function call or text response, using empty result.';

function outputsOf(config: ParameterExtractorConfig, reply: ModelReply) {
  const [call] = reply.toolCalls;
  const found = findJsonObject(call ? call.arguments : withoutThinking(reply.text));
  // an empty object counts as nothing when it came as text, and as an answer when it came as a call
  const isNothing = !call && (found === undefined || Object.keys(found).length === 0);
  const values = isNothing ? emptyAnswer(config.parameters) : (found ?? {});
  const reason = problemOf(config.parameters, values) ?? (isNothing ? NOTHING_FOUND : undefined);
  return {
    __is_success: number(reason === undefined ? 1 : 0),
    __reason: reason === undefined ? none : string(reason),
    __usage: object(usageToJson(reply.usage)),
    ...convertValues(config.parameters, values),
  };
}

function inputsOf(config: ParameterExtractorConfig, context: Context): JsonObject {
  return {
    query: queryText(config.query, context.variables),
    files: visionFiles(config.vision, context).map(fileToJson),
    parameters: config.parameters.map(({ name, type, description, required, options }) => ({
      name,
      type,
      options: options ?? null,
      description,
      required,
    })),
    instruction: config.instruction,
    ...modelIdentity(config.model),
  };
}

function processData(
  config: ParameterExtractorConfig,
  messages: readonly PromptMessage[],
  tool: ToolDeclaration | undefined,
): JsonObject {
  return {
    model_mode: config.model.mode,
    prompts: promptsToJson(messages),
    usage: null,
    function: tool ? { name: tool.name, description: tool.description, parameters: tool.parameters } : {},
    tool_call: null,
    ...modelIdentity(config.model),
  };
}

function replyData({ usage, toolCalls: [call], text }: ModelReply): JsonObject {
  return {
    usage: usageToJson(usage),
    tool_call: call
      ? { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } }
      : null,
    llm_text: text,
  };
}
