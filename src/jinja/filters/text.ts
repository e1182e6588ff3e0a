import { formatPercent } from '../formatting/percent.ts';
import { claimText } from '../meter.ts';
import { optionalText, wholeArgument } from '../methods/argument.ts';
import { stripTags } from '../methods/html.ts';
import { escapeValue } from '../methods/markup.ts';
import { capitalize, splitFromEnd, splitLines, strip } from '../methods/plain-text.ts';
import { centerPlace, padText, replace as replaceText } from '../methods/text.ts';
import { raise } from '../raised.ts';
import { parameters } from '../values/call.ts';
import { cut, SPACE } from '../values/code-points.ts';
import { Dict } from '../values/dict.ts';
import { lengthOfValue } from '../values/iterate.ts';
import { escapeHtml, isText, Markup, textOf } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { str } from '../values/print.ts';
import { Tuple } from '../values/tuple.ts';
import { truthy, typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';
import { type Filter, filter, freeFilter } from './filter.ts';
import { wrapText } from './wrap.ts';

/** Filters from text to text. */

/** Jinja2's `soft_str`: markup stays markup. */
function soft(value: Value): string | Markup {
  return isText(value) ? value : str(value);
}

/** Applies a change of the text itself, which leaves markup markup. */
function changed(value: Value, change: (text: string) => string): Value {
  const text = soft(value);
  return typeof text === 'string' ? change(text) : new Markup(change(text.text));
}

function simple(name: string, change: (text: string) => string): Filter {
  return filter(name, parameters(), (value) => changed(value, change));
}

const WORD_STARTS = new RegExp(`([-${SPACE}({\\[<]+)`);

function toTitle(text: string): string {
  return text
    .split(WORD_STARTS)
    .map((part) => {
      const [first = ''] = part;
      return first.toUpperCase() + part.slice(first.length).toLowerCase();
    })
    .join('');
}

/** A text, or Python's complaint about a missing method. */
function requireText(value: Value, method: string): string | Markup {
  if (isText(value)) return value;
  if (value instanceof Undefined) return value.fail();
  return raise('AttributeError', `'${typeName(value)}' object has no attribute '${method}'`);
}

function indent(value: Value, width: Value, indentsFirst: boolean, indentsBlank: boolean): Value {
  if (value instanceof Undefined) return value.fail();
  if (!isText(value)) return raise('TypeError', `unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`);
  const isMarkup = value instanceof Markup;
  const indention = isText(width) ? textOf(width) : ' '.repeat(claimed(wholeArgument(width)));
  const lines = splitLines(`${textOf(value)}\n`);
  claimText(textOf(value).length + lines.length * indention.length);
  const [first = '', ...rest] = lines;
  const shown = rest.map((line) => (line !== '' || indentsBlank ? indention + line : line));
  const text = (indentsFirst ? indention : '') + [first, ...shown].join('\n');
  return isMarkup ? new Markup(text) : text;
}

function claimed(width: number): number {
  claimText(width);
  return Math.max(0, width);
}

function truncate(value: Value, length: number, killsWords: boolean, end: Value, leeway: number): Value {
  const endLength = lengthOfValue(end);
  if (length < endLength) raise('AssertionError', `expected length >= ${endLength}, got ${length}`);
  if (leeway < 0) raise('AssertionError', `expected leeway >= 0, got ${leeway}`);
  if (lengthOfValue(value) <= length + leeway) return value;
  const text = textOf(requireText(value, 'rsplit'));
  const ending = isText(end) ? textOf(end) : '';
  const kept = cut(text, 0, length - endLength);
  const start = killsWords ? kept : (splitFromEnd(kept, ' ', 1)[0] ?? '');
  if (!(value instanceof Markup))
    return end instanceof Markup ? new Markup(escapeHtml(start) + ending) : start + ending;
  return new Markup(start + escapeValue(end));
}

function wordWrap(value: Value, width: number, breaks: { words: boolean; hyphens: boolean }, separator: string): Value {
  const paragraphs = splitLines(textOf(requireText(value, 'splitlines')));
  return paragraphs.map((line) => wrapText(line, width, breaks).join(separator)).join(separator);
}

function format(value: Value, positional: readonly Value[], named: ReadonlyMap<string, Value> | undefined): Value {
  const hasNames = named !== undefined && named.size > 0;
  if (positional.length > 0 && hasNames) {
    raise('FilterArgumentError', "can't handle positional and keyword arguments at the same time");
  }
  const dict = new Dict();
  for (const [name, item] of named ?? []) dict.set(name, item);
  return formatPercent(soft(value), hasNames ? dict : new Tuple(positional));
}

export const textFilters: readonly Filter[] = [
  simple('upper', (text) => text.toUpperCase()),
  simple('lower', (text) => text.toLowerCase()),
  simple('capitalize', capitalize),
  filter('title', parameters(), (value) => toTitle(textOf(soft(value)))),
  filter('string', parameters(), soft),
  filter('trim', parameters(['chars', null]), (value, [characters]) =>
    changed(value, (text) => strip(text, optionalText(characters))),
  ),
  filter('center', parameters(['width', 80]), (value, [width]) =>
    changed(value, (text) => padText(text, wholeArgument(width), ' ', centerPlace)),
  ),
  filter('replace', parameters('old', 'new', ['count', null]), (value, [old, fresh, count], { autoescape }) =>
    replace(value, old ?? null, fresh ?? null, count ?? -1, autoescape),
  ),
  filter('indent', parameters(['width', 4], ['first', false], ['blank', false]), (value, [width, first, blank]) =>
    indent(value, width ?? null, truthy(first ?? null), truthy(blank ?? null)),
  ),
  filter(
    'truncate',
    parameters(['length', 255], ['killwords', false], ['end', '...'], ['leeway', null]),
    (value, [length, killsWords, end, leeway]) =>
      truncate(value, wholeArgument(length), truthy(killsWords ?? null), end ?? null, wholeArgument(leeway ?? 5)),
  ),
  filter(
    'wordwrap',
    parameters(['width', 79], ['break_long_words', true], ['wrapstring', null], ['break_on_hyphens', true]),
    (value, [width, words, separator, hyphens]) =>
      wordWrap(
        value,
        wholeArgument(width),
        { words: truthy(words ?? null), hyphens: truthy(hyphens ?? null) },
        optionalText(separator) ?? '\n',
      ),
  ),
  filter('wordcount', parameters(), (value) => textOf(soft(value)).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  filter('striptags', parameters(), (value) => stripTags(str(value))),
  freeFilter('format', (value, { positional, named }) => format(value, positional, named)),
];

function replace(value: Value, old: Value, fresh: Value, count: Value, autoescape: boolean): Value {
  if (!autoescape) return replaceText(str(value), [str(old), str(fresh), count]);
  const isMarkup = value instanceof Markup || old instanceof Markup || fresh instanceof Markup;
  if (!isMarkup) return replaceText(str(value), [str(old), str(fresh), count]);
  return new Markup(replaceText(escapeValue(value), [str(old), escapeValue(fresh), count]));
}
