import { enqueueJob } from '../../jobs/index.ts';
import { KnownError } from '../../kernel/index.ts';
import type { App, MessageAnnotation, NumberedPage } from '../../storage/index.ts';
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

/** A page of the answers that people wrote for an app, newest first. */
export async function listAnnotations(
  { stores }: Pick<Scope, 'stores'>,
  request: { readonly app: App; readonly page: number; readonly limit: number; readonly keyword?: string },
): Promise<NumberedPage<MessageAnnotation>> {
  return stores.ofApp(request.app).annotations.list(request);
}

/** Writes an answer for a question. */
export async function createAnnotation(
  scope: Needs,
  { app, question, answer }: { readonly app: App } & AnnotationText,
): Promise<MessageAnnotation> {
  const created = await scope.stores.ofApp(app).annotations.create({ question, content: answer });
  await noteChange(scope, { app, annotationId: created.id });
  return created;
}

export async function updateAnnotation(
  scope: Needs,
  { question, answer, ...request }: OfAnnotation & AnnotationText,
): Promise<MessageAnnotation> {
  await requireAnnotation(scope, request);
  const { annotations } = scope.stores.ofApp(request.app);
  const updated = await annotations.update(request.annotationId, { question, content: answer });
  await noteChange(scope, request);
  return updated;
}

export async function deleteAnnotation(scope: Needs, request: OfAnnotation): Promise<void> {
  await requireAnnotation(scope, request);
  await scope.stores.ofApp(request.app).annotations.delete(request.annotationId);
  await noteChange(scope, request);
}

async function requireAnnotation(
  { stores }: Pick<Scope, 'stores'>,
  { app, annotationId }: OfAnnotation,
): Promise<MessageAnnotation> {
  const found = await stores.ofApp(app).annotations.find(annotationId);
  if (found) return found;
  throw new KnownError('not_found', { message: 'Annotation not found' });
}

/** The index follows later, and only while annotation reply is on. */
async function noteChange({ stores, caller }: Needs, { app, annotationId }: OfAnnotation): Promise<void> {
  if (!(await stores.ofApp(app).annotations.findSetting())) return;
  await enqueueJob(stores.jobs, indexAnnotation, { appId: app.id, annotationId }, { caller });
}
