import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What a run did outside: one request of one node. */
export interface Effect {
  readonly run: string;
  /** Node, and the item in an iteration. */
  readonly place: string;
  /** Which life of the server it came in: 1 until the first kill. */
  readonly life: number;
  readonly at: number;
}

/** A slow host that counts what is done to it, and a model that streams a word at a time. */
export interface OutsideWorld {
  readonly url: string;
  readonly effects: readonly Effect[];
  beginLife(life: number): void;
  close(): void;
}

export const WORDS = ['The ', 'answer ', 'comes ', 'word ', 'by ', 'word.'];

export async function openOutsideWorld(): Promise<OutsideWorld> {
  const effects: Effect[] = [];
  let life = 1;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
    if (pathname.endsWith('/chat/completions')) return streamWords(response);
    const [, , run = '', place = ''] = pathname.split('/');
    effects.push({ run, place, life, at: Date.now() });
    await setTimeout(Number(searchParams.get('delay') ?? 20));
    response.end(`did ${place}`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    effects,
    beginLife: (next) => {
      life = next;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function streamWords(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (item: unknown) => response.write(`data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`);
  for (const content of WORDS) {
    send({ choices: [{ index: 0, delta: { content } }] });
    await setTimeout(60);
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 6, total_tokens: 9 } });
  send('[DONE]');
  response.end();
}
