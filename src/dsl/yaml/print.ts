import { DUMP_SCHEMA, defineScalarTag, dump, NOT_RESOLVED } from 'js-yaml';
import { Float, isInteger, type JsonValue, printFloat } from '../../kernel/index.ts';
import { isPlainText, resolvePlain } from './scalar.ts';

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isFraction = (value: unknown) =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));

const integers = defineScalarTag<unknown>('tag:yaml.org,2002:int', {
  implicit: true,
  resolve: (source) => valueIf(isInteger, source),
  identify: isInteger,
  represent: String,
});

const floats = defineScalarTag<unknown>('tag:yaml.org,2002:float', {
  implicit: true,
  resolve: (source) => valueIf(isFraction, source),
  identify: isFraction,
  represent: (value: number | Float) => yamlFloat(Number(value)),
});

/** YAML 1.1 has `y` and `n` for booleans, PyYAML has not: without this every `y: 100` of a position would get quotes. */
const booleans = defineScalarTag<unknown>('tag:yaml.org,2002:bool', {
  implicit: true,
  resolve: (source) => valueIf(isBoolean, source),
  identify: isBoolean,
  represent: String,
});

function valueIf(isType: (value: unknown) => boolean, source: string): unknown {
  const value = resolvePlain(source);
  return isType(value) ? value : NOT_RESOLVED;
}

/** Claims every text that PyYAML would not read as that text, so that such texts get quotes. */
const notText = defineScalarTag('!not-text', {
  implicit: true,
  resolve: (source) => (isPlainText(source) ? NOT_RESOLVED : source),
  identify: () => false,
});

const SCHEMA = DUMP_SCHEMA.withTags(booleans, integers, floats, notText);

/** Prints JSON values as YAML that PyYAML, YAML 1.2 parsers and `parseYaml` read alike. Keys keep their order. */
export function printYaml(value: JsonValue): string {
  return dump(value, { schema: SCHEMA, lineWidth: -1, noRefs: true });
}

/** Python's `repr` with a point before the exponent: without it PyYAML takes `1e-07` for a text. */
function yamlFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = printFloat(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
