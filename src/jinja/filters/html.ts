import { optionalText, optionalWhole } from '../methods/argument.ts';
import { escapeValue } from '../methods/markup.ts';
import { split } from '../methods/plain-text.ts';
import { raise } from '../raised.ts';
import { parameters } from '../values/call.ts';
import { dictEntries, isDict } from '../values/dict.ts';
import { each, elementsOf, tryIterate } from '../values/iterate.ts';
import { escapeHtml, isText, Markup, textOf } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { repr, str } from '../values/print.ts';
import { truthy, typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';
import { type Filter, filter } from './filter.ts';
import { dumpHtmlSafe } from './json.ts';
import { prettyPrint } from './pretty-print.ts';
import { urlize } from './urlize.ts';

/** Filters for HTML, addresses and other notations. */

const none = (value: Value | undefined): Value => value ?? null;

const escaping = (name: string) => filter(name, parameters(), (value) => new Markup(escapeValue(value)));

function attributes(value: Value, hasBlank: boolean): string {
  if (value instanceof Undefined) return value.fail();
  if (!isDict(value)) return raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const shown = dictEntries(value).flatMap(([key, item]) => {
    if (item === null || item instanceof Undefined) return [];
    if (!isText(key)) return raise('TypeError', 'expected string or bytes-like object');
    if (/[\t-\r />=]/.test(textOf(key))) raise('ValueError', `Invalid character in attribute name: ${repr(key)}`);
    return [`${escapeValue(key)}="${escapeValue(item)}"`];
  });
  return (hasBlank && shown.length > 0 ? ' ' : '') + shown.join(' ');
}

/** Python's `urllib.parse.quote`; blanks of a query are plus signs. */
function quote(value: Value, isQuery: boolean): string {
  const text = str(value).toWellFormed();
  const quoted = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return isQuery ? quoted.replaceAll('%20', '+') : quoted.replaceAll('%2F', '/');
}

function urlEncode(value: Value): string {
  if (isText(value) || tryIterate(value) === undefined) return quote(value, false);
  const pairs = isDict(value) ? dictEntries(value) : [...each(value)].map(toPair);
  return pairs.map(([key, item]) => `${quote(key, true)}=${quote(item, true)}`).join('&');
}

function toPair(item: Value): readonly [Value, Value] {
  const [key, value, ...rest] = elementsOf(item);
  if (key === undefined || value === undefined) return raise('ValueError', 'not enough values to unpack (expected 2)');
  return rest.length > 0 ? raise('ValueError', 'too many values to unpack (expected 2)') : [key, value];
}

/** `rel` and `nofollow` together, each word once, sorted; Jinja2 always adds `noopener`. */
function relation(rel: Value, hasNofollow: boolean): string {
  const words = new Set([...split(optionalText(rel) ?? '', undefined, -1), 'noopener']);
  if (hasNofollow) words.add('nofollow');
  return [...words].sort().join(' ');
}

function schemesOf(value: Value): string[] {
  if (value === null) return [];
  return [...each(value)].map((scheme) => {
    const isValid = isText(scheme) && /^[\p{L}\p{N}_.+-]{2,}:\/{0,2}$/u.test(textOf(scheme));
    if (!isValid) raise('FilterArgumentError', `${repr(scheme)} is not a valid URI scheme prefix.`);
    return str(scheme);
  });
}

function indentation(value: Value): string | undefined {
  if (value === null) return undefined;
  return isText(value) ? textOf(value) : ' '.repeat(Math.max(0, Math.min(1000, optionalWhole(value) ?? 0)));
}

export const htmlFilters: readonly Filter[] = [
  escaping('e'),
  escaping('escape'),
  filter('forceescape', parameters(), (value) => new Markup(escapeHtml(str(value)))),
  filter('safe', parameters(), (value) => (value instanceof Markup ? value : new Markup(str(value)))),
  filter('xmlattr', parameters(['autospace', true]), (value, [hasBlank], { autoescape }) => {
    const text = attributes(value, truthy(none(hasBlank)));
    return autoescape ? new Markup(text) : text;
  }),
  filter('urlencode', parameters(), urlEncode),
  filter(
    'urlize',
    parameters(['trim_url_limit', null], ['nofollow', false], ['target', null], ['rel', null], ['extra_schemes', null]),
    (value, [limit, nofollow, target, rel, schemes], { autoescape }) => {
      const text = urlize(escapeValue(value), {
        limit: optionalWhole(limit),
        rel: relation(none(rel), truthy(none(nofollow))),
        target: optionalText(target),
        schemes: schemesOf(none(schemes)),
      });
      return autoescape ? new Markup(text) : text;
    },
  ),
  filter(
    'tojson',
    parameters(['indent', null]),
    (value, [indent]) => new Markup(dumpHtmlSafe(value, indentation(none(indent)))),
  ),
  filter('pprint', parameters(), prettyPrint),
];
