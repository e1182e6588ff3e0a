import {
  type AgentLogEntry,
  files,
  type NodeContext,
  type NodeResult,
  noUsage,
  object,
  string,
  succeeded,
  usageToJson,
  type Value,
} from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, mapValues, pythonStr } from '../../kernel/index.ts';
import type { LanguageModel } from '../../models/index.ts';
import type { AgentRequest, AgentStep, NodeCapabilities } from '../capabilities.ts';
import { fromForeignJson, valuesOf } from '../json-values.ts';
import { failedBy, NodeError, ofCapability } from '../node-error.ts';
import { doesNotExist, type ResolvedParameters, resolveParameters } from '../node-parameters.ts';
import { withEarlierFiles } from '../prompting/earlier-files.ts';
import { fitInto, type MemoryBudget } from '../prompting/memory.ts';
import { toPromptParts, visionFiles } from '../prompting/prompt-files.ts';
import type { AgentConfig } from './config.ts';
import { plainTools } from './tool-settings.ts';

type Context = Pick<NodeContext, 'variables' | 'signal' | 'emit' | 'nodeId'> &
  Pick<NodeCapabilities, 'agents' | 'conversation' | 'files'>;
type AgentResult = Extract<AgentStep, { readonly kind: 'result' }>;

export async function execute(config: AgentConfig, context: Context): Promise<NodeResult> {
  let inputs: JsonObject = {};
  try {
    const parameters = resolved(config, context);
    inputs = withPlainTools(parameters.shown);
    const request = await requestOf(config, parameters, context);
    const { result, log } = await follow(request, context);
    return succeeded({
      outputs: outputsOf(result, log),
      inputs,
      metadata: { agent_log: log, tool_info: { icon: null, agent_strategy: config.agent_strategy_name } },
      ...(result.usage && { usage: result.usage }),
    });
  } catch (error) {
    return failedBy(error, { inputs });
  }
}

function resolved(config: AgentConfig, { variables }: Context): ResolvedParameters {
  const parameters = resolveParameters(config.agent_parameters, variables);
  const [selector] = parameters.missing.values();
  if (selector) throw new NodeError('AgentVariableNotFoundError', doesNotExist(selector));
  return parameters;
}

function withPlainTools(parameters: JsonObject): JsonObject {
  return mapValues(parameters, plainTools);
}

/** As the memory of llm nodes: no window means all that is kept. */
const MAX_ROUNDS = 500;

async function requestOf(config: AgentConfig, { values }: ResolvedParameters, context: Context): Promise<AgentRequest> {
  const { memory, vision } = config;
  const rounds = (memory?.window.enabled && memory.window.size) || MAX_ROUNDS;
  const earlier = memory ? await context.conversation.history({ rounds }) : [];
  const files = vision ? visionFiles(vision, context) : [];
  const detail = vision?.configs.detail ?? 'high';
  return {
    strategy: config.agent_strategy_name,
    strategyProvider: config.agent_strategy_provider_name,
    parameters: withPlainTools(values),
    history: async (model) => {
      const kept = await fitInto(earlier, budgetOf(values, model));
      if (vision?.enabled) return withEarlierFiles(kept, model, detail, context);
      return kept.map(({ files: _unseen, ...message }) => message);
    },
    onSpending: (usageSoFar) => context.emit({ kind: 'spending', usageSoFar }),
    attachments: (model) => toPromptParts(files, model, detail, context),
  };
}

/**
 * What is told of earlier turns leaves room for the instruction and the question.
 * (Dify 1.x core/prompt/agent_history_prompt_transform.py)
 */
function budgetOf(
  { model: chosen = null, instruction = '', query = '' }: JsonObject,
  model: LanguageModel,
): MemoryBudget {
  const parameters = isJsonObject(chosen) ? (chosen['completion_params'] ?? {}) : {};
  const prompt = [
    { role: 'system' as const, content: pythonStr(instruction) },
    { role: 'user' as const, content: pythonStr(query) },
  ];
  return { model, prompt, parameters: isJsonObject(parameters) ? parameters : {} };
}

/** Passes on what happens; the last step is the result. */
async function follow(request: AgentRequest, context: Context): Promise<{ result: AgentResult; log: JsonValue[] }> {
  const { agents, signal, emit } = context;
  const entries = new Map<string, AgentLogEntry>();
  let result: AgentResult | undefined;
  let hasStreamed = false;
  try {
    for await (const step of agents.run(request, signal)) {
      if (step.kind === 'result') result = step;
      else if (step.kind === 'log') {
        entries.set(step.entry.id, step.entry);
        emit({ kind: 'agent-log', entry: step.entry });
      } else {
        hasStreamed = true;
        emit({ kind: 'text', variable: 'text', text: step.text });
      }
    }
  } catch (error) {
    ofCapability(error, signal, 'AgentInvocationError', 'Failed to invoke agent: ');
  }
  if (!result) throw new NodeError('AgentInvocationError', 'Failed to invoke agent: the strategy gave no result');
  if (!hasStreamed && result.text !== '') emit({ kind: 'text', variable: 'text', text: result.text });
  emit({ kind: 'text', variable: 'text', text: '', isLast: true });
  return { result, log: [...entries.values()].map((entry) => logToJson(entry, context.nodeId)) };
}

function logToJson(entry: AgentLogEntry, nodeId: string): JsonObject {
  const { id, label, parentId, status, error, data, metadata } = entry;
  return { id, parent_id: parentId ?? null, error: error ?? null, status, data, label, metadata, node_id: nodeId };
}

/** The lines of the log stand first in `json`; without other JSON an empty entry ends it. (Dify, message_transformer.py) */
function outputsOf(result: AgentResult, log: readonly JsonValue[]): Record<string, Value> {
  return {
    text: string(result.text),
    usage: object(usageToJson(result.usage ?? noUsage)),
    files: files(result.files),
    json: fromForeignJson([...log, ...(result.json.length > 0 ? result.json : [{ data: [] }])]),
    ...valuesOf(result.variables),
  };
}
