import { type ChatAnswer, type ChatServer, startChatServer } from '../../../test/fakes/chat-server.ts';
import type { FileReference } from '../../engine/index.ts';
import { openModelRuntime, type PromptMessage } from '../../models/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import type { TestContext } from './run-node.ts';

/** For tests of nodes that ask a model: the real runtime in front of a server that answers as told. */
export interface ChatContext {
  readonly server: ChatServer;
  readonly context: Pick<Required<TestContext>, 'models' | 'conversation' | 'files' | 'endUser' | 'clock'>;
}

export async function openChatContext(
  answers: readonly (ChatAnswer | string)[],
  history: readonly PromptMessage[] = [],
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
      files: { read: async (file) => Buffer.from(`bytes of ${file.filename}`), store: refuseToStore },
    },
  };
}

async function refuseToStore(): Promise<FileReference> {
  throw new Error('this test stores no files');
}

export const chatModel = { provider: 'openai', name: 'mock-chat', mode: 'chat', completion_params: {} };
