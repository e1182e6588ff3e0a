import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KnownError } from '../../kernel/index.ts';
import type { Guard } from '../route.ts';

const Signature = z.object({ timestamp: z.string(), nonce: z.string(), sign: z.string() });

/**
 * A link that carries its own permission: the signature is over `word|id|timestamp|nonce` (spec/api.md 2.4). What a
 * wrong or old one is answered differs by route.
 */
export function signedUrl(word: string, refusal: 'not_found' | 'forbidden'): Guard<undefined, Record<never, never>> {
  return {
    name: 'signed-url',
    security: 'signature',
    async authenticate(request, instance) {
      const signature = Signature.safeParse(request.query);
      if (signature.success && instance.files.isValid(`${word}|${fileIdOf(request)}`, signature.data)) return undefined;
      throw new KnownError(refusal, { message: 'The link is not valid or too old.' });
    },
    enter: async () => ({}),
  };
}

/** Tool files are named with an extension that the signature does not cover. */
export function fileIdOf({ params }: Pick<FastifyRequest, 'params'>): string {
  const named = z.object({ file_id: z.string() }).safeParse(params);
  return named.success ? (named.data.file_id.split('.', 1)[0] ?? '') : '';
}
