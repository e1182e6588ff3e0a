import { type ChatAnswer, type ChatServer, startChatServer } from '../../../test/fakes/chat-server.ts';
import type { FileReference } from '../../engine/index.ts';
import { openModelRuntime } from '../../models/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import type { EarlierMessage } from '../capabilities.ts';
import type { TestContext } from './run-node.ts';

/** For tests of nodes that ask a model: the real runtime in front of a server that answers as told. */
export interface ChatContext {
  readonly server: ChatServer;
  readonly context: Pick<Required<TestContext>, 'models' | 'conversation' | 'files' | 'endUser' | 'clock'>;
}

export async function openChatContext(
  answers: readonly (ChatAnswer | string)[],
  history: readonly EarlierMessage[] = [],
): Promise<ChatContext> {
  const server = await startChatServer(answers);
  const models = openModelRuntime({ fetch, clock: systemClock, gateway: { url: `${server.url}/v1` } });
  return {
    server,
    context: {
      models,
      clock: systemClock,
      endUser: '',
      conversation: { history: async ({ rounds }) => history.slice(-2 * rounds) },
      files: { read: readBytes, store: refuseToStore },
    },
  };
}

async function readBytes({ filename }: FileReference): Promise<Buffer> {
  if (filename.startsWith('gone')) throw new Error(`${filename} is not there`);
  return Buffer.from(`bytes of ${filename}`);
}

async function refuseToStore(): Promise<FileReference> {
  throw new Error('this test stores no files');
}

export const chatModel = { provider: 'openai', name: 'mock-chat', mode: 'chat', completion_params: {} };
