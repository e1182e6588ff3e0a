import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host that answers nobody until a test lets it. */
export interface HeldHost {
  readonly url: string;
  /** Resolves once so many requests wait. */
  waiting(count: number): Promise<void>;
  /** Answers all who wait; with an empty object, if nothing else is said. */
  letGo(body?: string): void;
  close(): Promise<void>;
}

export async function startHeldHost(): Promise<HeldHost> {
  let held: ServerResponse[] = [];
  let wake = () => {};
  const server = createServer((_request, response) => {
    held.push(response);
    wake();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async waiting(count) {
      while (held.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
    letGo(body = '{}') {
      for (const response of held) response.end(body);
      held = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
