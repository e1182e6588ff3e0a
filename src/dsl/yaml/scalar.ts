import { float, integer, type JsonPrimitive } from '../../kernel/index.ts';

/**
 * Scalars as PyYAML's SafeLoader reads them (YAML 1.1), because that is what reads every file in Dify: `yes` is true,
 * `010` is 8, `1:30` is 90, but `1e5` and `0o17` are texts. Dates stay texts: JSON has no dates.
 * Facts: PyYAML lib/yaml/resolver.py, constructor.py.
 */
const WORDS: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...spellings(true, 'yes', 'true', 'on'),
  ...spellings(false, 'no', 'false', 'off'),
]);

function spellings(value: boolean, ...words: string[]): (readonly [string, boolean])[] {
  const forms = (word: string) => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];
  return words.flatMap(forms).map((word) => [word, value] as const);
}

const MAY_BE_NUMBER = /^[-+.0-9]/;
const INTEGER = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]+|0|[1-9][0-9_]*(?::[0-5]?[0-9])*)$/;
const FLOAT = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
const SEXAGESIMAL_FLOAT = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** Python refuses to read longer integers (`sys.int_info.default_max_str_digits`). */
const MAX_DIGITS = 4300;
const MAX_NUMBER_LENGTH = 2 * MAX_DIGITS;

/** The value of a plain scalar without a tag. */
export function resolvePlain(text: string): JsonPrimitive {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!MAY_BE_NUMBER.test(text) || text.length > MAX_NUMBER_LENGTH) return text;
  return toInteger(text) ?? toFloat(text) ?? text;
}

/** The value of a scalar with an explicit tag such as `!!int`; undefined when the text does not fit the tag. */
export function resolveTagged(type: string, text: string): JsonPrimitive | undefined {
  if (type === 'str' || type === 'timestamp') return text;
  if (type === 'null') return null;
  if (type === 'int') return toInteger(text);
  if (type === 'float') return toFloat(text) ?? toFloat(`${text}.0`);
  if (type === 'bool') return WORDS.get(text.toLowerCase()) ?? undefined;
  return undefined;
}

/** True when the text, written plain, would be read as the text it is. */
export function isPlainText(text: string): boolean {
  return resolvePlain(text) === text && !LOOKS_TYPED.test(text);
}

/** Dates, merge and value keys, and numbers of YAML 1.2: texts for us, but not for every reader. */
const LOOKS_TYPED = /^(?:\d{4}-\d\d?-\d\d?(?:$|[Tt\s])|<<$|=$|0o[0-7]+$|[-+]?(?:\d+(?:\.\d*)?|\.\d+)[eE][-+]?\d+$)/;

function toInteger(text: string): number | bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const isNegative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  if (digits.length > MAX_DIGITS) return undefined;
  const magnitude = toMagnitude(digits);
  return magnitude === undefined ? undefined : integer(isNegative ? -magnitude : magnitude);
}

function toMagnitude(digits: string): bigint | undefined {
  if (digits.includes(':')) return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  if (digits === '0b' || digits === '0x') return undefined;
  if (/^0[0-7]/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return BigInt(digits);
}

function toFloat(text: string) {
  const plain = text.replaceAll('_', '');
  if (FLOAT.test(text)) return float(Number(plain));
  if (NOT_FINITE.test(text)) return float(toNotFinite(text.toLowerCase()));
  if (!SEXAGESIMAL_FLOAT.test(text)) return undefined;
  const sign = plain.startsWith('-') ? -1 : 1;
  const parts = plain.replace(/^[-+]/, '').split(':');
  return float(sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0));
}

function toNotFinite(text: string): number {
  if (text.endsWith('nan')) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
