import { isJsonObject, type JsonObject, type JsonValue, mapValues } from '../../kernel/index.ts';
import { asText, flagAt, listAt, mappingAt, mappingsAt, textAt } from '../fields.ts';
import { liftHttpBody } from './lift-http-body.ts';

/**
 * Node documents of older versions, in the newest shape. A lift answers a new object or the one it was given; it never
 * changes what it was given. What node schemas read with their own defaults is left to them.
 */
type Lift = (data: JsonObject) => JsonObject;

const LIFTS: Readonly<Record<string, Lift>> = {
  'if-else': liftCases,
  iteration: liftErrorMode,
  loop: liftErrorMode,
  'http-request': liftHttpBody,
  tool: liftToolInputs,
  llm: liftVision,
  'question-classifier': liftVision,
  'parameter-extractor': liftVision,
};

/** Types that were renamed. */
const NEW_NAMES: ReadonlyMap<string, string> = new Map([['variable-assigner', 'variable-aggregator']]);

export interface LiftedNode {
  readonly type: string;
  readonly version: string;
  readonly data: JsonObject;
}

export function liftNode(type: string, data: JsonObject): LiftedNode {
  const newType = NEW_NAMES.get(type) ?? type;
  const lifted = (Object.hasOwn(LIFTS, newType) && LIFTS[newType]?.(data)) || data;
  return {
    type: newType,
    version: versionOf(newType, data),
    data: lifted['type'] === newType ? lifted : { ...lifted, type: newType },
  };
}

/** Assigners say by their shape which version they are: `items` came with version 2. */
function versionOf(type: string, data: JsonObject): string {
  if (type === 'assigner' && Array.isArray(data['items'])) return '2';
  if (type === 'assigner' && 'assigned_variable_selector' in data) return '1';
  return asText(data['version']) || '1';
}

/** Before DSL 0.1.1 there was one condition group, with the handles `true` and `false`. */
function liftCases(data: JsonObject): JsonObject {
  const cases = mappingsAt(data, 'cases');
  if (cases.length > 0) return cases.every((item) => typeof item['case_id'] === 'string') ? data : nameCases(data);
  if (!Array.isArray(data['conditions'])) return data;
  const { conditions, logical_operator, ...rest } = data;
  return { ...rest, cases: [{ case_id: 'true', logical_operator: logical_operator ?? 'and', conditions }] };
}

/** An unquoted `case_id: true` is a boolean for YAML; files of other tools have only the editor's `id`. */
function nameCases(data: JsonObject): JsonObject {
  const cases = listAt(data, 'cases').map((item) => {
    if (!isJsonObject(item)) return item;
    const name = asText(item['case_id']) ?? asText(item['id']);
    return name === undefined ? item : { ...item, case_id: name };
  });
  return { ...data, cases };
}

/** Generators write the mode as `CONTINUE_ON_ERROR`. */
function liftErrorMode(data: JsonObject): JsonObject {
  const mode = data['error_handle_mode'];
  if (typeof mode !== 'string' || !/[A-Z_]/.test(mode)) return data;
  return { ...data, error_handle_mode: mode.toLowerCase().replaceAll('_', '-') };
}

/**
 * Before tool nodes of version 2, configurations were bare values. The editor makes constants of them when it opens
 * such a file (Dify 1.x web/app/components/workflow/utils/workflow-init.ts).
 */
function liftToolInputs(data: JsonObject): JsonObject {
  const configurations = mappingAt(data, 'tool_configurations');
  const parameters = mappingAt(data, 'tool_parameters');
  const hasBare = (inputs: JsonObject) => Object.values(inputs).some((value) => !isTypedInput(value));
  if (!hasBare(configurations) && !hasBare(parameters)) return data;
  return {
    ...data,
    tool_node_version: data['tool_node_version'] ?? '2',
    tool_configurations: mapValues(configurations, (value) => typedInput(value, 'constant')),
    tool_parameters: mapValues(parameters, (value) => typedInput(value, 'mixed')),
  };
}

function isTypedInput(value: JsonValue): boolean {
  return isJsonObject(value) && typeof value['type'] === 'string' && 'value' in value;
}

function typedInput(value: JsonValue, textType: 'constant' | 'mixed'): JsonValue {
  if (isTypedInput(value)) return value;
  return { type: typeof value === 'string' ? textType : 'constant', value };
}

/** Before DSL 0.1.3 vision had no selector: it meant the files of the message. */
function liftVision(data: JsonObject): JsonObject {
  const vision = mappingAt(data, 'vision');
  const configs = mappingAt(vision, 'configs');
  if (!flagAt(vision, 'enabled') || listAt(configs, 'variable_selector').length > 0) return data;
  const detail = textAt(configs, 'detail', 'high');
  return { ...data, vision: { ...vision, configs: { ...configs, variable_selector: ['sys', 'files'], detail } } };
}
