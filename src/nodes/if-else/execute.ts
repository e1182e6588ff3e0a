import { boolean, type NodeContext, type NodeResult, string, succeeded } from '../../engine/index.ts';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import { type Evaluation, evaluateConditions } from '../conditions/index.ts';
import { failedBy } from '../node-error.ts';
import type { IfElseConfig } from './config.ts';

type Case = IfElseConfig['cases'][number];

export async function execute(config: IfElseConfig, context: Pick<NodeContext, 'variables'>): Promise<NodeResult> {
  const results: JsonObject[] = [];
  let inputs: JsonObject = { conditions: [] };
  const processData = { condition_results: results };
  try {
    for (const group of config.cases) {
      const evaluation = evaluateConditions(group.conditions, group.logical_operator, context.variables);
      results.push(recordOfCase(config.isLegacy ? 'default' : documentOf(group), evaluation));
      inputs = { conditions: evaluation.inputs };
      if (evaluation.holds) return chosen(group.case_id, true, { inputs, processData });
    }
  } catch (error) {
    return failedBy(error, { inputs, processData });
  }
  return chosen('false', false, { inputs, processData });
}

function chosen(caseId: string, result: boolean, record: { inputs: JsonObject; processData: JsonObject }): NodeResult {
  const outputs = { result: boolean(result), selected_case_id: string(caseId) };
  return succeeded({ outputs, branch: caseId, ...record });
}

function recordOfCase(group: JsonValue, evaluation: Evaluation): JsonObject {
  return { group, results: evaluation.results, final_result: evaluation.holds };
}

/** The case as its document has it, for people who compare the record with their graph. */
function documentOf(group: Case): JsonObject {
  return {
    case_id: group.case_id,
    logical_operator: group.logical_operator,
    conditions: group.conditions.map((condition) => ({
      variable_selector: condition.variable_selector,
      comparison_operator: condition.comparison_operator,
      value: condition.value ?? null,
      sub_variable_condition: subConditionDocument(condition.sub_variable_condition),
    })),
  };
}

function subConditionDocument(sub: Case['conditions'][number]['sub_variable_condition']): JsonValue {
  if (!sub) return null;
  const conditions = sub.conditions.map((condition) => ({ ...condition, value: condition.value ?? null }));
  return { logical_operator: sub.logical_operator, conditions };
}
