import { claimText } from '../meter.ts';
import { type Method, type MethodTable, method, methodTable, parameters, positional } from '../values/call.ts';
import { each } from '../values/iterate.ts';
import { escapeHtml, Markup } from '../values/markup.ts';
import type { Arguments, Value } from '../values/object.ts';
import { str } from '../values/print.ts';
import { Tuple } from '../values/tuple.ts';
import { stripTags, unescapeHtml } from './html.ts';
import { joinTexts, textMethods } from './text.ts';

/** The methods of Markup: those of str, with what they are given escaped and what they give marked. */

/** Methods whose answer is HTML again, by themselves or in every part. */
const MARKED =
  'capitalize title lower upper replace ljust rjust lstrip rstrip center strip translate expandtabs swapcase zfill casefold removeprefix removesuffix partition rpartition split rsplit splitlines'.split(
    ' ',
  );
/** Those among them whose second argument lands in the text. */
const ESCAPING = new Set(['replace', 'ljust', 'rjust', 'center']);

export function escapeValue(value: Value): string {
  return value instanceof Markup ? value.text : escapeHtml(str(value));
}

function mark(value: Value): Value {
  if (typeof value === 'string') return new Markup(value);
  if (Array.isArray(value)) return value.map(mark);
  return value instanceof Tuple ? new Tuple(value.items.map(mark)) : value;
}

function escapeSecond(args: Arguments): Arguments {
  const [first, second, ...rest] = args.positional;
  if (first === undefined || second === undefined) return args;
  return { positional: [first, escapeValue(second), ...rest], named: args.named };
}

function marked(name: string, base: Method<string>): Method<Markup> {
  return {
    name,
    invoke: (self, args) => mark(base.invoke(self.text, ESCAPING.has(name) ? escapeSecond(args) : args)),
  };
}

function join(separator: Markup, items: Value | undefined): Markup {
  const escaped = [...each(items ?? null)].map(escapeValue);
  return new Markup(joinTexts(separator.text, escaped));
}

const inherited = [...textMethods].map(
  ([name, base]): Method<Markup> =>
    MARKED.includes(name) ? marked(name, base) : { name, invoke: (self, args) => base.invoke(self.text, args) },
);

export const markupMethods: MethodTable<Markup> = methodTable<Markup>(
  ...inherited,
  method('join', positional('iterable'), (self, [items]) => join(self, items)),
  method('unescape', positional(), (self) => {
    claimText(self.text.length);
    return unescapeHtml(self.text);
  }),
  method('striptags', positional(), (self) => stripTags(self.text)),
  method('escape', parameters('s'), (_, [value]) => new Markup(escapeValue(value ?? null))),
);
