import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppAccess } from '../../instance/index.ts';
import { KnownError, type UploadFileId } from '../../kernel/index.ts';
import {
  deleteFile,
  describeRemoteFile,
  getFile,
  keepUpload,
  openAppFile,
  type StoredUpload,
  storeUpload,
  uploadRemoteFile,
} from '../../operations/index.ts';
import { remoteFileToWire, replies, uploadFileToWire } from '../../protocol/index.ts';
import type { FormAccess } from '../auth/api-token.ts';
import { filesIn } from '../form-parts.ts';
import { signalOfClient } from '../gone.ts';
import { type Guard, route } from '../route.ts';
import { sendFile } from '../send-file.ts';
import { type AppFamily, byJson, byQuery } from './family.ts';
import { flag, pathUuid } from './queries.ts';

const tag = 'Files';

/** Ids from a path are looked up among the caller's own. */
const fileOf = (params: Record<'file_id', string>) => params.file_id as UploadFileId;

export const fileRoutes = (family: AppFamily) => [
  uploadRoute(`${family.prefix}/files/upload`, 'Upload a file for later messages', family.formGuard),
];

/** Takes one file in a form (`multipart/form-data`, field `file`), at this address, from whom the guard lets in. */
export const uploadRoute = <Credential>(url: string, summary: string, guard: Guard<Credential, FormAccess>) =>
  route({
    method: 'POST',
    url,
    summary,
    tag,
    guard,
    consumes: 'multipart/form-data',
    replies: { 201: replies.FileReply },
    async handle({ access, request, reply, instance }) {
      const { stored, user } = await readUpload(access, request, url);
      const { scope } = await access.enter(user);
      const uploaded = await keepUpload(scope, stored);
      reply.code(201);
      return uploadFileToWire(uploaded, instance.signedFileUrl(uploaded.id));
    },
  });

/** The one file of a form, and whose it is: clients write the user before the file or behind it. */
async function readUpload(access: FormAccess, request: FastifyRequest, url: string) {
  let stored: StoredUpload | undefined;
  let user = (): string | undefined => undefined;
  for await (const file of filesIn(request, 'no_file_uploaded')) {
    if (stored) throw new KnownError('too_many_files'); // whatever its field is called (Dify 1.x: `len(request.files)`)
    if (file.field !== 'file') throw new KnownError('no_file_uploaded');
    stored = await storeUpload(access.anybody, file).catch((error: unknown) => {
      throw asTold(error, url);
    });
    user = () => file.text('user');
  }
  if (!stored) throw new KnownError('no_file_uploaded');
  return { stored, user: user() };
}

/** A program is told that a parameter is wrong, a person which rule forbids it (Dify 1.x: the document of the Service API). */
function asTold(error: unknown, url: string): unknown {
  const isBlocked = error instanceof KnownError && error.code === 'file_extension_blocked';
  if (!isBlocked || !url.startsWith('/v1/')) return error;
  return new KnownError('invalid_param', { message: error.message, cause: error });
}

/** What only programs ask for. */
export const fileProgramRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/files/:file_id`,
    summary: 'What is known of an uploaded file',
    tag,
    guard: family.guard(byQuery),
    params: pathUuid('file_id'),
    replies: { 200: replies.FileReply },
    async handle({ access, params, instance }) {
      const file = await getFile(access.scope, { ...access, fileId: fileOf(params) });
      return uploadFileToWire(file, instance.signedFileUrl(file.id));
    },
  }),
  route({
    method: 'DELETE',
    url: `${family.prefix}/files/:file_id`,
    summary: 'Delete an uploaded file',
    tag,
    guard: family.guard(byJson),
    params: pathUuid('file_id'),
    replies: { 204: replies.EmptyReply },
    async handle({ access, params }) {
      await deleteFile(access.scope, { ...access, fileId: fileOf(params) });
    },
  }),
  route({
    method: 'GET',
    url: `${family.prefix}/files/:file_id/preview`,
    summary: 'The content of a file that a message of the app uses',
    tag,
    guard: family.guard(byQuery),
    params: pathUuid('file_id'),
    query: z.looseObject({ as_attachment: flag.default(false) }),
    async handle({ access, params, query, request, reply }) {
      const file = await openAppFile(access.scope, { ...access, fileId: fileOf(params) });
      reply.header('cache-control', 'public, max-age=3600');
      await sendFile(request, reply, file, { isAttachment: query.as_attachment });
    },
  }),
];

/** Files that people name by their address. */
export const remoteFileRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/remote-files/*`,
    summary: 'Type and length of a remote file, whose address is the rest of the path',
    tag,
    guard: family.guard(),
    params: z.object({ '*': z.string() }),
    replies: { 200: replies.RemoteFileReply },
    async handle({ access, params, request, reply }) {
      const { contentType, size } = await describeRemoteFile(access.scope, {
        url: addressIn(params['*']),
        signal: signalOfClient(request, reply),
      });
      return { file_type: contentType, file_length: size };
    },
  }),
  remoteUploadRoute(
    `${family.prefix}/remote-files/upload`,
    'Fetch a remote file and keep it for later messages',
    family.guard(byJson),
  ),
];

/** Takes the file at an address that the caller names (`url`), in the same way. */
export const remoteUploadRoute = <Credential>(url: string, summary: string, guard: Guard<Credential, AppAccess>) =>
  route({
    method: 'POST',
    url,
    summary,
    tag,
    guard,
    body: z.looseObject({ url: z.string() }),
    replies: { 201: replies.RemoteUploadReply },
    async handle({ access, body, request, reply, instance }) {
      const signal = signalOfClient(request, reply);
      const file = await uploadRemoteFile(access.scope, { url: body.url, signal });
      reply.code(201);
      return remoteFileToWire(file, instance.signedFileUrl(file.id));
    },
  });

/** Some proxies fold the two slashes of an address in a path into one. */
function addressIn(rest: string): string {
  return rest.replace(/^(https?):\/{1,2}/i, '$1://');
}
