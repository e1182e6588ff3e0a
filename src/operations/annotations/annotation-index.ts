import { annotationCollection } from '../../chat/index.ts';
import type { App, AppAnnotationSetting, MessageAnnotation, TenantStores } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

/** Which model's vectors an index holds: those of another do not compare. */
export type IndexModel = Pick<AppAnnotationSetting, 'embeddingProviderName' | 'embeddingModelName'>;

/** A question as it was when it was embedded. */
export interface EmbeddedQuestion {
  readonly id: string;
  readonly question: string;
  readonly vector: Float32Array;
}

export function isOfModel(one: IndexModel, other: IndexModel): boolean {
  const { embeddingProviderName: provider, embeddingModelName: name } = other;
  return one.embeddingProviderName === provider && one.embeddingModelName === name;
}

type Pages = AsyncIterable<readonly MessageAnnotation[]> | readonly (readonly MessageAnnotation[])[];

/** Many questions at once cost fewer calls: those of a page are asked together. */
export async function embedQuestions(
  models: Scope['models'],
  { embeddingProviderName: provider, embeddingModelName: name }: IndexModel,
  pages: Pages,
  signal: AbortSignal,
): Promise<EmbeddedQuestion[]> {
  const model = await models.embeddingModel({ provider, name });
  const embedded: EmbeddedQuestion[] = [];
  for await (const page of pages) {
    const questions = page.map(({ question }) => question);
    if (page.length > 0) embedded.push(...pair(page, await model.embed(questions, 'document', signal)));
  }
  return embedded;
}

/** Puts questions in the index that are still asked as they were embedded. */
export async function putInIndex(stores: TenantStores, app: App, embedded: readonly EmbeddedQuestion[]): Promise<void> {
  const { annotations } = stores.ofApp(app);
  const current = await Promise.all(embedded.map(({ id }) => annotations.find(id)));
  const lasting = embedded.filter(({ question }, place) => current[place]?.question === question);
  await stores.vectors.upsert(annotationCollection(app.id), lasting);
}

/** The annotations that were written or changed since the others were embedded. */
export async function* listUnlike(
  stores: TenantStores,
  app: App,
  embedded: readonly EmbeddedQuestion[],
): AsyncGenerator<MessageAnnotation> {
  const known = new Map(embedded.map(({ id, question }) => [id, question]));
  for await (const page of stores.ofApp(app).annotations.listAll())
    yield* page.filter(({ id, question }) => known.get(id) !== question);
}

/** Few enough that writing them keeps nobody waiting. */
const WRITTEN_AT_ONCE = 25;

export function* portions<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += WRITTEN_AT_ONCE) yield items.slice(start, start + WRITTEN_AT_ONCE);
}

function pair(annotations: readonly MessageAnnotation[], vectors: readonly Float32Array[]): EmbeddedQuestion[] {
  return annotations.flatMap(({ id, question }, index) => {
    const vector = vectors[index];
    return vector ? [{ id, question, vector }] : [];
  });
}
