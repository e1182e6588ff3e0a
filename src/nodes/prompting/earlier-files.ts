import type { FileReference, NodeContext } from '../../engine/index.ts';
import type { LanguageModel, PromptContent, PromptMessage } from '../../models/index.ts';
import type { EarlierMessage, NodeCapabilities } from '../capabilities.ts';
import { toPromptParts } from './prompt-files.ts';

/** Every answer would send them again: of many files the newest count. */
const MOST_FILES = 20;

type Sight = Pick<NodeContext, 'signal'> & Pick<NodeCapabilities, 'files'>;

/**
 * Questions together with the files that came with them, as far as the model can take those, whether or not a node looks
 * at the files of this turn (Dify 1.x core/memory/token_buffer_memory.py). A file that is gone by now is left out.
 */
export async function withEarlierFiles(
  history: readonly EarlierMessage[],
  model: LanguageModel,
  detail: 'low' | 'high',
  context: Sight,
): Promise<PromptMessage[]> {
  let left = MOST_FILES;
  const newestFirst = history.toReversed().map(({ files = [], ...message }) => {
    const kept = files.slice(0, left);
    left -= kept.length;
    return { message, files: kept };
  });
  const load = (file: FileReference) =>
    toPromptParts([file], model, detail, context).catch((): readonly PromptContent[] => {
      context.signal.throwIfAborted();
      return [];
    });
  return Promise.all(
    newestFirst.reverse().map(async ({ message, files }) => {
      if (message.role !== 'user' || files.length === 0) return message;
      return { ...message, content: [...textParts(message.content), ...(await Promise.all(files.map(load))).flat()] };
    }),
  );
}

function textParts(content: string | readonly PromptContent[]): readonly PromptContent[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
