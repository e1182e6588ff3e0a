import { type NodeContext, type NodeResult, object, string, succeeded, usageToJson } from '../../engine/index.ts';
import { findJsonObject, type JsonObject, type JsonValue, withoutThinking } from '../../kernel/index.ts';
import type { LanguageModel, PromptMessage } from '../../models/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { NodeError } from '../node-error.ts';
import { askModel, type ModelReply, modelFailure } from '../prompting/ask-model.ts';
import { type CompletionParameters, resolveParameters } from '../prompting/completion-parameters.ts';
import { recall, spokenRoles, toTranscript } from '../prompting/memory.ts';
import { callToJson, modelIdentity } from '../prompting/model-records.ts';
import { toPromptParts, visionFiles } from '../prompting/prompt-files.ts';
import { queryText } from '../prompting/query-text.ts';
import { withAttachments } from '../prompting/with-attachments.ts';
import { recordOf } from '../records.ts';
import type { ClassConfig, QuestionClassifierConfig } from './config.ts';
import { type ClassificationTask, chatMessages, completionMessages } from './prompts.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> &
  Pick<NodeCapabilities, 'models' | 'files' | 'conversation' | 'endUser'>;

export async function execute(config: QuestionClassifierConfig, context: Context): Promise<NodeResult> {
  const query = context.variables.get(config.query_variable_selector);
  const record: { inputs: JsonObject; processData?: JsonObject; usage?: ModelReply['usage'] } = {
    inputs: { query: recordOf(query), ...modelIdentity(config.model) },
  };
  const classes = config.classes.map((item) => ({ ...item, name: context.variables.render(item.name) }));
  try {
    const parameters = resolveParameters(config.model.completion_params, context.variables);
    const model = await context.models.languageModel(config.model);
    const messages = await buildMessages(config, classes, model, parameters, context);
    const reply = await askModel(model, {
      mode: config.model.mode,
      messages,
      ...parameters,
      signal: context.signal,
      ...(context.endUser !== '' && { user: context.endUser }),
    });
    record.usage = reply.usage;
    record.processData = callToJson(config.model, messages, reply);
    const chosen = chooseClass(classes, reply.text);
    return succeeded({ ...record, outputs: outputsOf(classes, chosen, reply), branch: chosen.id });
  } catch (error) {
    return modelFailure(error, context.signal, record);
  }
}

async function buildMessages(
  config: QuestionClassifierConfig,
  classes: readonly ClassConfig[],
  model: LanguageModel,
  { parameters }: CompletionParameters,
  context: Context,
): Promise<PromptMessage[]> {
  const task: ClassificationTask = {
    query: queryText(config.query_variable_selector, context.variables),
    classes,
    instruction: context.variables.render(config.instruction),
    transcript: '',
  };
  const toMessages = config.model.mode === 'completion' ? completionMessages : chatMessages;
  const budget = { model, parameters, prompt: toMessages(task) };
  const transcript = toTranscript(await recall(config.memory, budget, context.conversation), spokenRoles);
  const files = await toPromptParts(visionFiles(config.vision, context), model, config.vision.configs.detail, context);
  return withAttachments(toMessages({ ...task, transcript }), files);
}

/** The class that the model named; the first one when it named none of ours. */
function chooseClass(classes: readonly ClassConfig[], answer: string): ClassConfig {
  const [first] = classes;
  if (!first) throw new NodeError('ValueError', 'The classifier has no classes.');
  const found = findJsonObject(withoutThinking(answer));
  if (!found) {
    const shown = answer.slice(0, 200);
    throw new NodeError('OutputParserError', `Could not find a JSON object in the answer of the model: ${shown}`);
  }
  if (found['category_name'] === undefined) return first;
  return classes.find(({ id }) => id === idText(found['category_id'])) ?? first;
}

/** Models write `2` where the id is `"2"`. */
function idText(id: JsonValue | undefined): string | undefined {
  return id === undefined || id === null ? undefined : String(id);
}

function outputsOf(classes: readonly ClassConfig[], chosen: ClassConfig, reply: ModelReply) {
  const label = chosen.label || `CLASS ${classes.indexOf(chosen) + 1}`;
  return {
    class_name: string(chosen.name),
    class_label: string(label),
    class_id: string(chosen.id),
    usage: object(usageToJson(reply.usage)),
  };
}
