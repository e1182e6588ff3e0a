import { agentTurn, type KeptThought, threadBefore, WHOLE_CONVERSATION } from '../../chat/index.ts';
import type { FileReference } from '../../engine/index.ts';
import { KnownError } from '../../kernel/index.ts';
import type { ConversationMemory, EarlierMessage } from '../../nodes/index.ts';
import type { RunBinding, RunFileStore } from '../../operations/index.ts';
import type { Message, MessageAgentThought, MessageFile, TenantStores } from '../../storage/index.ts';

/** Dify core/memory/token_buffer_memory.py: no more than this is ever looked at. */
const MOST_MESSAGES = 500;

type Files = Pick<RunFileStore, 'resolve'>;

/** What was said before in the thread of a message, oldest first. Without stores, or outside a conversation, nothing. */
export function chatMemory(stores: TenantStores | undefined, files: Files, binding: RunBinding): ConversationMemory {
  const { conversationId, messageId, parentMessageId = WHOLE_CONVERSATION } = binding;
  return {
    async history({ rounds }): Promise<readonly EarlierMessage[]> {
      if (!stores || !conversationId || parentMessageId === null) return [];
      const app = await stores.apps.get(binding.appId);
      // of a whole conversation its newest messages are enough; those of a thread may be anywhere
      const most = parentMessageId === WHOLE_CONVERSATION ? Math.min(rounds, MOST_MESSAGES) : MOST_MESSAGES;
      const { messages, messageParts } = stores.ofApp(app);
      const newest = await messages.listNewest(conversationId, most + 1);
      const thread = threadBefore(
        parentMessageId,
        newest.filter(({ id }) => id !== messageId),
      );
      const answered = thread.filter(({ answer }) => answer !== '').slice(0, rounds);
      if (answered.length === 0) return [];
      const ids = answered.map(({ id }) => id);
      const parts = { given: await messageParts.findFiles(ids), thoughts: await messageParts.findThoughts(ids) };
      const turns = await Promise.all(answered.reverse().map((message) => turnOf(message, parts, files)));
      return turns.flat();
    },
  };
}

interface Parts {
  readonly given: readonly MessageFile[];
  /** Only agent apps keep some. */
  readonly thoughts: readonly MessageAgentThought[];
}

async function turnOf(
  { id, query, answer }: Message,
  { given, thoughts }: Parts,
  files: Files,
): Promise<EarlierMessage[]> {
  const own = {
    files: given.filter(({ messageId, belongsTo }) => messageId === id && belongsTo === 'user'),
    thoughts: thoughts.filter(({ messageId }) => messageId === id).map(toKept),
  };
  const known = (await Promise.all(own.files.map((file) => referenceOf(file, files)))).flat();
  return [
    { role: 'user', content: query, ...(known.length > 0 && { files: known }) },
    ...agentTurn(own.thoughts, answer),
  ];
}

function toKept({ id, thought, tool, toolInput, observation }: MessageAgentThought): KeptThought {
  const kept = { thought: thought ?? '', tool: tool ?? '', toolInput: toolInput ?? '' };
  return { id, ...kept, observation: observation ?? '' };
}

/** None for a file that is gone, or was never the person's own. */
async function referenceOf(file: MessageFile, files: Files): Promise<FileReference[]> {
  const { type, transferMethod, url, uploadFileId } = file;
  const mapping = { type, transfer_method: transferMethod, url, upload_file_id: uploadFileId };
  try {
    return [await files.resolve(mapping, { asksHost: false })]; // with each question a long chat would ask for all of them
  } catch (error) {
    if (error instanceof KnownError) return [];
    throw error;
  }
}
