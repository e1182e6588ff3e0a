import { type FormRequest, type NodeContext, toJson, type VariableReader } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import type { FormInput, HumanInputConfig } from './config.ts';

const HOUR_MS = 3_600_000;
const unitMs = { hour: HOUR_MS, day: 24 * HOUR_MS };

type FormContext = Pick<NodeContext, 'variables'> & Pick<NodeCapabilities, 'limits'>;

/** The question as it is put to a person; fields are still marks in the content. */
export function formOf(config: HumanInputConfig, { variables, limits }: FormContext): FormRequest {
  return {
    content: variables.render(config.form_content, 'markdown'),
    inputs: config.inputs.map((input) => inputDocument(input, variables)),
    actions: config.user_actions.map(({ id, title, button_style }) => ({ id, title, buttonStyle: button_style })),
    defaults: defaultsOf(config.inputs, variables),
    deliveryMethods: config.delivery_methods.map((method) => renderDelivery(method, variables)),
    timeoutMs: Math.min(config.timeout * unitMs[config.timeout_unit], limits.maxFormSeconds * 1000),
  };
}

/** A field as clients see it: only those for texts have a default (the published document of the Service API). */
function inputDocument(input: FormInput, variables: VariableReader): JsonObject {
  const { default: value, option_source: source, ...rest } = input;
  const shown = rest as JsonObject; // as it was read
  if (source) return { ...shown, option_source: offered(source, variables) };
  if (isForFiles(input)) return shown;
  return { ...shown, default: value ? { ...value, value: value.value ?? '' } : null };
}

export const isForFiles = ({ type }: FormInput): boolean => type === 'file' || type === 'file-list';

/** With the texts of the variable that it names, if they are texts (Dify core/workflow/human_input_policy.py). */
function offered(source: NonNullable<FormInput['option_source']>, variables: VariableReader): JsonObject {
  const found = source.type === 'variable' ? variables.get(source.selector) : undefined;
  const texts = found && toJson(found);
  const isList = Array.isArray(texts) && texts.every((text) => typeof text === 'string');
  return { ...(source as JsonObject), ...(isList && { value: texts }) };
}

/** Only what comes from variables: clients read constants from the inputs themselves. */
function defaultsOf(inputs: readonly FormInput[], variables: VariableReader): JsonObject {
  const defaults: Record<string, JsonValue> = {};
  for (const { output_variable_name: name, default: source } of inputs) {
    const value = source?.type === 'variable' ? variables.get(source.selector) : undefined;
    if (value) defaults[name] = toJson(value);
  }
  return defaults;
}

/** Subject and body of an e-mail are templates; who sends it has no variables any more. */
function renderDelivery(method: JsonObject, variables: VariableReader): JsonObject {
  const { config } = method;
  if (method['type'] !== 'email' || !isJsonObject(config)) return method;
  const rendered = ['subject', 'body'].flatMap((key) => {
    const text = config[key];
    return typeof text === 'string' ? [[key, variables.render(text, 'markdown')] as const] : [];
  });
  return { ...method, config: { ...config, ...Object.fromEntries(rendered) } };
}

/** Where a field stands in the content; older texts say `$outputs`. */
const FIELD = /\{\{#\$outputs?\.([a-zA-Z_][a-zA-Z0-9_]{0,29})#\}\}/g;

/** The content with the answers in the place of the fields. */
export function filledContent(content: string, inputs: JsonObject): string {
  return content.replace(FIELD, (mark, name: string) =>
    Object.hasOwn(inputs, name) ? shown(inputs[name] ?? '') : mark,
  );
}

function shown(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.length} files]`;
  if (isJsonObject(value)) return '[file]';
  return typeof value === 'string' ? value : String(value);
}
