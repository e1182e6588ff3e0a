import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

export interface PacedModel {
  readonly url: string;
  /** Holds for the answers that begin from now on. */
  setPace(pace: Pace): void;
  close(): void;
}

/** So many pieces, one every so many milliseconds, the first after one interval. */
export interface Pace {
  readonly pieces: number;
  readonly intervalMs: number;
}

/** Milliseconds since the Unix epoch, with fractions; the same clock in every process of a machine. */
export const instant = (): number => performance.timeOrigin + performance.now();

/**
 * A chat model at the network edge (OpenAI's wire). Each piece of its answers is the instant at which it was sent, so
 * that a reader knows how long it was under way.
 */
export async function startPacedModel(): Promise<PacedModel> {
  let pace: Pace = { pieces: 1, intervalMs: 1 };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    sendPieces(response, pace);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    setPace: (next) => {
      pace = next;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function sendPieces(response: ServerResponse, { pieces, intervalMs }: Pace): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(piece({ content: `${instant()} ` }, null));
    sent += 1;
    if (sent < pieces) return;
    clearInterval(timer);
    response.end(`${piece({}, 'stop')}data: [DONE]\n\n`);
  }, intervalMs);
  response.on('close', () => clearInterval(timer));
}

function piece(delta: object, reason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: reason }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`;
}
