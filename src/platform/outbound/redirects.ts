/** What a redirect makes of a request (Fetch standard, "HTTP-redirect fetch"). */

const REDIRECTS = [301, 302, 303, 307, 308];

/** Headers that speak to one origin only: its name, and what opens its doors (`x-api-key`, `x-auth-token`, `cookie`). */
const FOR_ONE_ORIGIN = /^host$|auth|cookie|credential|key|passw|secret|session|signature|token/;

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
  if (target.origin !== url.origin) for (const name of namesForOneOrigin(headers)) headers.delete(name);
  const method = init.method?.toUpperCase() ?? 'GET';
  const becomesGet = status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
  if (!becomesGet) return { url: target, init: { ...init, headers } };
  for (const name of BODY_HEADERS) headers.delete(name);
  return { url: target, init: { ...init, headers, method: 'GET', body: null } };
}

/** A `Headers` has its names in small letters. */
function namesForOneOrigin(headers: Headers): string[] {
  return [...headers.keys()].filter((name) => FOR_ONE_ORIGIN.test(name));
}
