import { spend } from '../meter.ts';
import { splitLines } from '../methods/plain-text.ts';
import { isRaised } from '../raised.ts';
import { lengthOf, SPACE } from '../values/code-points.ts';
import { isLess } from '../values/compare.ts';
import { type AnyDict, dictEntries, dictFrom, isDict } from '../values/dict.ts';
import { ADDRESS, PythonObject, type Value } from '../values/object.ts';
import { repr } from '../values/print.ts';
import { GroupTuple, Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';

/** Python's `pprint.pformat` with its defaults: 80 columns, one blank of indentation, sorted keys. */
export function prettyPrint(value: Value): string {
  return format(sortKeys(value, []), 0, 0, 1);
}

const WIDTH = 80;

/** Stands for a container inside itself. */
class Recursion extends PythonObject {
  readonly typeName: string;

  constructor(name: string) {
    super();
    this.typeName = name;
  }

  repr(): string {
    return `<Recursion on ${this.typeName} with id=${Number(ADDRESS)}>`;
  }
}

/** `pprint` sorts the keys of every dict it prints; a kind that has no order sorts by the name of its class. */
function sortKeys(value: Value, open: readonly Value[]): Value {
  spend();
  if (open.includes(value)) return new Recursion(typeName(value));
  const inner = [...open, value];
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, inner));
  if (value instanceof Tuple && !(value instanceof GroupTuple)) {
    return new Tuple(value.items.map((item) => sortKeys(item, inner)));
  }
  if (!isDict(value)) return value;
  const entries = [...dictEntries(value)].sort(([a], [b]) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
  return dictFrom(entries.map(([key, item]) => [key, sortKeys(item, inner)] as const));
}

function isBefore(a: Value, b: Value): boolean {
  try {
    return isLess(a, b);
  } catch (error) {
    if (isRaised(error, 'TypeError')) return typeName(a) < typeName(b);
    throw error;
  }
}

/** `allowance` is the room that closing brackets after the value need. */
function format(value: Value, indent: number, allowance: number, level: number): string {
  spend();
  const plain = repr(value);
  if (lengthOf(plain) <= WIDTH - indent - allowance) return plain;
  if (typeof value === 'string') return formatText(value, plain, indent, allowance, level);
  if (Array.isArray(value)) return `[${formatItems(value, indent, allowance + 1, level)}]`;
  if (isDict(value)) return `{${formatEntries(value, indent, allowance + 1, level)}}`;
  if (!(value instanceof Tuple) || value instanceof GroupTuple) return plain;
  const close = value.items.length === 1 ? ',)' : ')';
  return `(${formatItems(value.items, indent, allowance + close.length, level)}${close}`;
}

function formatItems(items: readonly Value[], indent: number, allowance: number, level: number): string {
  return items
    .map((item, index) => format(item, indent + 1, index === items.length - 1 ? allowance : 1, level + 1))
    .join(`,\n${' '.repeat(indent + 1)}`);
}

function formatEntries(dict: AnyDict, indent: number, allowance: number, level: number): string {
  const entries = dictEntries(dict);
  return entries
    .map(([key, item], index) => {
      const shown = repr(key);
      const room = index === entries.length - 1 ? allowance : 1;
      return `${shown}: ${format(item, indent + 1 + lengthOf(shown) + 2, room, level + 1)}`;
    })
    .join(`,\n${' '.repeat(indent + 1)}`);
}

/** A long text as several literals, one under the other. */
function formatText(text: string, plain: string, givenIndent: number, givenAllowance: number, level: number): string {
  const isTop = level === 1;
  const indent = givenIndent + (isTop ? 1 : 0);
  const allowance = givenAllowance + (isTop ? 1 : 0);
  const lines = splitLines(text, true);
  const chunks = lines.flatMap((line, index) => {
    const isLast = index === lines.length - 1;
    return lineChunks(line, WIDTH - indent, isLast ? allowance : 0);
  });
  if (chunks.length <= 1) return chunks[0] ?? plain;
  const joined = chunks.join(`\n${' '.repeat(indent)}`);
  return isTop ? `(${joined})` : joined;
}

const WORDS = new RegExp(`[^${SPACE}]*[${SPACE}]*`, 'g');

function lineChunks(line: string, width: number, allowance: number): string[] {
  const whole = repr(line);
  if (lengthOf(whole) <= width - allowance) return [whole];
  const parts = line.match(WORDS)?.filter((part) => part !== '') ?? [];
  const chunks: string[] = [];
  let current = '';
  parts.forEach((part, index) => {
    const candidate = current + part;
    const room = width - (index === parts.length - 1 ? allowance : 0);
    spend(candidate.length >> 4);
    if (lengthOf(repr(candidate)) <= room) {
      current = candidate;
      return;
    }
    if (current !== '') chunks.push(repr(current));
    current = part;
  });
  return current === '' ? chunks : [...chunks, repr(current)];
}
