import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A provider at the network edge: an HTTP server on loopback that answers as a test says, byte for byte, and keeps what
 * it was asked. Which bytes a real provider would send is written in the tests, with the page that documents them.
 */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written one after another, each in a network write of its own. */
  readonly pieces?: readonly (string | Uint8Array)[];
  /** `end` (default) closes properly, `drop` cuts the connection, `hang` keeps it open and silent. */
  readonly ending?: 'end' | 'drop' | 'hang';
}

export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The body as JSON. */
  json(): unknown;
}

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves once a client has gone before its reply was complete. */
  readonly clientLeft: Promise<void>;
  close(): Promise<void>;
}

type Script = (request: ReceivedRequest, index: number) => ScriptedReply | Promise<ScriptedReply>;

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  let markLeft = () => {};
  const clientLeft = new Promise<void>((resolve) => {
    markLeft = resolve;
  });
  const server = createServer(async (request, response) => {
    response.on('close', () => response.writableFinished || markLeft());
    const received = await receive(request);
    requests.push(received);
    await answer(response, await script(received, requests.length - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    clientLeft,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body,
    json: () => JSON.parse(body.toString('utf8')) as unknown,
  };
}

async function answer(response: ServerResponse, reply: ScriptedReply): Promise<void> {
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.flushHeaders();
  for (const piece of reply.pieces ?? []) {
    await new Promise((resolve) => response.write(piece, resolve));
    // Lets the reader see the piece alone.
    await new Promise(setImmediate);
  }
  if (reply.ending === 'hang') return;
  if (reply.ending === 'drop') response.destroy();
  else response.end();
}

export const EVENT_STREAM = { 'content-type': 'text/event-stream' };

/** A stream of `data:` events. */
export function events(...items: readonly unknown[]): string {
  return items.map((item) => `data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`).join('');
}

/** The text's UTF-8 bytes in pieces of `size`: boundaries fall inside lines, escapes and characters. */
export function cutBytes(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text, 'utf8');
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

export function jsonReply(value: unknown, status = 200): ScriptedReply {
  return { status, pieces: [JSON.stringify(value)] };
}
