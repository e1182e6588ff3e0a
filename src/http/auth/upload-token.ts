import type { FastifyRequest } from 'fastify';
import type { AppAccess, FormHolder, Instance } from '../../instance/index.ts';
import { KnownError } from '../../kernel/index.ts';
import type { Guard } from '../route.ts';
import type { FormAccess } from './api-token.ts';

/** What Dify's tokens for uploads begin with. Ours goes on with the token of the form, which opens more than this. */
const PREFIX = 'hitl_upload_';

export const uploadTokenOf = (formToken: string): string => PREFIX + formToken;

interface Uploader {
  readonly form: FormHolder;
  readonly token: string;
}

/** `Authorization: Bearer hitl_upload_…`: whoever fills in a form (Dify 1.x controllers/web/human_input_file_upload.py). */
export const uploadToken: Guard<Uploader, AppAccess> = {
  name: 'upload-token',
  security: 'bearer',
  authenticate: readUploader,
  enter: ({ form, token }, _parts, instance) => instance.enterFormUploads(form, token),
};

/** The same for a file in a form of its own. */
export const uploadTokenForm: Guard<Uploader, FormAccess> = {
  ...uploadToken,
  async enter({ form, token }, _parts, instance) {
    const access = await instance.enterFormUploads(form, token);
    return { app: access.app, anybody: access.scope, enter: async () => access };
  },
};

async function readUploader(request: FastifyRequest, instance: Instance): Promise<Uploader> {
  const [, given] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (given === undefined) throw new KnownError('unauthorized', { message: 'Upload token is required.' });
  const token = given.startsWith(PREFIX) ? given.slice(PREFIX.length) : '';
  const form = token === '' ? undefined : await instance.enterForm(token);
  if (!form) throw new KnownError('invalid_upload_token');
  return { form, token };
}
