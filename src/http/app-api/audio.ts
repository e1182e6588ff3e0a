import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KnownError, type MessageId } from '../../kernel/index.ts';
import { MAX_AUDIO_BYTES, speakText, transcribeAudio } from '../../operations/index.ts';
import { replies } from '../../protocol/index.ts';
import { type FormFile, filesIn, readAll } from '../form-parts.ts';
import { signalOfClient } from '../gone.ts';
import { route } from '../route.ts';
import { type AppFamily, byJson } from './family.ts';
import { flag, toId } from './queries.ts';

const tag = 'Audio';

export const audioRoutes = (family: AppFamily) => [
  route({
    method: 'POST',
    url: `${family.prefix}/audio-to-text`,
    summary: 'The words of a recording',
    tag,
    guard: family.formGuard,
    consumes: 'multipart/form-data',
    replies: { 200: replies.TranscriptReply },
    async handle({ access, request, reply }) {
      const audio = await readAudio(request);
      const { scope, app } = await access.enter(audio.user);
      return { text: await transcribeAudio(scope, { ...audio, app, signal: signalOfClient(request, reply) }) };
    },
  }),
  route({
    method: 'POST',
    url: `${family.prefix}/text-to-audio`,
    summary: 'The sound of a text or of an answer, as MP3',
    tag,
    guard: family.guard(byJson),
    body: z.looseObject({
      message_id: z.string().nullish(),
      text: z.string().nullish(),
      voice: z.string().nullish(),
      streaming: flag.nullish(),
    }),
    async handle({ access, body, request, reply }) {
      const pieces = await speakText(access.scope, {
        ...access,
        signal: signalOfClient(request, reply),
        ...(body.message_id && { messageId: toId(body.message_id) as MessageId }),
        ...(body.text && { text: body.text }),
        ...(body.voice && { voice: body.voice }),
      });
      // Dify 1.x services/audio_service.py: nothing to speak is no error
      if (!pieces) return reply.header('content-type', 'application/json; charset=utf-8').send('null');
      // An error before the first sound is still an answer of its own.
      const iterator = pieces[Symbol.asyncIterator]();
      const first = await iterator.next();
      return reply.header('content-type', 'audio/mpeg').send(Readable.from(rest(first, iterator)));
    },
  }),
];

async function* rest(first: IteratorResult<Uint8Array>, iterator: AsyncIterator<Uint8Array>) {
  for (let next = first; !next.done; next = await iterator.next()) yield next.value;
}

async function readAudio(request: FastifyRequest) {
  let heard: { readonly bytes: Uint8Array; readonly file: FormFile } | undefined;
  for await (const file of filesIn(request, 'no_audio_uploaded')) {
    if (file.field === 'file' && !heard)
      heard = { bytes: await readAll(file, MAX_AUDIO_BYTES, 'audio_too_large'), file };
    else for await (const _ of file.content); // not asked for, but what stands behind it may be
  }
  if (!heard) throw new KnownError('no_audio_uploaded');
  const { bytes, file } = heard;
  return { bytes, filename: file.filename || 'audio', mimeType: file.mimeType, user: file.text('user') };
}
