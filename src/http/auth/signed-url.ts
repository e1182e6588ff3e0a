import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isUuid, KnownError } from '../../kernel/index.ts';
import { type Guard, parsePart } from '../route.ts';

/** What is in the query of a signed link. */
export const Signature = z.looseObject({ timestamp: z.string(), nonce: z.string(), sign: z.string() });

/**
 * A link that carries its own permission: the signature is over `word|id|timestamp|nonce` (spec/api.md 2.4). What a
 * wrong or old one is answered differs by route; one that is incomplete is a wrong request, and a file that no id names
 * is nowhere (Dify 1.x controllers/files/image_preview.py and tool_files.py).
 */
export function signedUrl(word: string, refusal: 'not_found' | 'forbidden'): Guard<undefined, Record<never, never>> {
  return {
    name: 'signed-url',
    security: 'signature',
    async authenticate(request, instance) {
      const id = fileIdOf(request);
      if (!isUuid(id)) throw new KnownError('not_found');
      const signature = parsePart(Signature, request.query);
      if (instance.files.isValid(`${word}|${id}`, signature)) return undefined;
      throw new KnownError(refusal, { message: 'The link is not valid or too old.' });
    },
    enter: async () => ({}),
  };
}

/** Tool files are named with an extension that the signature does not cover. Some clients write ids in capitals. */
export function fileIdOf({ params }: Pick<FastifyRequest, 'params'>): string {
  const named = z.object({ file_id: z.string() }).safeParse(params);
  return named.success ? (named.data.file_id.split('.', 1)[0] ?? '').toLowerCase() : '';
}
