import {
  type FormAnswer,
  fromJson,
  type NodeContext,
  type NodeResult,
  string,
  succeeded,
  type Value,
} from '../../engine/index.ts';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { fromForeignJson } from '../json-values.ts';
import type { FormInput, HumanInputConfig } from './config.ts';
import { filledContent, formOf, isForFiles } from './form.ts';

type Context = Pick<NodeContext, 'variables' | 'answer'> & Pick<NodeCapabilities, 'limits'>;
type Submission = Extract<FormAnswer, { readonly kind: 'submitted' }>;

export const TIMEOUT_HANDLE = '__timeout';

/** Asks at first; runs again when a person has answered or the time is over. */
export async function execute(config: HumanInputConfig, context: Context): Promise<NodeResult> {
  if (!context.answer) return { status: 'paused', form: formOf(config, context) };
  if (context.answer.kind === 'timed-out') {
    return succeeded({ outputs: { __action_id: string(''), __action_value: string('') }, branch: TIMEOUT_HANDLE });
  }
  return submitted(config, context, context.answer);
}

function submitted(config: HumanInputConfig, { variables }: Context, answer: Submission): NodeResult {
  const inputs = declaredInputs(config, answer.inputs);
  const content = variables.render(config.form_content, 'markdown');
  const fields = config.inputs.map((input): [string, Value] => {
    return [input.output_variable_name, fieldValue(input, inputs[input.output_variable_name] ?? null)];
  });
  const outputs = {
    ...Object.fromEntries(fields),
    __action_id: string(answer.actionId),
    __action_value: string(config.user_actions.find(({ id }) => id === answer.actionId)?.title ?? ''),
    __rendered_content: string(filledContent(content, inputs)),
  };
  return succeeded({ outputs, inputs, branch: answer.actionId });
}

function declaredInputs(config: HumanInputConfig, given: JsonObject): JsonObject {
  const names = config.inputs.map((input) => input.output_variable_name);
  return Object.fromEntries(names.map((name) => [name, Object.hasOwn(given, name) ? (given[name] ?? null) : null]));
}

/** Fields for files hold references that the product made of uploads. */
function fieldValue(input: FormInput, value: JsonValue): Value {
  return isForFiles(input) ? fromJson(value) : fromForeignJson(value);
}
