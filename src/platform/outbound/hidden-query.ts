/**
 * Some hosts want a key or a token in the query of a URL (`?access_token=`, `?key=`, signed addresses). What an error says
 * ends in logs, traces and replies, so no query value gets into one.
 */

/** Values that say nothing, and help whoever reads an error. */
const OPEN_NAMES = ['api-version', 'grant_type', 'alt'];

/** Shorter ones (`1`, `true`) guard nothing and would garble the text. */
const SHORTEST = 4;

const HIDDEN = '***';

/** What the query of a URL holds, as it was written and as it is meant; the longest first. */
export function queryValues(url: string | URL): string[] {
  const { search = '', searchParams } = URL.parse(String(url)) ?? {};
  if (!searchParams || search === '') return [];
  const written = search.slice(1).split('&').map(splitPair);
  const values = [...written, ...searchParams]
    .filter(([name]) => !OPEN_NAMES.includes(name))
    .map(([, value]) => value)
    .filter((value) => value.length >= SHORTEST);
  return [...new Set(values)].toSorted((a, b) => b.length - a.length);
}

function splitPair(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=');
  return at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** A URL for a message: where, but not with what. */
export function shownUrl(url: string | URL): string {
  return String(url)
    .replace(/[?#].*$/s, '')
    .replace(/^(\w+:\/\/)[^/@]*@/, `$1${HIDDEN}@`);
}

const DEEPEST = 8;

/** The error, or a copy of it without what the query of the URL held, in its causes as well. */
export function withoutQuery(error: unknown, url: string | URL, depth = 0): unknown {
  if (!(error instanceof Error) || depth === DEEPEST) return error;
  const values = queryValues(url);
  const hide = (text: string) => values.reduce((shown, value) => shown.replaceAll(value, HIDDEN), text);
  const cause = withoutQuery(error.cause, url, depth + 1);
  const { message, stack = '' } = error;
  if (cause === error.cause && hide(message) === message && hide(stack) === stack) return error;
  const copy: Error = Object.create(error); // of the same class, with the same code
  const own = { message: hide(message), stack: hide(stack), ...(cause !== undefined && { cause }) };
  for (const [name, value] of Object.entries(own)) Object.defineProperty(copy, name, { value, enumerable: false });
  return copy;
}
