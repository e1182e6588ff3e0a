import { annotationCollection } from '../../chat/index.ts';
import { enqueueJob } from '../../jobs/index.ts';
import { type AccountId, KnownError } from '../../kernel/index.ts';
import type { App, AppStores, MessageAnnotation, NumberedPage } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { indexAnnotation } from './index-jobs.ts';

type Needs = Pick<Scope, 'stores' | 'caller'>;

interface OfAnnotation {
  readonly app: App;
  readonly annotationId: string;
}

export interface AnnotationText {
  readonly question: string;
  readonly answer: string;
}

interface ListAnnotationsRequest {
  readonly app: App;
  readonly page: number;
  readonly limit: number;
  readonly keyword?: string;
  /** Aborted when nobody waits for the page any more. */
  readonly signal?: AbortSignal;
}

/** A page of the answers that people wrote for an app, newest first. */
export async function listAnnotations(
  { stores }: Pick<Scope, 'stores'>,
  request: ListAnnotationsRequest,
): Promise<NumberedPage<MessageAnnotation>> {
  return stores.ofApp(request.app).annotations.list(request, request.signal);
}

/** Writes an answer for a question; a program does so in the name of the workspace's owner, as in Dify. */
export async function createAnnotation(
  { stores, caller }: Needs,
  { app, question, answer }: { readonly app: App } & AnnotationText,
): Promise<MessageAnnotation> {
  return stores.transaction(async (inside) => {
    const accountId = await authorOf(inside, caller);
    const text = { question, content: answer };
    const created = await inside.ofApp(app).annotations.create({ ...text, ...(accountId && { accountId }) });
    await followChange({ stores: inside, caller }, { app, annotationId: created.id });
    return created;
  });
}

/** Undefined in a workspace that nobody owns. */
async function authorOf(
  { members }: Pick<Scope['stores'], 'members'>,
  { actor }: Scope['caller'],
): Promise<AccountId | undefined> {
  return actor.kind === 'account' ? actor.accountId : (await members.findOwner())?.account.id;
}

export async function updateAnnotation(
  { stores, caller }: Needs,
  { question, answer, ...request }: OfAnnotation & AnnotationText,
): Promise<MessageAnnotation> {
  return stores.transaction(async (inside) => {
    const annotations = await annotationsWith(inside, request);
    const updated = await annotations.update(request.annotationId, { question, content: answer });
    await followChange({ stores: inside, caller }, request);
    return updated;
  });
}

/** The index forgets it at once: that takes no model. */
export async function deleteAnnotation({ stores }: Pick<Scope, 'stores'>, request: OfAnnotation): Promise<void> {
  await stores.transaction(async (inside) => {
    const annotations = await annotationsWith(inside, request);
    await annotations.delete(request.annotationId);
    await inside.vectors.delete(annotationCollection(request.app.id), [request.annotationId]);
  });
}

/** The annotations of an app, of which one is there for certain. */
async function annotationsWith(
  stores: Scope['stores'],
  { app, annotationId }: OfAnnotation,
): Promise<AppStores['annotations']> {
  const { annotations } = stores.ofApp(app);
  if (await annotations.find(annotationId)) return annotations;
  throw new KnownError('not_found', { message: 'Annotation not found' });
}

/** The index follows later, and only while annotation reply is on: whoever turns it on looks for changes by itself. */
async function followChange({ stores, caller }: Needs, { app, annotationId }: OfAnnotation): Promise<void> {
  if (!(await stores.ofApp(app).annotations.findSetting())) return;
  await enqueueJob(stores.jobs, indexAnnotation, { appId: app.id, annotationId }, { caller });
}
