import type { InjectOptions } from 'fastify';
import { readJson, type Served, type ServedApp } from './served-apps.ts';

export interface WebAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly json: ReturnType<typeof readJson>;
}

type Headers = Readonly<Record<string, string>>;

/** Somebody who has come to a published web app. */
export interface Visitor {
  readonly headers: Readonly<Record<string, string>>;
  call(method: NonNullable<InjectOptions['method']>, url: string, body?: object, more?: Headers): Promise<WebAnswer>;
  send(url: string, file: File, more?: Headers): Promise<WebAnswer>;
}

/** Somebody new, unless the session is a known one. */
export async function visit(served: Served, { code }: ServedApp, session?: string): Promise<Visitor> {
  const headers = { 'x-app-code': code, 'x-app-passport': await served.instance.passports.issue(code, session) };
  const inject = async (options: InjectOptions): Promise<WebAnswer> => {
    const reply = await served.server.inject({ ...options, headers: { ...headers, ...options.headers } });
    const contentType = String(reply.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
    return { status: reply.statusCode, contentType, text: reply.body, json: readJson(reply.body) };
  };
  return {
    headers,
    call: (method, url, body, more = {}) => inject({ method, url, headers: more, ...(body && { payload: body }) }),
    async send(url, file, more = {}) {
      const form = new FormData();
      form.set('file', file, file.name);
      const request = new Request('http://x/', { method: 'POST', body: form });
      const payload = Buffer.from(await request.arrayBuffer());
      return inject({ method: 'POST', url, headers: { ...Object.fromEntries(request.headers), ...more }, payload });
    },
  };
}
