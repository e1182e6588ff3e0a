import type { AppMode } from '../../kernel/index.ts';
import type { NodeFinished, RunEvent } from '../events/run-event.ts';
import type { FileReference } from '../variables/file-reference.ts';

/** One for all: most events, and there are many, make none. */
const NONE: readonly FileReference[] = [];

/**
 * The files that an event makes part of the message: what an answer node shows and any model of a chatflow painted; in
 * apps without a graph of their own what the model painted, and what a tool of the agent made, as soon as it has.
 * (Dify 1.x: `_recorded_files` of advanced_chat/generate_task_pipeline.py; `QueueMessageFileEvent` of
 * base_app_runner.py and of the agent runners)
 */
export function shownFiles(event: RunEvent, mode: AppMode): readonly FileReference[] {
  if (event.type === 'agent-logged') return mode === 'agent-chat' ? (event.entry.files ?? NONE) : NONE;
  return event.type === 'node-finished' ? filesOfNode(event, mode) : NONE;
}

function filesOfNode({ nodeType, outputs: { files } }: NodeFinished, mode: AppMode): readonly FileReference[] {
  const isShowing = nodeType === 'llm' || (nodeType === 'answer' && mode === 'advanced-chat');
  return isShowing && files?.type === 'array[file]' ? files.value : NONE;
}

/** The same file shown again: what a model painted, by the node that answers with it. */
export function isSameFile(one: FileReference, other: FileReference): boolean {
  return one.relatedId === other.relatedId && one.remoteUrl === other.remoteUrl;
}
