import { z } from 'zod';
import { flag } from '../app-api/queries.ts';
import { fileIdOf, Signature, signedUrl } from '../auth/signed-url.ts';
import { anyone, route } from '../route.ts';
import { sendFile } from '../send-file.ts';
import { pluginUpload } from './plugin-upload.ts';

const tag = 'Files';
const params = z.object({ file_id: z.string() });
const query = Signature.extend({ as_attachment: flag.default(false) });

/** Files behind signed links, `/files`. */
export const fileRoutes = [
  route({
    method: 'GET',
    url: '/files/:file_id/file-preview',
    summary: 'The content of an uploaded file',
    tag,
    guard: signedUrl('file-preview', 'not_found'),
    ...{ params, query },
    async handle({ query, request, reply, instance }) {
      const file = await instance.files.openUpload(fileIdOf(request));
      await sendFile(request, reply, file, { isAttachment: query.as_attachment });
    },
  }),
  route({
    method: 'GET',
    url: '/files/:file_id/image-preview',
    summary: 'The content of an uploaded image',
    tag,
    guard: signedUrl('image-preview', 'not_found'),
    ...{ params, query },
    async handle({ request, reply, instance }) {
      await sendFile(request, reply, await instance.files.openUpload(fileIdOf(request)), { isAttachment: false });
    },
  }),
  route({
    method: 'GET',
    url: '/files/tools/:file_id',
    summary: 'The content of a file that a tool has made; its name ends with its extension',
    tag,
    guard: signedUrl('file-preview', 'forbidden'),
    ...{ params, query },
    async handle({ query, request, reply, instance }) {
      const file = await instance.files.openToolFile(fileIdOf(request));
      await sendFile(request, reply, file, { isAttachment: query.as_attachment, keepsType: true });
    },
  }),
  route({
    method: 'GET',
    url: '/files/workspaces/:workspace_id/webapp-logo',
    summary: 'The logo that a workspace shows on its web apps',
    tag,
    guard: anyone,
    params: z.object({ workspace_id: z.string() }),
    async handle({ params, request, reply, instance }) {
      const logo = await instance.files.openLogo(params.workspace_id);
      await sendFile(request, reply, logo, { isAttachment: false });
    },
  }),
  pluginUpload,
];
