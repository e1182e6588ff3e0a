import type { ErrorObject, ValidateFunction } from 'ajv';
import { type JsonObject, type JsonValue, printJson, pythonRepr } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';

/** Compiling is slow, and a schema object belongs to one prepared graph: it is kept as long as the graph is. */
const compiled = new WeakMap<JsonObject, ValidateFunction>();

/** What is wrong with `value` by the JSON Schema (draft 7); undefined when nothing is. */
export async function schemaProblem(schema: JsonObject, value: JsonObject): Promise<string | undefined> {
  const validate = compiled.get(schema) ?? (await compile(schema));
  compiled.set(schema, validate);
  // ajv knows JavaScript's numbers only, in which 5.0 is an integer, as in draft 7
  if (validate(JSON.parse(printJson(value)))) return undefined;
  const [first] = validate.errors ?? [];
  return first ? describe(first) : 'invalid';
}

async function compile(schema: JsonObject): Promise<ValidateFunction> {
  // loaded only when a start form has a schema
  const module = await import('ajv');
  // a CommonJS module in a bundle of several pieces has its default export only
  const Ajv = module.Ajv ?? module.default;
  try {
    return new Ajv({ strict: false, validateFormats: false, verbose: true, logger: false }).compile(schema);
  } catch (cause) {
    throw new NodeError(
      'ValueError',
      `Invalid JSON schema: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}

/** In the words of Python's jsonschema where a rule is common, since graphs and people know those. */
function describe(error: ErrorObject): string {
  const shown = pythonRepr(error.data as JsonValue); // what was validated is JSON
  const expected = pythonRepr((error.schema ?? null) as JsonValue); // and so is the schema
  if (error.keyword === 'required') return `${pythonRepr(error.params['missingProperty'])} is a required property`;
  if (error.keyword === 'type') return `${shown} is not of type ${listed(expected)}`;
  if (error.keyword === 'enum') return `${shown} is not one of ${expected}`;
  if (error.keyword === 'minimum') return `${shown} is less than the minimum of ${expected}`;
  if (error.keyword === 'maximum') return `${shown} is greater than the maximum of ${expected}`;
  if (error.keyword === 'additionalProperties') {
    const name = pythonRepr(error.params['additionalProperty']);
    return `Additional properties are not allowed (${name} was unexpected)`;
  }
  return `${error.instancePath || 'it'} ${error.message ?? 'is invalid'}`;
}

/** jsonschema names several types without brackets: `'string', 'null'`. */
function listed(types: string): string {
  return types.replace(/^\[|\]$/g, '');
}
