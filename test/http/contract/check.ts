import { Ajv, type ErrorObject, type Format } from 'ajv';
import type { ApiDocument, Schema } from './document.ts';

/**
 * Holds values against the schemas of the document. The document calls no field of an answer required; here all of them
 * are, so that a field that is missing is found. What differs on purpose is listed, each with its reason, by its place
 * (`WorkflowFinishedData.created_by`); an entry that no value needs is told as well.
 */
export interface Checker {
  /** What is wrong with a value, in words; empty when nothing is. `name` stands for a schema without one. */
  problemsOf(schema: Schema, value: unknown, name: string): string[];
  /** Listed differences that no value has had. */
  unneeded(): string[];
}

const ANY = () => true;

const FORMATS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  decimal: /^-?\d+(\.\d+)?(e-?\d+)?$/i,
  byte: /^[A-Za-z0-9+/]*={0,2}$/,
  url: (text: string) => URL.canParse(text),
  // what is said of numbers and bytes elsewhere cannot be seen in JSON
  ...{ int64: ANY, float: ANY, double: ANY, binary: ANY },
} as const satisfies Record<string, Format>;

export function createChecker(document: ApiDocument, differences: Readonly<Record<string, string>>): Checker {
  const ajv = new Ajv({ allErrors: true, strict: false, formats: FORMATS });
  ajv.addSchema({ $id: 'document', components: { schemas: mapValues(document.components.schemas, strict) } });
  const needed = new Set<string>();
  return {
    problemsOf(schema, value, name) {
      const validate = ajv.compile(withReferences(strict(schema)));
      if (validate(value)) return [];
      return innermost(validate.errors ?? []).flatMap((error) => {
        const place = placeOf(error, name);
        if (!(place in differences)) return [`${place} ${error.message}, but is ${textAt(error.instancePath, value)}`];
        needed.add(place);
        return [];
      });
    },
    unneeded: () => Object.keys(differences).filter((place) => !needed.has(place)),
  };
}

/** OpenAPI 3.0 as JSON Schema: `nullable` is a type, and every field is required. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example: _example, discriminator: _union, properties, ...rest } = schema as Schema;
  return {
    ...mapValues(rest, strict),
    ...(properties !== undefined && { properties: mapValues(properties as Schema, strict) }),
    ...(properties !== undefined && { required: Object.keys(properties as Schema) }),
    ...(nullable === true && typeof rest['type'] === 'string' && { type: [rest['type'], 'null'] }),
  };
}

function mapValues(object: Schema, change: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function withReferences(schema: unknown): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components'));
}

/** Of a choice none of which fits, the choice alone: why each part does not fit says nothing. */
function innermost(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  return errors.filter(
    (error) => !choices.some((choice) => error !== choice && error.schemaPath.startsWith(choice.schemaPath)),
  );
}

/** `document#/components/schemas/Usage/properties/latency/type` as `Usage.latency`. */
function placeOf({ schemaPath, keyword, params }: ErrorObject, name: string): string {
  const [, inSchema] = schemaPath.split('#/components/schemas/');
  const [first = '', ...path] = (inSchema ?? schemaPath).split('/');
  const fields = path.filter((_part, index) => path[index - 1] === 'properties');
  const missing = keyword === 'required' ? [String(params['missingProperty'])] : [];
  return [inSchema === undefined ? name : first, ...fields, ...missing].join('.');
}

function textAt(pointer: string, value: unknown): string {
  const keys = pointer.split('/').slice(1);
  const found = keys.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], value);
  return JSON.stringify(found)?.slice(0, 200) ?? 'nothing';
}
