import { claimText, spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { Bytes } from '../values/bytes.ts';
import { type Bound, type Method, method, methodTable, parameters, positional } from '../values/call.ts';
import { cut, lengthOf, toCodePointOffset } from '../values/code-points.ts';
import { Dict, dictGet, isDict } from '../values/dict.ts';
import { each } from '../values/iterate.ts';
import { joinParts } from '../values/join.ts';
import { isText, textOf } from '../values/markup.ts';
import { integral } from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { sliceBounds } from '../values/slice.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';
import { optionalText, textArgument, wholeArgument } from './argument.ts';
import * as plainText from './plain-text.ts';
import { textChecks } from './text-checks.ts';

/** The methods of str, except `format` and `format_map`, which reach into other values. */

type TextMethod = Method<string>;

const plain = (name: string, body: (text: string) => Value): TextMethod => method(name, positional(), body);

function padded(name: string, place: (missing: number, width: number) => number): TextMethod {
  return method(name, positional('width', ['fillchar', ' ']), (text, [width, fill]) => {
    const wanted = wholeArgument(width);
    const character = textArgument(fill);
    if (lengthOf(character) !== 1) raise('TypeError', 'The fill character must be exactly one character long');
    return padText(text, wanted, character, place);
  });
}

export function padText(
  text: string,
  width: number,
  fill: string,
  leftOf: (missing: number, width: number) => number,
): string {
  const missing = width - lengthOf(text);
  if (missing <= 0) return text;
  claimText(width);
  const left = leftOf(missing, width);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

/** CPython's `str.center`: the odd blank goes left when the width is odd too. */
export const centerPlace = (missing: number, width: number): number => (missing >> 1) + (missing & width & 1);

interface Window {
  readonly text: string;
  readonly offset: number; // in code points
  readonly isOutside: boolean;
}

/** The part of a text between the optional bounds that `find`, `count` and `startswith` take. */
function windowOf(text: string, start: Value | undefined, stop: Value | undefined): Window {
  if ((start ?? null) === null && (stop ?? null) === null) return { text, offset: 0, isOutside: false };
  const length = lengthOf(text);
  const bounds = sliceBounds({ start: start ?? null, stop: stop ?? null, step: null }, length);
  const first = integral(start ?? undefined);
  const isOutside = (first !== undefined && first > length) || bounds.start > bounds.stop;
  return { text: cut(text, bounds.start, Math.max(bounds.start, bounds.stop)), offset: bounds.start, isOutside };
}

const windowed = positional('sub', ['start', undefined], ['end', undefined]);

function finder(name: string, search: (text: string, part: string) => number, isStrict: boolean): TextMethod {
  return method(name, windowed, (text, [part, start, stop]) => {
    const wanted = textArgument(part);
    const within = windowOf(text, start, stop);
    const found = within.isOutside ? -1 : toCodePointOffset(within.text, search(within.text, wanted));
    if (found < 0 && isStrict) raise('ValueError', 'substring not found');
    return found < 0 ? -1 : found + within.offset;
  });
}

const findFirst = (text: string, part: string) => text.indexOf(part);
const findLast = (text: string, part: string) => text.lastIndexOf(part);

function edgeCheck(name: string, check: (text: string, part: string) => boolean): TextMethod {
  return method(name, windowed, (text, [parts, start, stop]) => {
    const within = windowOf(text, start, stop);
    const wanted = parts instanceof Tuple ? parts.items.map(textArgument) : [edgeText(parts, name)];
    return !within.isOutside && wanted.some((part) => check(within.text, part));
  });
}

function edgeText(part: Value | undefined, name: string): string {
  if (isText(part)) return textOf(part);
  return raise('TypeError', `${name} first arg must be str or a tuple of str, not ${typeName(part)}`);
}

function stripper(name: string, body: (text: string, characters?: string) => string): TextMethod {
  return method(name, positional(['chars', null]), (text, [characters]) => body(text, optionalText(characters)));
}

function splitter(name: string, body: typeof plainText.split): TextMethod {
  return method(name, parameters(['sep', null], ['maxsplit', -1]), (text, [separator, limit]) =>
    body(text, optionalText(separator), wholeArgument(limit)),
  );
}

function partitioner(name: string, search: typeof findFirst, absent: (text: string) => readonly string[]): TextMethod {
  return method(name, positional('sep'), (text, [separator]) => {
    const part = textArgument(separator);
    if (part === '') raise('ValueError', 'empty separator');
    const at = search(text, part);
    return new Tuple(at < 0 ? absent(text) : [text.slice(0, at), part, text.slice(at + part.length)]);
  });
}

export function joinTexts(separator: string, items: Value | undefined): string {
  const parts: string[] = [];
  for (const item of each(items ?? null)) {
    if (!isText(item)) {
      raise('TypeError', `sequence item ${parts.length}: expected str instance, ${typeName(item)} found`);
    }
    parts.push(textOf(item));
  }
  return joinParts(separator, parts);
}

export function replace(text: string, [old, fresh, limit]: Bound): string {
  const [before, after] = [textArgument(old), textArgument(fresh)];
  const most = wholeArgument(limit);
  const longest = before === '' ? text.length + 1 : Math.floor(text.length / before.length);
  const growth = Math.max(0, after.length - before.length);
  if (longest * growth > 1 << 16) claimText(text.length + plainText.countText(text, before || ' ') * growth);
  if (before === '') claimText(text.length + longest * after.length);
  return plainText.replaceText(text, before, after, most);
}

function fillZeros(text: string, width: Value | undefined): string {
  const [, sign = '', rest = ''] = /^([+-]?)([\s\S]*)$/.exec(text) ?? [];
  return sign + padText(rest, wholeArgument(width) - sign.length, '0', (missing) => missing);
}

function encode(text: string, [encoding]: Bound): Bytes {
  const name = textArgument(encoding).toLowerCase().replaceAll('_', '-');
  if (name === 'utf-8' || name === 'utf8') return new Bytes(new TextEncoder().encode(text));
  const highest = { ascii: 0x7f, 'us-ascii': 0x7f, 'latin-1': 0xff, latin1: 0xff, 'iso-8859-1': 0xff }[name];
  if (highest === undefined) return raise('LookupError', `unknown encoding: ${name}`);
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  if (codes.some((code) => code > highest)) raise('UnicodeEncodeError', `'${name}' codec can't encode all characters`);
  return new Bytes(Uint8Array.from(codes));
}

/** `str.translate`: the table maps code points to code points, texts or None. */
function translate(text: string, table: Value | undefined): string {
  if (!isDict(table)) return raise('TypeError', `'${typeName(table)}' object is not a translation table`);
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const target = dictGet(table, code);
    if (target === undefined) return character;
    if (target === null) return '';
    return isText(target) ? textOf(target) : String.fromCodePoint(wholeArgument(target));
  }).join('');
}

/** `str.maketrans`: from a dict, or from two texts of the same length and one to delete. */
function makeTable([first, second, third]: Bound): Dict {
  const table = new Dict();
  const codeOf = (character: string) => character.codePointAt(0) ?? 0;
  if (second === undefined) {
    if (!isDict(first)) raise('TypeError', 'if you give only one argument to maketrans it must be a dict');
    for (const key of each(first ?? null)) {
      const target = isDict(first) ? dictGet(first, key) : undefined;
      table.set(isText(key) ? codeOf(textOf(key)) : key, target ?? null);
    }
    return table;
  }
  const [from, to] = [Array.from(textArgument(first)), Array.from(textArgument(second))];
  if (from.length !== to.length) raise('ValueError', 'the first two maketrans arguments must have equal length');
  from.forEach((character, index) => {
    table.set(codeOf(character), codeOf(to[index] ?? ''));
  });
  for (const character of optionalText(third) ?? '') table.set(codeOf(character), null);
  return table;
}

const checks = Object.entries(textChecks).map(([name, check]) => plain(name, check));

export const textMethods = methodTable<string>(
  ...checks,
  plain('capitalize', plainText.capitalize),
  plain('casefold', plainText.foldCase),
  padded('center', centerPlace),
  padded('ljust', () => 0),
  padded('rjust', (missing) => missing),
  method('zfill', positional('width'), (text, [width]) => fillZeros(text, width)),
  method('count', windowed, (text, [part, start, stop]) => {
    const within = windowOf(text, start, stop);
    const wanted = textArgument(part);
    if (within.isOutside) return 0;
    return wanted === '' ? lengthOf(within.text) + 1 : plainText.countText(within.text, wanted);
  }),
  method('encode', parameters(['encoding', 'utf-8'], ['errors', 'strict']), encode),
  edgeCheck('startswith', (text, part) => text.startsWith(part)),
  edgeCheck('endswith', (text, part) => text.endsWith(part)),
  method('expandtabs', parameters(['tabsize', 8]), (text, [size]) => {
    claimText(text.length + plainText.countText(text, '\t') * Math.max(0, wholeArgument(size)));
    return plainText.expandTabs(text, wholeArgument(size));
  }),
  finder('find', findFirst, false),
  finder('rfind', findLast, false),
  finder('index', findFirst, true),
  finder('rindex', findLast, true),
  method('join', positional('iterable'), (text, [items]) => joinTexts(text, items)),
  plain('lower', (text) => text.toLowerCase()),
  plain('upper', (text) => text.toUpperCase()),
  plain('title', plainText.toTitle),
  plain('swapcase', plainText.swapCase),
  stripper('strip', plainText.strip),
  stripper('lstrip', plainText.stripStart),
  stripper('rstrip', plainText.stripEnd),
  method('maketrans', positional('x', ['y', undefined], ['z', undefined]), (_, args) => makeTable(args)),
  method('translate', positional('table'), (text, [table]) => translate(text, table)),
  partitioner('partition', findFirst, (text) => [text, '', '']),
  partitioner('rpartition', findLast, (text) => ['', '', text]),
  method('removeprefix', positional('prefix'), (text, [prefix]) => {
    const part = textArgument(prefix);
    return text.startsWith(part) ? text.slice(part.length) : text;
  }),
  method('removesuffix', positional('suffix'), (text, [suffix]) => {
    const part = textArgument(suffix);
    return part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text;
  }),
  method('replace', positional('old', 'new', ['count', -1]), replace),
  splitter('split', plainText.split),
  splitter('rsplit', plainText.splitFromEnd),
  method('splitlines', parameters(['keepends', false]), (text, [keeps]) =>
    plainText.splitLines(text, wholeArgument(keeps) !== 0),
  ),
);

/** Costs of a method grow with its text. */
export function chargeText(text: string): void {
  if (text.length > 256) spend(text.length >> 8);
}
