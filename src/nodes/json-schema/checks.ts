import { isJsonObject, isNumber, type JsonObject, type JsonValue, pythonRepr, toNumber } from '../../kernel/index.ts';
import type { Patterns } from './patterns.ts';
import type { SchemaError } from './schema-error.ts';
import {
  compare,
  entriesOf,
  equals,
  has,
  isList,
  isMultiple,
  isOfType,
  isText,
  isUnique,
  listOf,
  mapOf,
  numberOf,
  textOf,
  typeList,
} from './schema-values.ts';

/** One keyword of a schema held against one value. */
export interface Held {
  /** What the schema says under the keyword. */
  readonly expected: JsonValue;
  readonly value: JsonValue;
  /** The schema that the keyword stands in. */
  readonly schema: JsonObject;
  readonly path: SchemaError['path'];
  readonly walk: Walk;
}

export interface Walk {
  readonly patterns: Patterns;
  errors(schema: JsonValue, value: JsonValue, path: SchemaError['path']): SchemaError[];
  isValid(schema: JsonValue, value: JsonValue): boolean;
  resolve(reference: string): JsonValue;
}

/** What a check finds: its own words, or the errors of a schema below, which know themselves. */
type Found = Pick<SchemaError, 'message' | 'path'> & Partial<SchemaError>;
export type Check = (held: Held) => readonly Found[];

/** A check with one sentence about the value itself; undefined where it holds. */
function about(kind: (value: JsonValue) => boolean, say: (held: Held) => string | false): Check {
  return (held) => {
    const said = kind(held.value) && say(held);
    return said === false ? [] : [{ message: said, path: held.path }];
  };
}

const anything = () => true;
const repr = ({ value }: Held) => pythonRepr(value);

/** The words of jsonschema/_keywords.py, keyword by keyword. */
export const checks: Readonly<Record<string, Check>> = {
  $ref: ({ expected, value, path, walk }) => walk.errors(walk.resolve(textOf(expected)), value, path),
  type: about(
    anything,
    (held) => !isOfType(held.expected, held.value) && `${repr(held)} is not of type ${names(held)}`,
  ),
  enum: about(
    anything,
    (held) =>
      !listOf(held.expected).some((item) => equals(item, held.value)) &&
      `${repr(held)} is not one of ${pythonRepr(held.expected)}`,
  ),
  const: about(anything, ({ expected, value }) => !equals(expected, value) && `${pythonRepr(expected)} was expected`),

  minimum: bound((order) => order < 0, 'is less than the minimum of'),
  maximum: bound((order) => order > 0, 'is greater than the maximum of'),
  exclusiveMinimum: bound((order) => order <= 0, 'is less than or equal to the minimum of'),
  exclusiveMaximum: bound((order) => order >= 0, 'is greater than or equal to the maximum of'),
  multipleOf: about(
    isNumber,
    (held) =>
      !isMultiple(held.value, held.expected) && `${repr(held)} is not a multiple of ${pythonRepr(held.expected)}`,
  ),

  minLength: size(
    isText,
    (count, limit) => count < limit,
    (limit) => tooFew(limit, 'is too short'),
  ),
  maxLength: size(
    isText,
    (count, limit) => count > limit,
    (limit) => tooMany(limit, 'is too long'),
  ),
  pattern: about(
    isText,
    (held) =>
      !held.walk.patterns.matches(held.expected, String(held.value)) &&
      `${repr(held)} does not match ${pythonRepr(held.expected)}`,
  ),

  minItems: size(
    isList,
    (count, limit) => count < limit,
    (limit) => tooFew(limit, 'is too short'),
  ),
  maxItems: size(
    isList,
    (count, limit) => count > limit,
    (limit) => tooMany(limit, 'is too long'),
  ),
  uniqueItems: about(
    isList,
    (held) => held.expected === true && !isUnique(listOf(held.value)) && `${repr(held)} has non-unique elements`,
  ),
  items: (held) => {
    if (!isList(held.value)) return [];
    if (isList(held.expected)) return eachItem(held, 0, (index) => listOf(held.expected)[index]);
    const first = isList(held.schema['prefixItems'] ?? null) ? listOf(held.schema['prefixItems'] ?? []).length : 0;
    return eachItem(held, first, () => held.expected);
  },
  prefixItems: (held) => eachItem(held, 0, (index) => listOf(held.expected)[index]),
  additionalItems: (held) => {
    const items = held.schema['items'] ?? null;
    return isList(items) ? eachItem(held, items.length, () => held.expected) : [];
  },
  contains: about(
    isList,
    (held) =>
      !listOf(held.value).some((item) => held.walk.isValid(held.expected, item)) &&
      held.schema['minContains'] !== 0 &&
      `${repr(held)} does not contain items matching the given schema`,
  ),

  minProperties: size(
    isJsonObject,
    (count, limit) => count < limit,
    (limit) => tooFew(limit, 'does not have enough properties'),
  ),
  maxProperties: size(
    isJsonObject,
    (count, limit) => count > limit,
    (limit) => tooMany(limit, 'has too many properties'),
  ),
  required: ({ expected, value, path }) =>
    (isJsonObject(value) ? listOf(expected) : [])
      .filter((name) => !has(value, String(name)))
      .map((name) => ({ message: `${pythonRepr(name)} is a required property`, path })),
  properties: ({ expected, value, path, walk }) =>
    Object.entries(mapOf(expected)).flatMap(([name, schema]) =>
      has(value, name) ? walk.errors(schema, value[name] ?? null, [...path, name]) : [],
    ),
  patternProperties: ({ expected, value, path, walk }) =>
    Object.entries(mapOf(expected)).flatMap(([pattern, schema]) =>
      entriesOf(value)
        .filter(([name]) => walk.patterns.matches(pattern, name))
        .flatMap(([name, item]) => walk.errors(schema, item, [...path, name])),
    ),
  additionalProperties: (held) => {
    const extra = entriesOf(held.value).filter(([name]) => !isDeclared(held, name));
    if (held.expected !== false) {
      return extra.flatMap(([name, item]) => held.walk.errors(held.expected, item, [...held.path, name]));
    }
    return extra.length === 0
      ? []
      : [
          {
            message: unexpected(
              held.schema,
              extra.map(([name]) => name),
            ),
            path: held.path,
          },
        ];
  },
  propertyNames: ({ expected, value, path, walk }) =>
    entriesOf(value).flatMap(([name]) => walk.errors(expected, name, path)),
  dependencies: dependencies,
  dependentRequired: dependencies,
  dependentSchemas: dependencies,

  allOf: ({ expected, value, path, walk }) => listOf(expected).flatMap((schema) => walk.errors(schema, value, path)),
  anyOf: (held) => {
    const found = alternatives(held);
    return found.some((errors) => errors.length === 0) ? [] : [{ ...noAlternative(held), context: found.flat() }];
  },
  oneOf: (held) => {
    const found = alternatives(held);
    const fitting = listOf(held.expected).filter((_, index) => found[index]?.length === 0);
    if (fitting.length === 0) return [{ ...noAlternative(held), context: found.flat() }];
    const [first, ...more] = fitting;
    if (first === undefined || more.length === 0) return [];
    const shown = [...more, first].map(pythonRepr).join(', ');
    return [{ message: `${repr(held)} is valid under each of ${shown}`, path: held.path }];
  },
  not: about(
    anything,
    (held) =>
      held.walk.isValid(held.expected, held.value) &&
      `${repr(held)} should not be valid under ${pythonRepr(held.expected)}`,
  ),
  if: ({ expected, value, schema, path, walk }) => {
    const next = schema[walk.isValid(expected, value) ? 'then' : 'else'];
    return next === undefined ? [] : walk.errors(next, value, path);
  },
};

function bound(isBroken: (order: number) => boolean, words: string): Check {
  return about(
    isNumber,
    (held) => isBroken(compare(held.value, held.expected)) && `${repr(held)} ${words} ${pythonRepr(held.expected)}`,
  );
}

function size(
  kind: (value: JsonValue) => boolean,
  isBroken: (count: number, limit: number) => boolean,
  words: (limit: number) => string,
): Check {
  return about(kind, (held) => {
    const limit = toNumber(numberOf(held.expected));
    return isBroken(lengthOf(held.value), limit) && `${repr(held)} ${words(limit)}`;
  });
}

const tooFew = (limit: number, words: string) => (limit === 1 ? 'should be non-empty' : words);
const tooMany = (limit: number, words: string) => (limit === 0 ? 'is expected to be empty' : words);

/** Python counts characters, not UTF-16 units. */
function lengthOf(value: JsonValue): number {
  if (typeof value === 'string') return [...value].length;
  return isList(value) ? value.length : entriesOf(value).length;
}

function eachItem({ value, path, walk }: Held, from: number, schemaAt: (index: number) => JsonValue | undefined) {
  if (!isList(value)) return [];
  return value.slice(from).flatMap((item, offset) => {
    const schema = schemaAt(from + offset);
    return schema === undefined ? [] : walk.errors(schema, item, [...path, from + offset]);
  });
}

/** Draft 7 has both meanings under one name: names that are then required, or a schema that then holds. */
function dependencies({ expected, value, path, walk }: Held): readonly Found[] {
  return Object.entries(mapOf(expected)).flatMap(([name, wanted]): readonly Found[] => {
    if (!has(value, name)) return [];
    if (!isList(wanted)) return walk.errors(wanted, value, path);
    return wanted
      .filter((other) => !has(value, String(other)))
      .map((other) => ({ message: `${pythonRepr(other)} is a dependency of ${pythonRepr(name)}`, path }));
  });
}

function alternatives({ expected, value, path, walk }: Held): SchemaError[][] {
  return listOf(expected).map((schema) => walk.errors(schema, value, path));
}

function noAlternative(held: Held): Found {
  return { message: `${repr(held)} is not valid under any of the given schemas`, path: held.path };
}

function isDeclared({ schema, walk }: Held, name: string): boolean {
  if (Object.hasOwn(mapOf(schema['properties'] ?? {}), name)) return true;
  return Object.keys(mapOf(schema['patternProperties'] ?? {})).some((pattern) => walk.patterns.matches(pattern, name));
}

function unexpected(schema: JsonObject, names: readonly string[]): string {
  const shown = names.toSorted().map(pythonRepr).join(', ');
  const patterns = Object.keys(mapOf(schema['patternProperties'] ?? {}));
  if (patterns.length > 0) {
    const verb = names.length === 1 ? 'does' : 'do';
    return `${shown} ${verb} not match any of the regexes: ${patterns.toSorted().map(pythonRepr).join(', ')}`;
  }
  return `Additional properties are not allowed (${shown} ${names.length === 1 ? 'was' : 'were'} unexpected)`;
}

const names = ({ expected }: Held) => typeList(expected).map(pythonRepr).join(', ');
