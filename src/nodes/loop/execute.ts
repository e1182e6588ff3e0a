import {
  failed,
  type NodeContext,
  type NodeResult,
  number,
  type RoundOutcome,
  succeeded,
  type Value,
  type VariableReader,
} from '../../engine/index.ts';
import { evaluateConditions } from '../conditions/index.ts';
import { containerMetadata } from '../container-metadata.ts';
import { failedBy, NodeError } from '../node-error.ts';
import { overlaid } from '../overlaid-variables.ts';
import { recordsOf } from '../records.ts';
import type { LoopConfig } from './config.ts';
import { initialVariables } from './loop-variables.ts';

type Context = Pick<NodeContext, 'nodeId' | 'variables' | 'startRounds' | 'runRound'>;
type Values = Readonly<Record<string, Value>>;

/** Rounds that share the variables of the loop, until a condition holds or the count is reached. */
export async function execute(config: LoopConfig, context: Context): Promise<NodeResult> {
  let initial: Values;
  try {
    initial = initialVariables(config.loop_variables, context.variables);
  } catch (error) {
    return failedBy(error);
  }
  const inputs = { loop_count: config.loop_count, ...recordsOf(initial) };
  context.startRounds({ length: config.loop_count, inputs });
  const updates = Object.entries(initial).map(([label, value]) => ({ selector: [context.nodeId, label], value }));
  // nobody reads outputs that no round has made, but the variables are there
  if (breaksAtOnce(config, overlaid(context.variables, updates))) {
    return succeeded({ outputs: {}, updates, inputs, metadata: { completed_reason: 'loop_break' } });
  }
  const rounds: Round[] = [];
  const end = await runRounds(config, context, initial, rounds);
  const metadata = { ...metadataOf(rounds), completed_reason: end.reason };
  if (end.reason === 'error') return failed(end.errorType, end.error, { inputs, metadata });
  const outputs = { ...rounds.at(-1)?.values, loop_round: number(rounds.length) };
  return succeeded({ outputs, inputs, metadata });
}

interface Round {
  readonly outcome: RoundOutcome;
  /** The loop variables after it. */
  readonly values: Values;
}

type End =
  | { readonly reason: 'loop_break' | 'loop_completed' }
  | { readonly reason: 'error'; readonly error: string; readonly errorType: string };

async function runRounds(config: LoopConfig, context: Context, initial: Values, rounds: Round[]): Promise<End> {
  for (let index = 0; index < config.loop_count; index++) {
    const set = index === 0 ? initial : {};
    const outcome = await context.runRound({ index, variables: 'shared', set });
    rounds.push({ outcome, values: currentValues(config, context.nodeId, outcome.variables) });
    const end = endAfter(config, outcome);
    if (end) return end;
  }
  return { reason: 'loop_completed' };
}

function endAfter(config: LoopConfig, outcome: RoundOutcome): End | undefined {
  if (outcome.status === 'failed') {
    return { reason: 'error', error: outcome.error ?? '', errorType: outcome.errorType ?? 'WorkflowNodeError' };
  }
  try {
    return outcome.isLoopEnd || breaks(config, outcome.variables) ? { reason: 'loop_break' } : undefined;
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    return { reason: 'error', error: error.message, errorType: 'WorkflowNodeError' };
  }
}

function currentValues(config: LoopConfig, loopId: string, variables: VariableReader): Values {
  const values: Record<string, Value> = {};
  for (const { label } of config.loop_variables) {
    const value = variables.get([loopId, label]);
    if (value) values[label] = value;
  }
  return values;
}

function breaks(config: LoopConfig, variables: VariableReader): boolean {
  if (config.break_conditions.length === 0) return false;
  return evaluateConditions(config.break_conditions, config.logical_operator, variables).holds;
}

/** Before the first round conditions may ask for what only a round can give: that is no reason to break. */
function breaksAtOnce(config: LoopConfig, variables: VariableReader): boolean {
  try {
    return breaks(config, variables);
  } catch (error) {
    if (error instanceof NodeError) return false;
    throw error;
  }
}

function metadataOf(rounds: readonly Round[]) {
  const durations = rounds.map(({ outcome }, index) => [index, outcome.elapsedSeconds] as const);
  const usages = rounds.map(({ outcome }) => outcome.usage);
  return {
    ...containerMetadata('loop_duration_map', durations, usages),
    loop_variable_map: Object.fromEntries(rounds.map(({ values }, index) => [index, recordsOf(values)])),
  };
}
