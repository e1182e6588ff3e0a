import { z } from 'zod';
import { annotationCollection } from '../../chat/index.ts';
import { defineJob } from '../../jobs/index.ts';
import type { AppId } from '../../kernel/index.ts';
import type { Scope } from '../scope.ts';
import { indexAnnotations } from './annotation-index.ts';

const Payload = z.object({
  appId: z.string().transform((id) => id as AppId), // what enqueueJob was given
  annotationId: z.string(),
});

/** Brings one annotation's place in the index up to date: changed, new or gone. */
export const indexAnnotation = defineJob<Pick<Scope, 'stores' | 'models'>, z.infer<typeof Payload>>({
  name: 'index-annotation',
  payload: Payload,
  async run(scope, { appId, annotationId }, { signal }) {
    const app = await scope.stores.apps.find(appId);
    if (!app) return; // its index went with it
    const { annotations } = scope.stores.ofApp(app);
    const [annotation, setting] = await Promise.all([annotations.find(annotationId), annotations.findSetting()]);
    if (annotation && setting) await indexAnnotations(scope, { ...setting, app, annotations: [annotation], signal });
    else await scope.stores.vectors.delete(annotationCollection(appId), [annotationId]);
  },
});
