import { setImmediate } from 'node:timers/promises';
import { annotationCollection } from '../../chat/index.ts';
import type { App, AppAnnotationSetting, MessageAnnotation, TenantStores } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

/** Which model's vectors an index holds: those of another do not compare. */
type IndexModel = Pick<AppAnnotationSetting, 'embeddingProviderName' | 'embeddingModelName'>;

/** A question as it was when it was embedded. */
export interface EmbeddedQuestion {
  readonly id: string;
  readonly question: string;
  readonly vector: Float32Array;
}

/** Many questions at once cost fewer calls; few enough that one call, and one write, stays small. */
const AT_ONCE = 100;

export function isOfModel(one: IndexModel, other: IndexModel): boolean {
  const { embeddingProviderName: provider, embeddingModelName: name } = other;
  return one.embeddingProviderName === provider && one.embeddingModelName === name;
}

export async function embedQuestions(
  models: Scope['models'],
  { embeddingProviderName: provider, embeddingModelName: name }: IndexModel,
  annotations: readonly MessageAnnotation[],
  signal: AbortSignal,
): Promise<EmbeddedQuestion[]> {
  const model = await models.embeddingModel({ provider, name });
  const embedded: EmbeddedQuestion[] = [];
  for (const some of portions(annotations)) {
    const questions = some.map(({ question }) => question);
    embedded.push(...pair(some, await model.embed(questions, 'document', signal)));
  }
  return embedded;
}

/** Puts questions in the index that are still asked as they were embedded. */
export async function putInIndex(
  stores: TenantStores,
  app: App,
  embedded: readonly EmbeddedQuestion[],
  current: readonly MessageAnnotation[],
): Promise<void> {
  const annotations = byId(current);
  const lasting = embedded.filter(({ id, question }) => annotations.get(id)?.question === question);
  for (const some of portions(lasting)) {
    await stores.vectors.upsert(annotationCollection(app.id), some);
    await setImmediate(); // who only reads need not wait for thousands of vectors
  }
}

/** Fills the index anew; answers the annotations that were written or changed since, which it does not hold. */
export async function rebuildIndex(
  stores: TenantStores,
  app: App,
  embedded: readonly EmbeddedQuestion[],
): Promise<MessageAnnotation[]> {
  const current = await stores.ofApp(app).annotations.listAll();
  await stores.vectors.deleteCollection(annotationCollection(app.id));
  await putInIndex(stores, app, embedded, current);
  const known = byId(embedded);
  return current.filter(({ id, question }) => known.get(id)?.question !== question);
}

function* portions<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += AT_ONCE) yield items.slice(start, start + AT_ONCE);
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function pair(annotations: readonly MessageAnnotation[], vectors: readonly Float32Array[]): EmbeddedQuestion[] {
  return annotations.flatMap(({ id, question }, index) => {
    const vector = vectors[index];
    return vector ? [{ id, question, vector }] : [];
  });
}
