import type { Served, ServedApp } from './served-apps.ts';

export interface Content {
  readonly name: string;
  readonly type: string;
  readonly bytes: string | Uint8Array<ArrayBuffer>;
}

/** Uploads a file as a program does, for `user`; answers its id. */
export async function upload(
  { server }: Served,
  { key }: Pick<ServedApp, 'key'>,
  { name, type, bytes }: Content,
  user = 'ada',
): Promise<string> {
  const form = new FormData();
  form.set('user', user);
  form.set('file', new Blob([bytes], { type }), name);
  const request = new Request('http://x/', { method: 'POST', body: form });
  const headers = { ...Object.fromEntries(request.headers), authorization: `Bearer ${key}` };
  const payload = Buffer.from(await request.arrayBuffer());
  const reply = await server.inject({ method: 'POST', url: '/v1/files/upload', headers, payload });
  return reply.json().id;
}
