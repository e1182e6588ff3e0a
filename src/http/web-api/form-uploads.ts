import { toUnixSeconds } from '../../kernel/index.ts';
import { getForm } from '../../operations/index.ts';
import { replies } from '../../protocol/index.ts';
import { remoteUploadRoute, uploadRoute } from '../app-api/files.ts';
import { pathText } from '../app-api/queries.ts';
import { formToken } from '../auth/form-token.ts';
import { uploadToken, uploadTokenForm, uploadTokenOf } from '../auth/upload-token.ts';
import { route } from '../route.ts';

/** Files for the fields of a form, from whoever was sent it. */
export const formUploadRoutes = [
  route({
    method: 'POST',
    url: '/api/form/human_input/:form_token/upload-token',
    summary: 'A token to upload files for a form with',
    tag: 'Human input',
    guard: formToken,
    params: pathText('form_token'),
    replies: { 200: replies.UploadTokenReply },
    async handle({ access: { scope, app }, params }) {
      const { expiresAt } = await getForm(scope, { token: params.form_token, appId: app.id });
      return { upload_token: uploadTokenOf(params.form_token), expires_at: toUnixSeconds(expiresAt) };
    },
  }),
  uploadRoute('/api/form/human_input/files/upload', 'Upload a file for a form', uploadTokenForm),
  remoteUploadRoute('/api/form/human_input/files/remote-upload', 'Fetch a remote file for a form', uploadToken),
];
