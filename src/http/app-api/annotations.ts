import { z } from 'zod';
import {
  createAnnotation,
  deleteAnnotation,
  getReplyJob,
  listAnnotations,
  startDisabling,
  startEnabling,
  updateAnnotation,
} from '../../operations/index.ts';
import { annotationToWire, jobStatusToWire, jobToWire, numberedPageToWire, replies } from '../../protocol/index.ts';
import { signalOfClient } from '../gone.ts';
import { route } from '../route.ts';
import type { AppFamily } from './family.ts';
import { anyLimit, page, pathUuid, uuidInPath } from './queries.ts';

const tag = 'Annotations';
const AnnotationBody = z.looseObject({ question: z.string(), answer: z.string() });
/** A number, perhaps written as a text (Dify reads it so). */
const threshold = z
  .union([z.number(), z.string().regex(/^(\d{0,9}\.)?\d{1,20}$/)], { error: 'a number from 0 to 1 is required' })
  .pipe(z.coerce.number<number | string>().min(0).max(1));
/** All three are asked for whatever the action (Dify 1.13 controllers/service_api/app/annotation.py). */
const ReplySettingsBody = z.looseObject({
  score_threshold: threshold,
  embedding_provider_name: z.string(),
  embedding_model_name: z.string(),
});
const action = z.enum(['enable', 'disable']);

/** Answers that people wrote beforehand. */
export const annotationRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/apps/annotations`,
    summary: 'A page of annotations, newest first',
    tag,
    guard: family.guard(),
    query: z.looseObject({ page, limit: anyLimit, keyword: z.string().default('') }),
    replies: { 200: replies.AnnotationsReply },
    async handle({ access, query: { page, limit, keyword }, request, reply }) {
      const asked = { app: access.app, page, limit, keyword, signal: signalOfClient(request, reply) };
      return numberedPageToWire(await listAnnotations(access.scope, asked), annotationToWire);
    },
  }),
  route({
    method: 'POST',
    url: `${family.prefix}/apps/annotations`,
    summary: 'Write an annotation',
    tag,
    guard: family.guard(),
    body: AnnotationBody,
    replies: { 201: replies.AnnotationReply },
    async handle({ access, body: { question, answer }, reply }) {
      const created = await createAnnotation(access.scope, { app: access.app, question, answer });
      reply.code(201);
      return annotationToWire(created);
    },
  }),
  route({
    method: 'PUT',
    url: `${family.prefix}/apps/annotations/:annotation_id`,
    summary: 'Change an annotation',
    tag,
    guard: family.guard(),
    params: pathUuid('annotation_id'),
    body: AnnotationBody,
    replies: { 200: replies.AnnotationReply },
    async handle({ access, params, body: { question, answer } }) {
      const request = { app: access.app, annotationId: params.annotation_id, question, answer };
      return annotationToWire(await updateAnnotation(access.scope, request));
    },
  }),
  route({
    method: 'DELETE',
    url: `${family.prefix}/apps/annotations/:annotation_id`,
    summary: 'Delete an annotation',
    tag,
    guard: family.guard(),
    params: pathUuid('annotation_id'),
    replies: { 204: replies.EmptyReply },
    async handle({ access, params }) {
      await deleteAnnotation(access.scope, { app: access.app, annotationId: params.annotation_id });
    },
  }),
];

/** Whether annotations are the answer to questions like theirs. */
export const annotationReplyRoutes = (family: AppFamily) => [
  route({
    method: 'POST',
    url: `${family.prefix}/apps/annotation-reply/:action`,
    summary: 'Begin to turn annotation reply on or off',
    tag,
    guard: family.guard(),
    params: z.object({ action }),
    body: ReplySettingsBody,
    replies: { 200: replies.JobReply },
    async handle({ access, params, body }) {
      const { app } = access;
      if (params.action === 'disable') return jobToWire(await startDisabling(access.scope, { app }));
      const job = await startEnabling(access.scope, {
        app,
        scoreThreshold: body.score_threshold,
        embeddingProviderName: body.embedding_provider_name,
        embeddingModelName: body.embedding_model_name,
      });
      return jobToWire(job);
    },
  }),
  route({
    method: 'GET',
    url: `${family.prefix}/apps/annotation-reply/:action/status/:job_id`,
    summary: 'How far a change of annotation reply has come',
    tag,
    guard: family.guard(),
    params: z.object({ action, job_id: uuidInPath }),
    replies: { 200: replies.JobStatusReply },
    async handle({ access, params }) {
      const request = { app: access.app, action: params.action, jobId: params.job_id };
      return jobStatusToWire(await getReplyJob(access.scope, request));
    },
  }),
];
