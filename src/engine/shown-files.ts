import type { AppMode } from '../kernel/index.ts';
import type { FileReference } from './file-reference.ts';
import type { NodeFinished } from './run-event.ts';

/**
 * The files that are part of a message once this node has ended: what an answer node shows; in apps without a graph of
 * their own what the model painted or the agent's tools made (Dify 1.x: `QueueMessageFileEvent` of base_app_runner.py
 * and of the agent runners).
 */
export function shownFiles({ nodeType, outputs }: NodeFinished, mode: AppMode): readonly FileReference[] {
  const isShowing = mode === 'advanced-chat' ? nodeType === 'answer' : nodeType === 'llm' || nodeType === 'agent';
  const { files } = outputs;
  return isShowing && files?.type === 'array[file]' ? files.value : [];
}
