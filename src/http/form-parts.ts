import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { type ErrorCode, errorText, KnownError } from '../kernel/index.ts';

/** A file of a form, to be read before the next one comes. */
export interface FormFile {
  readonly field: string;
  /** Empty when the client did not say. */
  readonly filename: string;
  readonly mimeType: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** A field of the form: one before the file, and once the whole form has been read also one behind it. */
  text(name: string): string | undefined;
}

/** The files of a form, in order. Anything but a form has no file. */
export async function* filesIn(request: FastifyRequest, missing: ErrorCode): AsyncGenerator<FormFile> {
  if (!request.isMultipart()) throw new KnownError(missing);
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') yield toFormFile(part);
      else if (part.valueTruncated) throw tooLarge(part.fieldname);
    }
  } catch (error) {
    throw asCallers(error);
  } finally {
    letTheRestPass(request);
  }
}

/** What nobody reads any more must not stand in the way of the next request of its connection. */
function letTheRestPass({ raw }: FastifyRequest): void {
  raw.unpipe();
  raw.resume();
}

function tooLarge(field: string): KnownError {
  return new KnownError('request_entity_too_large', { message: `The field "${field}" is too large.` });
}

function toFormFile({ fieldname, filename = '', mimetype, file, fields }: MultipartFile): FormFile {
  return {
    ...{ field: fieldname, filename, mimeType: mimetype, content: readPart(file) },
    text: (name) => textOf(fields[name]),
  };
}

function textOf(field: MultipartFile['fields'][string]): string | undefined {
  if (!field || Array.isArray(field) || field.type !== 'field') return undefined;
  return typeof field.value === 'string' && field.value !== '' ? field.value : undefined;
}

async function* readPart(file: MultipartFile['file']): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    throw asCallers(error);
  }
  if (file.truncated) throw new KnownError('file_too_large');
}

/** The parser's plain errors are about forms that break off or are none; the others have a code and are kept. */
function asCallers(error: unknown): unknown {
  if (error instanceof KnownError || !(error instanceof Error) || 'statusCode' in error) return error;
  return new KnownError('bad_request', { message: `The form cannot be read: ${errorText(error)}`, cause: error });
}

/** All bytes of a file, which may be no more than `maxBytes`. */
export async function readAll({ content }: FormFile, maxBytes: number, tooLarge: ErrorCode): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    size += piece.byteLength;
    if (size > maxBytes) throw new KnownError(tooLarge);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
