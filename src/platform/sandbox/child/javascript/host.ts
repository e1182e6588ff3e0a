import { randomBytes } from 'node:crypto';

/** What the prelude asks of the host: pure functions from texts to a text. */
export function answerHost(request: string, args: readonly string[]): string {
  if (request === 'url') return parseUrl(args[0] ?? '', args[1] ?? '');
  if (request === 'url-set') return setUrlPart(args[0] ?? '', args[1] ?? '', args[2] ?? '');
  if (request === 'random') return randomBytes(Math.min(65_536, Number(args[0]) || 0)).toString('hex');
  throw new Error(`No such request: ${request}`);
}

const URL_PARTS = [
  ...['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'],
] as const;

/** The parts as JSON, or an empty text when it is no URL. */
function parseUrl(text: string, base: string): string {
  const url = URL.parse(text, base === '' ? undefined : base);
  return url ? partsOf(url) : '';
}

function setUrlPart(href: string, part: string, value: string): string {
  const url = new URL(href);
  const settable = URL_PARTS.find((name) => name === part && name !== 'origin');
  if (settable) Reflect.set(url, settable, value);
  return partsOf(url);
}

function partsOf(url: URL): string {
  return JSON.stringify(Object.fromEntries(URL_PARTS.map((name) => [name, url[name]])));
}
