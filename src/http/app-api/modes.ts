import { type AppMode, KnownError } from '../../kernel/index.ts';
import type { AppFamily } from './family.ts';

const CHAT_MODES: readonly AppMode[] = ['chat', 'agent-chat', 'advanced-chat'];

export function requireChat(mode: AppMode): void {
  if (!CHAT_MODES.includes(mode)) throw new KnownError('not_chat_app');
}

/** A program is told less than a person (Dify 1.x controllers/service_api and controllers/web, completion.py). */
export function requireCompletion(mode: AppMode, { prefix }: Pick<AppFamily, 'prefix'>): void {
  if (mode !== 'completion') throw new KnownError(prefix === '/v1' ? 'app_unavailable' : 'not_completion_app');
}

export function requireWorkflow(mode: AppMode): void {
  if (mode !== 'workflow') throw new KnownError('not_workflow_app');
}

/** Apps whose runs have a graph to tell of. */
export function requireGraph(mode: AppMode, { prefix }: Pick<AppFamily, 'prefix'>): void {
  if (mode === 'workflow' || mode === 'advanced-chat') return;
  throw new KnownError(prefix === '/v1' ? 'not_workflow_app' : 'invalid_param');
}
