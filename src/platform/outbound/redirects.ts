/** What a redirect makes of a request (Fetch standard, "HTTP-redirect fetch"). */

const REDIRECTS = [301, 302, 303, 307, 308];

/** Headers that open the doors of one site (`x-api-key`, `x-auth-token`, `cookie`). */
const FOR_ONE_SITE = /auth|cookie|credential|key|passw|secret|session|signature|token/;

/** Headers about a body that is no longer sent. */
const BODY_HEADERS = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];

export interface PlannedRequest {
  readonly url: URL;
  readonly init: RequestInit & { readonly headers: Headers };
}

/** The URL a reply sends us to, or undefined when it is the answer itself. */
export function redirectTarget(response: Response, url: URL): URL | undefined {
  const location = response.headers.get('location');
  if (location === null || !REDIRECTS.includes(response.status)) return undefined;
  const target = URL.parse(location, url);
  if (target && target.hash === '') target.hash = url.hash;
  return target ?? undefined;
}

export function followedRequest({ url, init }: PlannedRequest, status: number, target: URL): PlannedRequest {
  const headers = new Headers(init.headers);
  if (target.origin !== url.origin) headers.delete('host');
  if (!isSameSite(url, target)) for (const name of namesForOneSite(headers)) headers.delete(name);
  const method = init.method?.toUpperCase() ?? 'GET';
  const becomesGet = status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
  if (!becomesGet) return { url: target, init: { ...init, headers } };
  for (const name of BODY_HEADERS) headers.delete(name);
  return { url: target, init: { ...init, headers, method: 'GET', body: null } };
}

/**
 * The same origin; or the same host where it is called securely, as httpx has it (`_redirect_headers`, with which Dify
 * asks), with `www.` before its name or without: many a host answers at one of these alone.
 */
function isSameSite(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  const isAsSecure = to.protocol === 'https:' || from.protocol === 'http:';
  return isAsSecure && from.port === '' && to.port === '' && bareHost(from) === bareHost(to);
}

const bareHost = ({ hostname }: URL) => hostname.replace(/^www\./, '');

/** A `Headers` has its names in small letters. */
function namesForOneSite(headers: Headers): string[] {
  return [...headers.keys()].filter((name) => FOR_ONE_SITE.test(name));
}
