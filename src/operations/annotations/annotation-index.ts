import { annotationCollection } from '../../chat/index.ts';
import type { App, MessageAnnotation } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

type Needs = Pick<Scope, 'stores' | 'models'>;

/** Many questions at once cost fewer calls; few enough that one call stays small. */
const AT_ONCE = 100;

export interface EmbeddingNames {
  readonly embeddingProviderName: string;
  readonly embeddingModelName: string;
}

export interface IndexRequest extends EmbeddingNames {
  readonly app: App;
  readonly annotations: readonly MessageAnnotation[];
  readonly signal: AbortSignal;
}

/** Puts annotations into an app's index, in the place of what stood there for them. */
export async function indexAnnotations(
  { stores, models }: Needs,
  { app, annotations, signal, embeddingProviderName, embeddingModelName }: IndexRequest,
): Promise<void> {
  const model = await models.embeddingModel({ provider: embeddingProviderName, name: embeddingModelName });
  for (let start = 0; start < annotations.length; start += AT_ONCE) {
    const some = annotations.slice(start, start + AT_ONCE);
    const vectors = await model.embed(
      some.map(({ question }) => question),
      'document',
      signal,
    );
    const items = some.flatMap(({ id }, index) => {
      const vector = vectors[index];
      return vector ? [{ id, vector }] : [];
    });
    await stores.vectors.upsert(annotationCollection(app.id), items);
  }
}

/** What became of annotations since they were indexed: to be indexed again, and no more there. */
export function changedSince(
  indexed: readonly MessageAnnotation[],
  now: readonly MessageAnnotation[],
): { readonly changed: readonly MessageAnnotation[]; readonly gone: readonly string[] } {
  const questions = new Map(indexed.map(({ id, question }) => [id, question]));
  const changed = now.filter(({ id, question }) => questions.get(id) !== question);
  const left = new Set(now.map(({ id }) => id));
  return { changed, gone: indexed.flatMap(({ id }) => (left.has(id) ? [] : [id])) };
}
