import { spend } from '../meter.ts';
import { charactersOf, cut, lengthOf, SPACE } from '../values/code-points.ts';
import { escapeHtml } from '../values/markup.ts';

/** Jinja2's `urlize`: what looks like an address becomes a link. Every expression here runs in linear time. */

export interface LinkOptions {
  readonly limit: number | undefined; // characters of an address that are shown
  readonly rel: string;
  readonly target: string | undefined;
  readonly schemes: readonly string[];
}

const W = '\\p{L}\\p{N}_'; // Python's \w
const ADDRESS = new RegExp(
  `^(?:(?:https?://|www\\.)(?:[${W}%\\-]+\\.)*(?:[a-z]{2,63}|xn--[${W}%]{2,59})` +
    `|(?:[${W}%\\-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)` +
    `|https?://(?:\\p{Nd}{1,3}(?:\\.\\p{Nd}{1,3}){3}|\\[(?:[\\p{Nd}a-f]{0,4}:){2}(?:[\\p{Nd}a-f]{0,4}:?){1,6}\\]))` +
    `(?::\\p{Nd}{1,5})?(?:[/?#][^${SPACE}]*)?$`,
  'iu',
);
const EMAIL = new RegExp(`^[^${SPACE}]+@[${W}][${W}.\\-]*\\.[${W}]+$`, 'u');
const HEAD = /^(?:[(<]|&lt;)+/;
const PAIRS = [
  ['(', ')'],
  ['<', '>'],
  ['&lt;', '&gt;'],
] as const;

/** `escaped` is HTML already. */
export function urlize(escaped: string, options: LinkOptions): string {
  return escaped
    .split(new RegExp(`([${SPACE}]+)`))
    .map((word) => linkWord(word, options))
    .join('');
}

function linkWord(word: string, options: LinkOptions): string {
  spend(1 + (word.length >> 4));
  const head = HEAD.exec(word)?.[0] ?? '';
  const rest = word.slice(head.length);
  const tailStart = startOfTail(rest);
  const [middle, tail] = balance(rest.slice(0, tailStart), rest.slice(tailStart));
  return head + link(middle, options) + tail;
}

/** Where the closing signs and full stops at the end begin. */
function startOfTail(text: string): number {
  let end = text.length;
  for (;;) {
    if (end > 0 && ')>.,\n'.includes(text.charAt(end - 1))) end -= 1;
    else if (text.endsWith('&gt;', end)) end -= 4;
    else return end;
  }
}

/** Closing signs that belong to an opening one inside the address go back to it. */
function balance(givenMiddle: string, givenTail: string): readonly [string, string] {
  let [middle, tail] = [givenMiddle, givenTail];
  for (const [open, close] of PAIRS) {
    const opened = middle.split(open).length - 1;
    if (opened <= middle.split(close).length - 1) continue;
    const count = Math.min(opened, tail.split(close).length - 1);
    let end = 0;
    for (let i = 0; i < count; i += 1) end = tail.indexOf(close, end) + close.length;
    middle += tail.slice(0, end);
    tail = tail.slice(end);
  }
  return [middle, tail];
}

function link(text: string, options: LinkOptions): string {
  if (ADDRESS.test(text)) {
    const isWhole = text.startsWith('https://') || text.startsWith('http://');
    return anchor(isWhole ? text : `https://${text}`, shorten(text, options.limit), options);
  }
  if (text.startsWith('mailto:') && EMAIL.test(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`;
  const isBareMail = text.includes('@') && !text.startsWith('www.') && !text.startsWith('@') && !text.includes(':');
  if (isBareMail && EMAIL.test(text)) return `<a href="mailto:${text}">${text}</a>`;
  return options.schemes.reduce(
    (shown, scheme) => (shown !== scheme && shown.startsWith(scheme) ? anchor(shown, shown, options) : shown),
    text,
  );
}

function anchor(href: string, shown: string, { rel, target }: LinkOptions): string {
  const relation = rel === '' ? '' : ` rel="${escapeHtml(rel)}"`;
  const window = target ? ` target="${escapeHtml(target)}"` : '';
  return `<a href="${href}"${relation}${window}>${shown}</a>`;
}

function shorten(text: string, limit: number | undefined): string {
  if (limit === undefined || lengthOf(text) <= limit) return text;
  return `${limit < 0 ? charactersOf(text).slice(0, limit).join('') : cut(text, 0, limit)}...`;
}
