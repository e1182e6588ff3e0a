import { claimText } from '../meter.ts';
import { raise } from '../raised.ts';
import { escapeBeyondAscii } from '../values/code-points.ts';
import { escapeHtml, Markup } from '../values/markup.ts';
import type { Arguments, Value } from '../values/object.ts';
import { repr, str } from '../values/print.ts';
import { formatValue } from './format-spec.ts';

/** Python's `str.format`. Attributes and items are reached by what the caller hands in. */
export interface Reach {
  /** Python's `getattr`; raises when there is none. */
  attribute(value: Value, name: string): Value;
  /** Python's `value[key]`; raises when there is none. */
  item(value: Value, key: Value): Value;
}

interface Formatting extends Reach {
  readonly args: Arguments;
  readonly isMarkup: boolean;
  next: number; // of the automatic numbers; -1 once a field was numbered by hand
}

export function formatText(format: string, args: Arguments, reach: Reach, isMarkup: boolean): string {
  return expand(format, { ...reach, args, isMarkup, next: 0 }, 2);
}

/** Literal text and fields, left to right. `depth` is how deep fields may still nest in specs. */
function expand(format: string, state: Formatting, depth: number): string {
  if (depth === 0) raise('ValueError', 'Max string recursion exceeded');
  let result = '';
  for (let at = 0; at < format.length; ) {
    const brace = nextBrace(format, at);
    result += format.slice(at, brace);
    if (brace === format.length) break;
    if (format[brace + 1] === format[brace]) {
      result += format[brace];
      at = brace + 2;
      continue;
    }
    if (format[brace] === '}') raise('ValueError', "Single '}' encountered in format string");
    const end = endOfField(format, brace + 1);
    const shown = formatField(format.slice(brace + 1, end), state, depth);
    claimText(shown.length);
    result += shown;
    at = end + 1;
  }
  return result;
}

function nextBrace(format: string, from: number): number {
  for (let i = from; i < format.length; i += 1) if (format[i] === '{' || format[i] === '}') return i;
  return format.length;
}

/** The closing brace that belongs to a field; before the spec, braces inside `[…]` do not count. */
function endOfField(format: string, from: number): number {
  if (from >= format.length) raise('ValueError', "Single '{' encountered in format string");
  let depth = 1;
  let [isInBrackets, isInSpec] = [false, false];
  for (let i = from; i < format.length; i += 1) {
    const character = format[i];
    if (isInBrackets) isInBrackets = character !== ']';
    else if (character === ':' || character === '!') isInSpec = true;
    else if (character === '[') isInBrackets = !isInSpec;
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (depth === 0) return i;
  }
  return raise('ValueError', "expected '}' before end of string");
}

function formatField(field: string, state: Formatting, depth: number): string {
  const { path, conversion, spec } = splitField(field);
  const value = converted(resolve(path, state), conversion);
  const wanted = spec.includes('{') || spec.includes('}') ? expand(spec, state, depth - 1) : spec;
  if (!state.isMarkup) return formatValue(value, wanted);
  if (!(value instanceof Markup)) return escapeHtml(formatValue(value, wanted));
  if (wanted !== '') raise('ValueError', 'Unsupported format specification for Markup.');
  return value.text;
}

function splitField(field: string): { path: string; conversion: string; spec: string } {
  let isInBrackets = false;
  for (let i = 0; i < field.length; i += 1) {
    const character = field[i];
    if (character === '{') raise('ValueError', "unexpected '{' in field name");
    if (character === '[') isInBrackets = true;
    else if (character === ']') isInBrackets = false;
    else if (isInBrackets) continue;
    else if (character === ':') return { path: field.slice(0, i), conversion: '', spec: field.slice(i + 1) };
    else if (character === '!') return splitConversion(field, i);
  }
  return { path: field, conversion: '', spec: '' };
}

function splitConversion(field: string, mark: number): { path: string; conversion: string; spec: string } {
  const conversion = field[mark + 1];
  if (conversion === undefined) return raise('ValueError', "unmatched '{' in format spec");
  const after = field[mark + 2];
  if (after !== undefined && after !== ':') raise('ValueError', "expected ':' after conversion specifier");
  return { path: field.slice(0, mark), conversion, spec: field.slice(mark + 3) };
}

function converted(value: Value, conversion: string): Value {
  if (conversion === '') return value;
  if (conversion === 's') return str(value);
  if (conversion === 'r') return repr(value);
  if (conversion === 'a') return escapeBeyondAscii(repr(value));
  return raise('ValueError', `Unknown conversion specifier '${conversion}'`);
}

const STEP = /\.([^.[]*)|\[([^\]]*)(\])?/y;

/** `0.name[key]`: the first part is an argument, the rest is reached from it. */
function resolve(path: string, state: Formatting): Value {
  const head = /^[^.[]*/.exec(path)?.[0] ?? '';
  let value = argument(head, state);
  for (let at = head.length; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const step = STEP.exec(path);
    if (!step) return raise('ValueError', "Only '.' or '[' may follow ']' in format field specifier");
    const [, name, key, close] = step;
    if (key !== undefined && close === undefined) raise('ValueError', "Missing ']' in format string");
    if ((name ?? key) === '') raise('ValueError', 'Empty attribute in format string');
    value = name === undefined ? state.item(value, toKey(key ?? '')) : state.attribute(value, name);
  }
  return value;
}

function toKey(text: string): Value {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function argument(name: string, state: Formatting): Value {
  if (name === '' || /^\d+$/.test(name)) return numbered(name, state);
  const value = state.args.named?.get(name);
  return value === undefined ? raise('KeyError', repr(name)) : value;
}

function numbered(name: string, state: Formatting): Value {
  const isAutomatic = name === '';
  const isMixed = isAutomatic ? state.next < 0 : state.next > 0;
  if (isMixed) {
    const [from, to] = isAutomatic
      ? ['manual field specification', 'automatic field numbering']
      : ['automatic field numbering', 'manual field specification'];
    raise('ValueError', `cannot switch from ${from} to ${to}`);
  }
  const index = isAutomatic ? state.next : Number(name);
  state.next = isAutomatic ? state.next + 1 : -1;
  const value = state.args.positional[index];
  if (value !== undefined) return value;
  return raise('IndexError', `Replacement index ${index} out of range for positional args tuple`);
}
