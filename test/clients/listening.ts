import { startServer } from '../../src/http/index.ts';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { type Served, type ServedApp, serve } from '../http/testing/served-apps.ts';

/** A server that really listens, for clients that know nothing else. */
export interface Listening {
  readonly url: string;
  readonly served: Served;
  readonly models: ChatServer;
  importApp(document: JsonObject): Promise<ServedApp>;
  close(): Promise<void>;
}

export async function listen(answer: string): Promise<Listening> {
  const models = await startChatServer([{ chunks: answer.split(/(?<= )/) }]);
  const served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  const running = await startServer(served.instance);
  return {
    url: running.url,
    served,
    models,
    importApp: served.importApp,
    async close() {
      await running.close();
      await served.close();
      await models.close();
    },
  };
}
