import type { ModelRuntime } from '../models/index.ts';
import type { AppStores, MessageAnnotation, TenantStores } from '../storage/index.ts';

/** Where the questions of an app's annotations are indexed. */
export function annotationCollection(appId: string): string {
  return `annotations:${appId}`;
}

export interface FoundAnnotation {
  readonly annotation: MessageAnnotation;
  /** How near the questions are, from -1 to 1. */
  readonly score: number;
}

export interface AnnotationSearch {
  readonly appId: string;
  readonly annotations: Pick<AppStores['annotations'], 'find' | 'recallSetting'>;
  readonly vectors: Pick<TenantStores['vectors'], 'search'>;
  readonly models: Pick<ModelRuntime, 'embeddingModel'>;
}

/** A provider that does not answer must not keep the chat from answering. */
const PATIENCE_MS = 10_000;

/**
 * What a person wrote beforehand for a question like this one; undefined when nothing is near enough, or annotation
 * reply is off. (Dify 1.x core/app/features/annotation_reply/annotation_reply.py)
 */
export async function findAnnotation(
  { appId, annotations, vectors, models }: AnnotationSearch,
  question: string,
): Promise<FoundAnnotation | undefined> {
  const setting = await annotations.recallSetting();
  if (!setting) return undefined;
  const { embeddingProviderName: provider, embeddingModelName: name } = setting;
  const model = await models.embeddingModel({ provider, name });
  const [vector] = await model.embed([question], 'query', AbortSignal.timeout(PATIENCE_MS));
  const [nearest] = vector ? await vectors.search(annotationCollection(appId), vector, 1) : [];
  if (!nearest || nearest.score < (setting.scoreThreshold || 1)) return undefined; // 0 stands for "only the same", as in Dify
  const annotation = await annotations.find(nearest.id);
  return annotation && { annotation, score: nearest.score };
}
