import { z } from 'zod';
import { isUuid, KnownError, type TenantId } from '../../kernel/index.ts';
import { storeToolFile } from '../../operations/index.ts';
import { toolFileToWire } from '../../protocol/index.ts';
import { filesIn } from '../form-parts.ts';
import { type Guard, route } from '../route.ts';

const Query = z.looseObject({
  timestamp: z.string(),
  nonce: z.string(),
  sign: z.string(),
  tenant_id: z.string().refine(isUuid),
  user_id: z.string().default('DEFAULT-USER'),
});

/** The signature covers the name of the file, so all of it can be judged only when the form is being read. */
const signedForm: Guard<undefined, Record<never, never>> = {
  name: 'signed-url',
  security: 'signature',
  async authenticate(request) {
    if (!Query.safeParse(request.query).success) throw refused();
    return undefined;
  },
  enter: async () => ({}),
};

/** What a plugin hands over while it works. */
export const pluginUpload = route({
  method: 'POST',
  url: '/files/upload/for-plugin',
  summary: 'Upload a file that a plugin has made',
  tag: 'Files',
  guard: signedForm,
  query: Query,
  consumes: 'multipart/form-data',
  async handle({ query, request, reply, instance }) {
    for await (const { filename, mimeType, content } of filesIn(request, 'no_file_uploaded')) {
      const text = ['upload', filename, mimeType, query.tenant_id, query.user_id].join('|');
      if (!instance.files.isValid(text, query)) throw refused();
      const scope = instance.enterWorkspace(query.tenant_id as TenantId); // it was signed with the rest
      const file = await storeToolFile(scope, { filename, mimeType, content, userId: query.user_id });
      reply.code(201);
      return toolFileToWire(file, instance.signedToolFileUrl(file));
    }
    throw new KnownError('no_file_uploaded');
  },
});

function refused(): KnownError {
  return new KnownError('forbidden', { message: 'The link is not valid or too old.' });
}
