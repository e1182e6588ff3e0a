import { KnownError } from '../../kernel/index.ts';
import { uploadFile } from '../../operations/index.ts';
import { uploadFileToWire } from '../../protocol/index.ts';
import { appFormToken } from '../auth/api-token.ts';
import { route } from '../route.ts';

export const fileRoutes = [
  route({
    method: 'POST',
    url: '/v1/files/upload',
    summary: 'Upload a file for later messages',
    guard: appFormToken,
    consumes: 'multipart/form-data',
    async handle({ access, request, reply, instance }) {
      if (!request.isMultipart()) throw new KnownError('no_file_uploaded');
      let uploaded: Awaited<ReturnType<typeof uploadFile>> | undefined;
      for await (const part of request.parts()) {
        if (part.type !== 'file') continue;
        if (part.fieldname !== 'file') throw new KnownError('no_file_uploaded');
        if (uploaded) throw new KnownError('too_many_files');
        const { scope } = await access.enter(userOf(part.fields));
        uploaded = await uploadFile(scope, {
          filename: part.filename ?? '',
          mimeType: part.mimetype,
          content: part.file,
        });
      }
      if (!uploaded) throw new KnownError('no_file_uploaded');
      reply.code(201);
      return uploadFileToWire(uploaded, instance.signedFileUrl(uploaded.id));
    },
  }),
];

/** The `user` field of a form; it must stand before the file. */
function userOf(fields: Record<string, unknown>): string | undefined {
  const field = fields['user'];
  const value = typeof field === 'object' && field !== null && 'value' in field ? field.value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
