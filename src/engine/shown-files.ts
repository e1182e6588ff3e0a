import type { AppMode } from '../kernel/index.ts';
import type { FileReference } from './file-reference.ts';
import type { NodeFinished } from './run-event.ts';

/**
 * The files that are part of a message once this node has ended: what an answer node shows and any model of a chatflow
 * painted; in apps without a graph of their own what the model painted or the agent's tools made (Dify 1.x:
 * `_recorded_files` of advanced_chat/generate_task_pipeline.py; `QueueMessageFileEvent` of base_app_runner.py and of the
 * agent runners).
 */
export function shownFiles({ nodeType, outputs }: NodeFinished, mode: AppMode): readonly FileReference[] {
  const isShowing = nodeType === 'llm' || nodeType === (mode === 'advanced-chat' ? 'answer' : 'agent');
  const { files } = outputs;
  return isShowing && files?.type === 'array[file]' ? files.value : [];
}

/** The same file shown again: what a model painted, by the node that answers with it. */
export function isSameFile(one: FileReference, other: FileReference): boolean {
  return one.relatedId === other.relatedId && one.remoteUrl === other.remoteUrl;
}
