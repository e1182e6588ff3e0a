import {
  type FileReference,
  files,
  fileToJson,
  type NodeChunk,
  type NodeContext,
  type NodeResult,
  object,
  string,
  succeeded,
  usageToJson,
  type Value,
} from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { askModel, type ModelReply, modelFailure } from '../prompting/ask-model.ts';
import { resolveParameters } from '../prompting/completion-parameters.ts';
import { callToJson, modelIdentity } from '../prompting/model-records.ts';
import { visionFiles } from '../prompting/prompt-files.ts';
import { ReasoningFilter, splitReasoning } from '../prompting/reasoning.ts';
import { buildPrompt, readPromptInputs } from './build-prompt.ts';
import type { LlmConfig } from './config.ts';
import { readContext } from './context-text.ts';
import { keepFile } from './generated-files.ts';
import { answerSchema, askForStructure, readStructuredOutput } from './structured-output.ts';

type Context = Pick<NodeContext, 'variables' | 'signal' | 'emit' | 'clock'> &
  Pick<NodeCapabilities, 'models' | 'files' | 'conversation' | 'endUser'>;

interface Record {
  inputs: JsonObject;
  processData?: JsonObject;
  usage?: ModelReply['usage'];
}

export async function execute(config: LlmConfig, context: Context): Promise<NodeResult> {
  const record: Record = { inputs: {} };
  try {
    return await answer(config, context, record);
  } catch (error) {
    return modelFailure(error, context.signal, record);
  }
}

/** `record` is filled on the way, so that a failure shows how far it went. */
async function answer(config: LlmConfig, context: Context, record: Record): Promise<NodeResult> {
  record.inputs = readPromptInputs(config, context.variables);
  const attached = visionFiles(config.vision, context);
  const knowledge = readContext(config.context, context.variables);
  if (knowledge.citations.length > 0) context.emit({ kind: 'citations', found: knowledge.citations });
  record.inputs = {
    ...record.inputs,
    ...(attached.length > 0 && { '#files#': attached.map(fileToJson) }),
    ...(knowledge.text !== '' && { '#context#': knowledge.text }),
    ...(knowledge.files.length > 0 && { '#context_files#': knowledge.files.map(fileToJson) }),
    ...modelIdentity(config.model),
  };
  const { parameters, stop } = resolveParameters(config.model.completion_params, context.variables);
  const schema = answerSchema(config);
  const model = await context.models.languageModel(config.model);
  const prompt = await buildPrompt({ config, model, parameters, context: knowledge, files: attached }, context);
  const { messages, responseSchema, parameters: format } = askForStructure(model, prompt, schema);

  const made: FileReference[] = [];
  const stream = openTextStream(config.reasoning_format, context.emit);
  const reply = await askModel(
    model,
    {
      mode: config.model.mode,
      messages,
      parameters: { ...parameters, ...format },
      stop,
      signal: context.signal,
      onSpending: (usageSoFar) => context.emit({ kind: 'spending', usageSoFar }),
      ...(context.endUser !== '' && { user: context.endUser }),
      ...(responseSchema && { responseSchema }),
    },
    stream.write,
    async (file) => {
      const link = await keepFile(file, context.files, made);
      return config.links_files ? link : '';
    },
  );
  stream.end();
  record.usage = reply.usage;
  record.processData = callToJson(config.model, messages, reply);
  const structured = schema && (await readStructuredOutput(reply.text, schema, context.clock));
  return succeeded({ ...record, outputs: outputsOf(config, reply, structured, made) });
}

function outputsOf(
  config: LlmConfig,
  reply: ModelReply,
  structured: JsonObject | undefined,
  made: readonly FileReference[],
): { [name: string]: Value } {
  const isSeparated = config.reasoning_format === 'separated';
  const { text, reasoning } = isSeparated ? splitReasoning(reply.text) : { text: reply.text, reasoning: '' };
  return {
    text: string(text),
    reasoning_content: string(reasoning),
    usage: object(usageToJson(reply.usage)),
    finish_reason: string(reply.finishReason),
    ...(structured && { structured_output: object(structured) }),
    ...(made.length > 0 && { files: files(made) }),
  };
}

interface TextStream {
  readonly write: (piece: string) => void;
  readonly end: () => void;
}

/** What the client sees while the model writes: all of it, or thinking apart from the text. */
function openTextStream(format: LlmConfig['reasoning_format'], emit: (chunk: NodeChunk) => void): TextStream {
  const send = (text: string) => emit({ kind: 'text', variable: 'text', text });
  const finish = () => emit({ kind: 'text', variable: 'text', text: '', isLast: true });
  if (format === 'tagged') return { write: send, end: finish };
  const filter = new ReasoningFilter();
  let hasReasoned = false;
  const pass = (pieces: ReturnType<ReasoningFilter['feed']>) => {
    for (const { kind, text } of pieces) {
      if (kind === 'text') send(text);
      else emit({ kind: 'reasoning', text });
      hasReasoned ||= kind === 'reasoning';
    }
  };
  return {
    write: (piece) => pass(filter.feed(piece)),
    end() {
      pass(filter.end());
      if (hasReasoned) emit({ kind: 'reasoning', text: '', isLast: true });
      finish();
    },
  };
}
