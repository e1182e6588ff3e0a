import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EVENT_STREAM, events } from './scripted-server.ts';

/** A chat model (OpenAI's wire) that says one word and then waits until it is told to go on. */
export interface PatientModel {
  readonly url: string;
  /** Resolves when somebody has asked and heard the first word. */
  readonly asked: Promise<void>;
  /** All who wait, and all who ask from now on, hear the rest. */
  goOn(): void;
  close(): void;
}

const said = (content: string) => events({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const END = events({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');

export async function startPatientModel(first: string, rest: string): Promise<PatientModel> {
  const asked = Promise.withResolvers<void>();
  const waiting = new Set<ServerResponse>();
  let isOver = false;
  const finish = (response: ServerResponse) => response.end(said(rest) + END);
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, EVENT_STREAM);
    response.write(said(first), () => asked.resolve());
    if (isOver) finish(response);
    else waiting.add(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: asked.promise,
    goOn() {
      isOver = true;
      for (const response of waiting) finish(response);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
