import { isJsonObject, type JsonObject, type JsonValue, pythonRepr } from '../../kernel/index.ts';
import { type Check, checks, type Walk } from './checks.ts';
import { openPatterns, type Patterns, type Stopwatch } from './patterns.ts';
import { bestMatch, type SchemaError } from './schema-error.ts';
import { invalidSchema, isOfType } from './schema-values.ts';

/** What is wrong with a value, in a sentence; undefined when nothing is. */
export async function schemaProblem(
  schema: JsonObject,
  value: JsonValue,
  clock: Stopwatch,
): Promise<string | undefined> {
  return (await findSchemaError(schema, value, clock))?.message;
}

/**
 * JSON Schema, walked and never compiled: a schema is somebody else's text. Of draft 7 and its successors what Python's
 * jsonschema checks without a format checker, in its words, since graphs and people know those.
 */
export async function findSchemaError(
  schema: JsonObject,
  value: JsonValue,
  clock: Stopwatch,
): Promise<SchemaError | undefined> {
  return bestMatch(new SchemaWalk(schema, await openPatterns(schema, clock)).errors(schema, value, []));
}

/** Deeper than any form or model goes; the stack ends far beyond. */
const MAX_DEPTH = 500;

/** One value held against one document of schemas. */
class SchemaWalk implements Walk {
  readonly patterns: Patterns;
  readonly #root: JsonObject;
  #depth = 0;

  constructor(root: JsonObject, patterns: Patterns) {
    this.#root = root;
    this.patterns = patterns;
  }

  isValid(schema: JsonValue, value: JsonValue): boolean {
    return this.errors(schema, value, []).length === 0;
  }

  errors(schema: JsonValue, value: JsonValue, path: readonly (string | number)[]): SchemaError[] {
    if (schema === true) return [];
    if (schema === false) {
      return [{ keyword: 'false', path, message: `False schema does not allow ${pythonRepr(value)}`, isMisfit: false }];
    }
    if (!isJsonObject(schema)) throw invalidSchema(`${pythonRepr(schema)} is no schema`);
    if (this.#depth >= MAX_DEPTH) throw invalidSchema('it is nested too deeply, or refers to itself without end');
    this.#depth += 1;
    try {
      return this.#keywordErrors(schema, value, path);
    } finally {
      this.#depth -= 1;
    }
  }

  #keywordErrors(schema: JsonObject, value: JsonValue, path: readonly (string | number)[]): SchemaError[] {
    const found: SchemaError[] = [];
    // in draft 7 a reference stands alone, whatever is beside it
    const keywords = Object.hasOwn(schema, '$ref')
      ? [['$ref', schema['$ref'] ?? null] as const]
      : Object.entries(schema);
    for (const [keyword, expected] of keywords) {
      const check = checkOf(keyword);
      if (!check) continue;
      for (const error of check({ expected, value, schema, path, walk: this })) {
        found.push({ keyword, isMisfit: schema['type'] !== undefined && !isOfType(schema['type'], value), ...error });
      }
    }
    return found;
  }

  /** The schema behind a reference inside the document. */
  resolve(reference: string): JsonValue {
    if (!reference.startsWith('#')) throw invalidSchema(`Unresolvable: ${reference}`);
    let place: JsonValue | undefined = this.#root;
    for (const part of decodeURIComponent(reference.slice(1)).split('/').slice(1)) {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      place = Array.isArray(place) ? place[Number(key)] : ownValue(place, key);
      if (place === undefined) throw invalidSchema(`Unresolvable: ${reference}`);
    }
    return place;
  }
}

function checkOf(keyword: string): Check | undefined {
  return Object.hasOwn(checks, keyword) ? checks[keyword] : undefined;
}

function ownValue(object: JsonValue | undefined, key: string): JsonValue | undefined {
  return object !== undefined && isJsonObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}
