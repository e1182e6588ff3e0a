import { isJsonObject, isNumber, type JsonObject, type JsonValue, pythonTypeName } from '../../kernel/index.ts';
import type { NodeLimits } from '../capabilities.ts';
import { NodeError } from '../node-error.ts';
import { checkNumber, checkText } from './check-scalars.ts';
import type { CodeOutput } from './config.ts';

export type CodeLimits = NodeLimits['code'];
type Outputs = Readonly<Record<string, CodeOutput>>;

/** Where in the result something stands, how deep, and the limits that hold. */
interface Place {
  readonly path: string;
  readonly depth: number;
  readonly limits: CodeLimits;
}

/**
 * What a script returned, held against the declared outputs: types, sizes, depth. NUL characters leave texts, booleans
 * become 0 and 1 in numbers. (Dify core/workflow/nodes/code/code_node.py, `_transform_result`.)
 */
export function checkOutputs(result: JsonObject, declared: Outputs, limits: CodeLimits): JsonObject {
  return checkDeclared(result, declared, { path: '', depth: 1, limits });
}

function checkDeclared(result: JsonObject, declared: Outputs, place: Place): JsonObject {
  refuseDepth(place);
  const checked: Record<string, JsonValue> = {};
  for (const [name, output] of Object.entries(declared)) {
    const inner = { ...place, path: joined(place.path, name) };
    if (!Object.hasOwn(result, name)) throw invalid(`Output ${inner.path} is missing.`);
    checked[name] = checkers[output.type](result[name] ?? null, inner, output);
  }
  if (Object.keys(declared).length !== Object.keys(result).length) {
    throw new NodeError('CodeNodeError', 'Not all output parameters are validated.');
  }
  return checked;
}

type Checker = (value: JsonValue, place: Place, output: CodeOutput) => JsonValue;

const checkers: Record<CodeOutput['type'], Checker> = {
  string: checkString,
  number: checkNumeric,
  boolean: (value) => value,
  object: checkObject,
  'array[string]': (value, place) => checkArray(value, place, 'maxStringArrayLength', checkStringElement),
  'array[number]': (value, place) => checkArray(value, place, 'maxNumberArrayLength', checkNumberElement),
  'array[object]': (value, place, output) =>
    checkArray(value, place, 'maxObjectArrayLength', (item, inner, i) => checkObjectElement(item, inner, i, output)),
  'array[boolean]': (value, place) => checkArray(value, place, undefined, checkBooleanElement),
};

function checkString(value: JsonValue, { path, limits }: Place): JsonValue {
  if (value === null) return null;
  if (typeof value !== 'string') {
    throw invalid(`Output ${path} must be a string, got ${pythonTypeName(value)} instead.`);
  }
  return checkText(value, path, limits);
}

function checkNumeric(value: JsonValue, { path, limits }: Place): JsonValue {
  if (value === null) return null;
  if (typeof value === 'boolean') return Number(value);
  if (!isNumber(value)) throw invalid(`Output ${path} is not a number, got ${classOf(value)} instead.`);
  return checkNumber(value, path, limits);
}

function checkObject(value: JsonValue, place: Place, output: CodeOutput): JsonValue {
  if (value === null) return null;
  if (!isJsonObject(value)) throw invalid(`Output ${place.path} is not an object, got ${classOf(value)} instead.`);
  const inner = { ...place, depth: place.depth + 1 };
  return output.children ? checkDeclared(value, output.children, inner) : checkUndeclared(value, inner);
}

const lengthLimits = {
  maxStringArrayLength: 'CODE_MAX_STRING_ARRAY_LENGTH',
  maxNumberArrayLength: 'CODE_MAX_NUMBER_ARRAY_LENGTH',
  maxObjectArrayLength: 'CODE_MAX_OBJECT_ARRAY_LENGTH',
} as const;

type ElementChecker = (item: JsonValue, place: Place, index: number) => JsonValue;

function checkArray(
  value: JsonValue,
  place: Place,
  limit: keyof typeof lengthLimits | undefined,
  checkElement: ElementChecker,
): JsonValue {
  if (value === null) return null;
  const { path, limits } = place;
  if (!Array.isArray(value)) throw invalid(`Output ${path} is not an array, got ${classOf(value)} instead.`);
  if (limit && value.length > limits[limit]) {
    throw invalid(
      `The length of output variable \`${path}\` must be less than ${limits[limit]} elements. (${lengthLimits[limit]})`,
    );
  }
  return value.map((item, index) => checkElement(item, place, index));
}

function checkStringElement(item: JsonValue, place: Place, index: number): JsonValue {
  return checkString(item, { ...place, path: `${place.path}[${index}]` });
}

function checkNumberElement(item: JsonValue, { path }: Place, index: number): JsonValue {
  if (typeof item === 'boolean') return Number(item);
  if (isNumber(item)) return item;
  throw invalid(`The element at index ${index} of output variable \`${path}\` must be a number.`);
}

function checkObjectElement(item: JsonValue, place: Place, index: number, output: CodeOutput): JsonValue {
  if (item === null) return null;
  const path = `${place.path}[${index}]`;
  if (!isJsonObject(item)) {
    throw invalid(`Output ${path} is not an object, got ${classOf(item)} instead at index ${index}.`);
  }
  const inner = { ...place, path, depth: place.depth + 1 };
  return output.children ? checkDeclared(item, output.children, inner) : checkUndeclared(item, inner);
}

function checkBooleanElement(item: JsonValue, { path }: Place, index: number): JsonValue {
  if (item === null || typeof item === 'boolean') return item;
  throw invalid(`Output ${path}[${index}] is not a boolean, got ${classOf(item)} instead.`);
}

/** An object whose inside is not declared: any shape, within the limits. */
function checkUndeclared(result: JsonObject, place: Place): JsonObject {
  refuseDepth(place);
  for (const [name, value] of Object.entries(result)) {
    checkAnything(value, { ...place, path: joined(place.path, name) });
  }
  return result;
}

function checkAnything(value: JsonValue, place: Place): void {
  const inner = { ...place, depth: place.depth + 1 };
  if (typeof value === 'string') checkText(value, place.path, place.limits);
  else if (isNumber(value)) checkNumber(value, place.path, place.limits);
  else if (Array.isArray(value)) checkList(value, place);
  else if (isJsonObject(value)) checkUndeclared(value, inner);
}

/** Lists hold one kind of element. One whose first element is null is not looked at, as in the original. */
function checkList(list: readonly JsonValue[], place: Place): void {
  refuseDepth(place);
  const [first = null] = list;
  if (first === null) return;
  if (list.some((item) => item !== null && kindOf(item) !== kindOf(first))) {
    throw invalid(`Output ${place.path} is not a valid array. make sure all elements are of the same type.`);
  }
  const inner = { ...place, depth: Array.isArray(first) ? place.depth + 1 : place.depth };
  list.forEach((item, index) => {
    checkAnything(item, { ...inner, path: `${place.path}[${index}]` });
  });
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'list';
  if (isNumber(value) || typeof value === 'boolean') return 'number';
  return typeof value;
}

function refuseDepth({ depth, limits }: Place): void {
  if (depth <= limits.maxDepth) return;
  throw new NodeError('DepthLimitError', `Depth limit ${limits.maxDepth} reached, object too deep. (CODE_MAX_DEPTH)`);
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function classOf(value: JsonValue): string {
  return `<class '${pythonTypeName(value)}'>`;
}

function invalid(message: string): NodeError {
  return new NodeError('OutputValidationError', message);
}
