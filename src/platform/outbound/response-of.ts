/** The largest status that a `Response` is made with, and what it takes for a reason (RFC 9112, `reason-phrase`). */
const MOST_STATUS = 599;
const REASON = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Servers are free to answer what no `Response` can be made with; `fetch` hands that over all the same. */
export function responseOf(
  body: ReadableStream | null,
  { status, statusText, headers }: Pick<Response, 'status' | 'statusText' | 'headers'>,
): Response {
  if (status <= MOST_STATUS && REASON.test(statusText)) return new Response(body, { status, statusText, headers });
  return Object.defineProperties(new Response(body, { headers }), {
    status: { value: status },
    statusText: { value: statusText },
    ok: { value: status >= 200 && status <= 299 },
  });
}
