/** The HTTP API families of Dify over one Fastify server. */
import type { Instance } from '../instance/index.ts';
import { listen } from './listen.ts';
import { createServer } from './server.ts';

export interface RunningServer {
  readonly url: string;
  /** Takes no more requests, lets runs end for a while, then closes. */
  close(): Promise<void>;
}

/** Listens with all API families of an instance. */
export async function startServer(instance: Instance): Promise<RunningServer> {
  const server = await createServer(instance);
  const url = await listen(server, instance.config);
  instance.listensAt(url);
  return { url, close: () => server.close() };
}
