import { z } from 'zod';
import { annotationCollection } from '../../chat/index.ts';
import { defineJob } from '../../jobs/index.ts';
import { type AppId, KnownError } from '../../kernel/index.ts';
import { ModelError } from '../../models/index.ts';
import type { MessageAnnotation } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

type Needs = Pick<Scope, 'stores' | 'models'>;

const appId = z.string().transform((id) => id as AppId); // what enqueueJob was given

/** Many questions at once cost fewer calls; few enough that one call stays small. */
const AT_ONCE = 100;

const Setting = z.object({
  appId,
  scoreThreshold: z.number(),
  embeddingProviderName: z.string(),
  embeddingModelName: z.string(),
});

/** Turns annotation reply on: indexes every annotation, then says so. A model that does not answer leaves it off. */
export const enableAnnotationReply = defineJob<Needs, z.infer<typeof Setting>>({
  name: 'enable-annotation-reply',
  payload: Setting,
  maxAttempts: 3,
  isWorthRetrying: (error) => !(error instanceof KnownError) || (error instanceof ModelError && error.isPassing),
  async run({ stores, models }, { appId, ...setting }, { signal }) {
    const app = await stores.apps.get(appId);
    const { annotations } = stores.ofApp(app);
    const name = { provider: setting.embeddingProviderName, name: setting.embeddingModelName };
    const model = await models.embeddingModel(name);
    const all = await annotations.listAll();
    const collection = annotationCollection(appId);
    await stores.vectors.deleteCollection(collection); // vectors of another model do not compare
    for (let start = 0; start < all.length; start += AT_ONCE) {
      const some = all.slice(start, start + AT_ONCE);
      const vectors = await model.embed(
        some.map(({ question }) => question),
        'document',
        signal,
      );
      await stores.vectors.upsert(collection, pair(some, vectors));
    }
    await annotations.saveSetting(setting);
  },
});

export const disableAnnotationReply = defineJob<Needs, { readonly appId: AppId }>({
  name: 'disable-annotation-reply',
  payload: z.object({ appId }),
  async run({ stores }, { appId }) {
    const app = await stores.apps.get(appId);
    await stores.ofApp(app).annotations.deleteSetting();
    await stores.vectors.deleteCollection(annotationCollection(appId));
  },
});

/** Brings one annotation's place in the index up to date: changed, new or gone. */
export const indexAnnotation = defineJob<Needs, { readonly appId: AppId; readonly annotationId: string }>({
  name: 'index-annotation',
  payload: z.object({ appId, annotationId: z.string() }),
  async run({ stores, models }, { appId, annotationId }, { signal }) {
    const { annotations } = stores.ofApp(await stores.apps.get(appId));
    const [annotation, setting] = await Promise.all([annotations.find(annotationId), annotations.findSetting()]);
    const collection = annotationCollection(appId);
    if (!annotation || !setting) return stores.vectors.delete(collection, [annotationId]);
    const name = { provider: setting.embeddingProviderName, name: setting.embeddingModelName };
    const model = await models.embeddingModel(name);
    const vectors = await model.embed([annotation.question], 'document', signal);
    await stores.vectors.upsert(collection, pair([annotation], vectors));
  },
});

function pair(annotations: readonly MessageAnnotation[], vectors: readonly Float32Array[]) {
  return annotations.flatMap(({ id }, index) => {
    const vector = vectors[index];
    return vector ? [{ id, vector }] : [];
  });
}
