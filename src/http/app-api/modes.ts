import { type AppMode, KnownError } from '../../kernel/index.ts';

const CHAT_MODES: readonly AppMode[] = ['chat', 'agent-chat', 'advanced-chat'];

export function requireChat(mode: AppMode): void {
  if (!CHAT_MODES.includes(mode)) throw new KnownError('not_chat_app');
}

export function requireCompletion(mode: AppMode): void {
  if (mode !== 'completion') throw new KnownError('not_completion_app');
}

export function requireWorkflow(mode: AppMode): void {
  if (mode !== 'workflow') throw new KnownError('not_workflow_app');
}
