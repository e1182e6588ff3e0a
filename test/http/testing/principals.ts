import type { InjectOptions } from 'fastify';
import { type Kind, privacyApps } from './privacy-apps.ts';
import { readJson, type Served, type ServedApp, type ServedWorkspace } from './served-apps.ts';
import { visit } from './visitor.ts';

/** The same apps, once for each owner. */
export type Kit = Readonly<Record<Kind, ServedApp>>;

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly json: ReturnType<typeof readJson>;
}

export interface Ask {
  readonly method: NonNullable<InjectOptions['method']>;
  /** After the prefix of the family. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Somebody who uses apps of one kit, by one of the two APIs. */
export interface Principal {
  readonly name: string;
  readonly family: 'service' | 'web';
  readonly kit: Kit;
  /** How the end user is known to us. */
  readonly session: string;
  ask(kind: Kind, request: Ask): Promise<Reply>;
  send(kind: Kind, path: string, file: File): Promise<Reply>;
}

export async function importKit({ importApp }: ServedWorkspace): Promise<Kit> {
  const imported = Object.entries(privacyApps).map(async ([kind, app]) => [kind, await importApp(app)] as const);
  return Object.fromEntries(await Promise.all(imported)) as Kit; // one for each of the apps
}

/** A user of programs that have the keys of a kit. */
export function programUser({ server }: Served, kit: Kit, user: string): Principal {
  const inject = async (kind: Kind, options: InjectOptions) => {
    const headers = { ...options.headers, authorization: `Bearer ${kit[kind].key}` };
    return toReply(await server.inject({ ...options, headers }));
  };
  return {
    ...{ name: `user ${user}`, family: 'service', kit, session: user },
    ask: (kind, { method, path, query, body }) => {
      const url = `/v1${path}?${new URLSearchParams({ ...query, user })}`;
      return inject(kind, { method, url, ...(method !== 'GET' && { payload: { ...body, user } }) });
    },
    async send(kind, path, file) {
      return inject(kind, { method: 'POST', url: `/v1${path}`, ...(await formOf(file, { user })) });
    },
  };
}

/** A visitor of all web apps of a kit, always with the same session. */
export async function visitorOf(served: Served, kit: Kit, session: string): Promise<Principal> {
  const come = Object.entries(kit).map(async ([kind, app]) => [kind, await visit(served, app, session)] as const);
  const visitors = Object.fromEntries(await Promise.all(come)) as Record<Kind, Awaited<ReturnType<typeof visit>>>;
  return {
    ...{ name: `visitor ${session}`, family: 'web', kit, session },
    ask: (kind, { method, path, query, body }) => {
      const url = `/api${path}?${new URLSearchParams(query)}`;
      return visitors[kind].call(method, url, method === 'GET' ? undefined : (body ?? {}));
    },
    send: (kind, path, file) => visitors[kind].send(`/api${path}`, file),
  };
}

async function formOf(file: File, fields: Readonly<Record<string, string>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file, file.name);
  const request = new Request('http://x/', { method: 'POST', body: form });
  return { headers: Object.fromEntries(request.headers), payload: Buffer.from(await request.arrayBuffer()) };
}

function toReply({ statusCode, body }: Awaited<ReturnType<Served['server']['inject']>>): Reply {
  return { status: statusCode, text: body, json: readJson(body) };
}
