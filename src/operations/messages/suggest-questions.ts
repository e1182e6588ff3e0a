import { threadBefore } from '../../chat/index.ts';
import { readFeatures, readModelConfig } from '../../dsl/index.ts';
import { isJsonObject, type JsonObject, KnownError, parseJson } from '../../kernel/index.ts';
import { type LanguageModel, ModelError, type ModelReference } from '../../models/index.ts';
import type { App, Message } from '../../storage/index.ts';
import { getParameters } from '../apps/app-facts.ts';
import type { Scope } from '../scope.ts';
import { findOwnMessage, type OfMessage } from './messages.ts';

type Needs = Pick<Scope, 'stores' | 'chatOwner' | 'models' | 'log'>;

export interface SuggestRequest extends OfMessage {
  readonly signal: AbortSignal;
}

/** How much of the conversation the model is shown (Dify core/llm_generator: three rounds, 3000 tokens). */
const ROUNDS = 3;
const MOST_CHARACTERS = 12_000;
/** Among how many messages the rounds before are looked for. */
const MOST_EARLIER = 50;

/** How long an answer of three short questions may get. */
const ANSWER_TOKENS = 2560;

const INSTRUCTIONS =
  'Read the conversation above and write the three questions its user would most likely ask next. ' +
  'Each has fewer than 20 words and is in the language of the latest assistant reply. ' +
  'Reply with a JSON array of three strings and nothing else.';

/** Questions that a person may want to ask next, made by a model from the last rounds of the conversation. */
export async function suggestQuestions(scope: Needs, request: SuggestRequest): Promise<readonly string[]> {
  const message = await findOwnMessage(scope, request);
  const { features: document } = await getParameters(scope, request.app);
  const { suggestedQuestionsAfterAnswer: feature } = readFeatures(document);
  if (!feature.enabled) throw new KnownError('app_suggested_questions_after_answer_disabled');
  const history = await conversationText(scope, request.app, message);
  const prompt = `${history}\n\n${feature.prompt ?? INSTRUCTIONS}`;
  const answer = await chooseModel(scope, request.app, document, feature.model)
    .then((model) => ask(model, prompt, request.signal))
    .catch((error: unknown) => withoutModel(scope, error, request.signal));
  return questionsIn(answer);
}

/**
 * A model that cannot be had, or fails, suggests nothing: questions are a courtesy, and their absence is no error to a
 * reader who has the answer (Dify 1.x controllers/service_api/app/message.py).
 */
function withoutModel({ log }: Pick<Scope, 'log'>, error: unknown, signal: AbortSignal): string {
  signal.throwIfAborted();
  const isMissing =
    error instanceof KnownError &&
    (error.code === 'provider_not_initialize' || error.code === 'model_currently_not_support');
  if (!isMissing && !(error instanceof ModelError)) throw error;
  log.warn('questions could not be suggested', { error });
  return '';
}

/** The feature's own model, else the app's, else the workspace's default. */
async function chooseModel(
  scope: Pick<Scope, 'models'>,
  app: App,
  document: JsonObject,
  own: JsonObject | undefined,
): Promise<LanguageModel> {
  const chosen = referenceOf(own) ?? (app.appModelConfigId === null ? undefined : readModelConfig(document).model);
  const reference = chosen?.name ? chosen : await scope.models.defaultModel('llm');
  if (reference) return scope.models.languageModel(reference);
  throw new KnownError('provider_not_initialize', {
    message: 'Suggested questions need a language model: the workspace has no default one.',
  });
}

function referenceOf(model: JsonObject | undefined): ModelReference | undefined {
  const { provider, name } = model ?? {};
  return typeof provider === 'string' && typeof name === 'string' && name !== '' ? { provider, name } : undefined;
}

/** Of the thread that the message ends. */
async function conversationText(scope: Pick<Scope, 'stores'>, app: App, message: Message): Promise<string> {
  const { messages } = scope.stores.ofApp(app);
  const { items: earlier } = await messages.list(message.conversationId, { before: message, limit: MOST_EARLIER });
  const thread = [message, ...threadBefore(message.parentMessageId, earlier)].slice(0, ROUNDS);
  const rounds = thread.reverse().map(({ query, answer }) => `Human: ${query}\nAssistant: ${answer}`);
  return rounds.join('\n').slice(-MOST_CHARACTERS);
}

async function ask(model: LanguageModel, prompt: string, signal: AbortSignal): Promise<string> {
  const parameters = { temperature: 0, max_tokens: ANSWER_TOKENS };
  let text = '';
  for await (const chunk of model.stream({ messages: [{ role: 'user', content: prompt }], parameters, signal })) {
    if (chunk.type === 'text') text += chunk.text;
  }
  return text;
}

/** The first JSON list of texts in an answer; models wrap it in words and fences. Nothing usable is no question. */
function questionsIn(answer: string): readonly string[] {
  const list = /\[[\s\S]*?\]/.exec(answer)?.[0];
  if (list === undefined) return [];
  try {
    const parsed = parseJson(list);
    const questions = Array.isArray(parsed) ? parsed : [];
    return questions.flatMap((item) => (isJsonObject(item) ? Object.values(item) : [item])).filter(isText);
  } catch {
    return []; // no JSON: the model did not do as it was told
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
