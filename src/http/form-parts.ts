import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { type ErrorCode, KnownError } from '../kernel/index.ts';

/** The files of a form, in order; fields before a file are in its `fields`. Anything but a form has no file. */
export async function* partsOf(
  request: FastifyRequest,
  missing: ErrorCode,
  maxBytes?: number,
): AsyncGenerator<MultipartFile> {
  if (!request.isMultipart()) throw new KnownError(missing);
  const parts = request.parts(maxBytes === undefined ? {} : { limits: { fileSize: maxBytes } });
  for await (const part of parts) if (part.type === 'file') yield part;
}

/** A field that stands before a file. */
export function fieldOf(fields: Record<string, unknown>, name: string): string | undefined {
  const field = fields[name];
  const value = typeof field === 'object' && field !== null && 'value' in field ? field.value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
