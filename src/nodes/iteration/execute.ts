import {
  array,
  failed,
  file,
  type NodeContext,
  type NodeResult,
  number,
  succeeded,
  toJson,
  type Value,
} from '../../engine/index.ts';
import { pythonRepr } from '../../kernel/index.ts';
import { containerMetadata } from '../container-metadata.ts';
import { fromForeignJson } from '../json-values.ts';
import { failedBy, NodeError } from '../node-error.ts';
import { printSelector } from '../records.ts';
import type { IterationConfig } from './config.ts';
import { outputOf } from './output.ts';
import { type Round, runRounds } from './rounds.ts';

type Context = Pick<NodeContext, 'variables' | 'startRounds' | 'runRound'>;

/** One round per item of a list; results in the order of the items. */
export async function execute(config: IterationConfig, context: Context): Promise<NodeResult> {
  let list: Value;
  try {
    list = findList(config, context);
  } catch (error) {
    return failedBy(error);
  }
  const items = itemsOf(list);
  const inputs = { iterator_selector: toJson(list) ?? [] };
  context.startRounds({ length: items.length, inputs });
  if (items.length === 0) return succeeded({ outputs: { output: emptyLike(list) }, inputs });
  const rounds = await runRounds(config, items.length, (index) => runRound(config, context, items, index));
  return resultOf(config, rounds, inputs);
}

function findList({ iterator_selector }: IterationConfig, { variables }: Context): Value {
  const list = variables.get(iterator_selector);
  if (list === undefined) {
    throw new NodeError('WorkflowNodeError', `iterator variable ${printSelector(iterator_selector)} not found`);
  }
  if (list.type === 'none' || list.type.startsWith('array[')) return list;
  const shown = pythonRepr(toJson(list));
  throw new NodeError('WorkflowNodeError', `invalid iterator value: ${shown}, please provide a list.`);
}

function itemsOf(list: Value): readonly Value[] {
  if (list.type === 'array[file]') return list.value.map(file);
  return Array.isArray(list.value) ? list.value.map(fromForeignJson) : [];
}

function emptyLike(list: Value): Value {
  return list.type === 'none' ? array('array[any]', []) : list;
}

async function runRound(
  config: IterationConfig,
  context: Context,
  items: readonly Value[],
  index: number,
): Promise<Round> {
  const item = items[index];
  const set = { index: number(index), ...(item && { item }) };
  const outcome = await context.runRound({ index, variables: 'isolated', set });
  if (outcome.status === 'succeeded') return { index, outcome, output: outcome.variables.get(config.output_selector) };
  return {
    index,
    outcome,
    failure: { error: outcome.error ?? '', errorType: outcome.errorType ?? 'WorkflowNodeError' },
  };
}

function resultOf(config: IterationConfig, rounds: readonly Round[], inputs: NodeResult['inputs'] & {}): NodeResult {
  const ordered = rounds.toSorted((a, b) => a.index - b.index);
  const durations = ordered.map(({ index, outcome }) => [index, outcome.elapsedSeconds] as const);
  const metadata = containerMetadata(
    'iteration_duration_map',
    durations,
    ordered.map(({ outcome }) => outcome.usage),
  );
  const outputs = { output: outputOf(ordered, config) };
  // the failure that came first, not the one of the first item
  const failure = config.error_handle_mode === 'terminated' && rounds.find((round) => round.failure)?.failure;
  if (failure) return failed(failure.errorType, failure.error, { outputs, inputs, metadata });
  return succeeded({ outputs, inputs, metadata });
}
