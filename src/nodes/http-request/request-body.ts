import type { FileReference, NodeContext } from '../../engine/index.ts';
import { type JsonValue, parseJson, printJson } from '../../kernel/index.ts';
import type { HttpRequest, NodeCapabilities } from '../capabilities.ts';
import { NodeError } from '../node-error.ts';
import { printSelector } from '../records.ts';
import type { DraftBody, FormFile } from './draft.ts';

type Body = NonNullable<HttpRequest['body']>;
export type Context = Pick<NodeContext, 'variables' | 'signal'> & Pick<NodeCapabilities, 'files' | 'limits'>;

/** The bytes of a drafted body, files read. */
export async function bodyOf(body: DraftBody, context: Context): Promise<Body | undefined> {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'text':
      return body.text;
    case 'json':
      return printJson(await parseLeniently(body.text));
    case 'binary':
      return readFile(fileAt(body.file, context), context);
    case 'form':
      return new URLSearchParams(body.fields.map(([name, value]) => [name, value])).toString();
    case 'multipart':
      return multipart(body, context);
    default:
      return body satisfies never;
  }
}

/** Models write JSON with missing quotes and trailing commas: it is repaired before it is refused. */
async function parseLeniently(text: string): Promise<JsonValue> {
  try {
    return parseJson(text);
  } catch {
    return repair(text);
  }
}

async function repair(text: string): Promise<JsonValue> {
  const { jsonrepair } = await import('jsonrepair');
  try {
    return parseJson(jsonrepair(text));
  } catch (cause) {
    throw new NodeError('RequestBodyError', `Failed to parse JSON: ${text}`, { cause });
  }
}

async function multipart(body: DraftBody & { kind: 'multipart' }, context: Context): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of body.fields) form.append(name, value);
  for (const { name, file } of body.files.flatMap((item) => namedFiles(item, context))) {
    const bytes = await readFile(file, context);
    form.append(name, new Blob([bytes], { type: file.mimeType || 'application/octet-stream' }), file.filename);
  }
  return form;
}

export function namedFiles({ name, selector }: FormFile, context: Pick<Context, 'variables'>) {
  const value = context.variables.get(selector);
  const found = value?.type === 'file' ? [value.value] : value?.type === 'array[file]' ? value.value : [];
  return found.filter((file) => file.relatedId ?? file.remoteUrl).map((file) => ({ name, file }));
}

function fileAt(selector: readonly string[], { variables }: Context): FileReference {
  const value = variables.get(selector);
  if (value?.type === 'file') return value.value;
  throw new NodeError('FileFetchError', `cannot fetch file with selector ${printSelector(selector)}`);
}

async function readFile(file: FileReference, context: Context): Promise<Uint8Array<ArrayBuffer>> {
  const { files, signal, limits } = context;
  try {
    const bytes = await files.read(file, { maxBytes: limits.http.maxBinaryBytes, signal });
    return new Uint8Array(bytes); // a Blob takes no shared memory
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NodeError('FileFetchError', `cannot fetch file ${file.filename}: ${reason}`, { cause });
  }
}
