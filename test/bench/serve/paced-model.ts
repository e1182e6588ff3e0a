import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

export interface PacedModel {
  readonly url: string;
  close(): void;
}

/** Milliseconds since the Unix epoch, with fractions; the same clock in every process of a machine. */
export const instant = (): number => performance.timeOrigin + performance.now();

/**
 * A chat model at the network edge (OpenAI's wire) that sends `count` pieces, one every `intervalMs`, the first after
 * one interval. Each piece is the instant at which it was sent, so that a reader knows how long it was under way.
 */
export async function startPacedModel(count: number, intervalMs: number): Promise<PacedModel> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    pace(response, count, intervalMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function pace(response: ServerResponse, count: number, intervalMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(piece({ content: `${instant()} ` }, null));
    sent += 1;
    if (sent < count) return;
    clearInterval(timer);
    response.end(`${piece({}, 'stop')}data: [DONE]\n\n`);
  }, intervalMs);
  response.on('close', () => clearInterval(timer));
}

function piece(delta: object, reason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: reason }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`;
}
