import type { JsonObject } from '../../kernel/index.ts';
import type { AnnotationSource } from '../events/run-event.ts';

/** As a message shows where its answer comes from (Dify 1.x core/app/entities/task_entities.py, `AnnotationReply`). */
export function annotationToJson({ id, accountId, accountName }: AnnotationSource): JsonObject {
  return { id, account: { id: accountId ?? null, name: accountName ?? 'Dify user' } };
}
