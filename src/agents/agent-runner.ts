import {
  type Clock,
  type IdSource,
  isJsonObject,
  isNumber,
  type JsonObject,
  type JsonValue,
  KnownError,
  type ModelUsage,
  parseJson,
  toNumber,
} from '../kernel/index.ts';
import {
  addUsage,
  type LanguageModel,
  type ModelRuntime,
  type PromptContent,
  type PromptMessage,
} from '../models/index.ts';
import type { AgentEvent, AgentTask } from './agent-event.ts';
import { AgentLog, type AgentLogEntry } from './agent-log.ts';
import type { AgentToolSource } from './agent-tool.ts';
import { type AgentStrategy, runAgent } from './run-agent.ts';

export interface AgentRunnerOptions<File> {
  readonly models: ModelRuntime;
  readonly tools: AgentToolSource<File>;
  readonly ids: IdSource;
  readonly clock: Clock;
}

/** The agent node's request: its strategy, and the strategy's parameters with all references resolved. */
export interface AgentNodeRequest {
  readonly strategy: string;
  readonly strategyProvider: string;
  readonly parameters: JsonObject;
  /** What was said before, as a model can take it. */
  readonly history: (model: LanguageModel) => Promise<readonly PromptMessage[]>;
  /** Handed, again and again, what tells how much the agent has used so far. */
  readonly onSpending?: (usageSoFar: () => ModelUsage) => void;
  /** What is shown with the question, as a model can take it. */
  readonly attachments: (model: LanguageModel) => Promise<readonly PromptContent[]>;
}

export type AgentNodeStep<File> =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'log'; readonly entry: AgentLogEntry<File> }
  | {
      readonly kind: 'result';
      readonly text: string;
      readonly usage?: ModelUsage;
      readonly files: readonly File[];
      readonly json: readonly JsonValue[];
      readonly variables: JsonObject;
    };

export interface AgentNodeRunner<File> {
  run(request: AgentNodeRequest, signal: AbortSignal): AsyncIterable<AgentNodeStep<File>>;
}

/** Runs the strategies of Dify's agent plugin (`langgenius/agent/agent`: `function_calling`, `ReAct`). */
export function openAgentRunner<File>(options: AgentRunnerOptions<File>): AgentNodeRunner<File> {
  return {
    async *run(request, signal) {
      const strategy = readStrategy(request.strategy);
      const task = await toTask(options, request, signal);
      const log = new AgentLog(options, task, strategy);
      const files: File[] = [];
      for await (const event of runAgent(task, strategy)) {
        for (const entry of log.entriesOf(event)) yield { kind: 'log', entry };
        if (event.type === 'text') yield { kind: 'text', text: event.text };
        if (event.type === 'tool-finished') files.push(...event.outcome.files);
        if (event.type === 'finished') yield toResult(event, files);
      }
    },
  };
}

function toResult<File>(
  event: Extract<AgentEvent<File>, { type: 'finished' }>,
  files: readonly File[],
): AgentNodeStep<File> {
  const { text, usage } = event;
  return { kind: 'result', text, files, json: [], variables: {}, ...(usage && { usage }) };
}

const STRATEGIES: Readonly<Record<string, AgentStrategy>> = {
  function_call: 'function-calling',
  function_calling: 'function-calling',
  react: 'react',
};

function readStrategy(name: string): AgentStrategy {
  const strategy = STRATEGIES[name.toLowerCase()];
  if (strategy) return strategy;
  const known = Object.keys(STRATEGIES).join(', ');
  throw new KnownError('not_built', { message: `The agent strategy "${name}" is not known here (known: ${known}).` });
}

const DEFAULT_ROUNDS = 3;
/** The greatest that Dify's editor takes. */
const MAX_ROUNDS = 500;

async function toTask<File>(
  { models, tools }: AgentRunnerOptions<File>,
  { parameters, history, attachments, onSpending }: AgentNodeRequest,
  signal: AbortSignal,
): Promise<AgentTask<File>> {
  const model = readModel(parameters['model']);
  const wanted = Array.isArray(parameters['tools']) ? parameters['tools'] : [];
  const { stop, ...completion } = model.parameters;
  const rounds = parameters['maximum_iterations'];
  const asked = await models.languageModel(model);
  return {
    model: asked,
    mode: model.mode,
    parameters: completion,
    stop: Array.isArray(stop) ? stop.filter((word) => typeof word === 'string') : [],
    instruction: textOf(parameters['instruction']),
    history: await history(asked),
    query: question(textOf(parameters['query']), await attachments(asked)),
    tools: allowedTools(await tools.open(wanted.filter(isEnabled)), parameters['allowed_tools']),
    maxRounds: Math.min(isNumber(rounds) ? Math.max(toNumber(rounds), 1) : DEFAULT_ROUNDS, MAX_ROUNDS),
    lastRound: 'refuses',
    ...(onSpending && { onSpending: summed(onSpending) }),
    signal,
  };
}

/** All questions to the model together. */
function summed(tell: NonNullable<AgentNodeRequest['onSpending']>): AgentTask<unknown>['onSpending'] {
  const calls: (() => ModelUsage)[] = [];
  return (usageSoFar) => {
    calls.push(usageSoFar);
    tell(() => calls.map((call) => call()).reduce((sum, usage) => addUsage(sum, usage)));
  };
}

function question(text: string, shown: readonly PromptContent[]): AgentTask<unknown>['query'] {
  return { role: 'user', content: shown.length === 0 ? text : [{ type: 'text', text }, ...shown] };
}

const isEnabled = (tool: JsonValue) => !isJsonObject(tool) || tool['enabled'] !== false;

/** A list of names, as JSON or as its text; one name alone; nothing allows all. */
function allowedTools<Tool extends { readonly name: string }>(
  tools: readonly Tool[],
  allowed: JsonValue | undefined,
): readonly Tool[] {
  const names = (Array.isArray(allowed) ? allowed : namesIn(textOf(allowed).trim()))
    .map((name) => textOf(name).trim())
    .filter((name) => name !== '');
  return names.length === 0 ? tools : tools.filter(({ name }) => names.includes(name));
}

function namesIn(text: string): readonly JsonValue[] {
  try {
    const parsed = parseJson(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [text];
  }
}

function readModel(value: JsonValue | undefined) {
  const config = isJsonObject(value) ? value : {};
  const [provider, name] = [textOf(config['provider']), textOf(config['model']) || textOf(config['name'])];
  if (provider === '' || name === '') {
    throw new KnownError('bad_request', { message: 'The agent has no model: its parameter "model" is empty.' });
  }
  const params = config['completion_params'];
  const mode = config['mode'] === 'completion' ? ('completion' as const) : ('chat' as const);
  return { provider, name, mode, parameters: isJsonObject(params) ? params : {} };
}

const textOf = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '');
