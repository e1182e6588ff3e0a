import type { JsonObject } from '../../kernel/index.ts';

export const fileKinds = ['image', 'document', 'audio', 'video', 'custom'] as const;
export type FileKind = (typeof fileKinds)[number];

export const transferMethods = ['remote_url', 'local_file', 'tool_file', 'datasource_file'] as const;
export type TransferMethod = (typeof transferMethods)[number];

/**
 * A file inside a run: a name for bytes that are somewhere else. Reading the bytes goes through the run's `files`
 * capability, which looks the id up among the files of the run's own workspace: a reference alone opens nothing.
 */
export interface FileReference {
  readonly id?: string;
  readonly kind: FileKind;
  readonly transferMethod: TransferMethod;
  /** The address of a remote file. */
  readonly remoteUrl?: string;
  /** Id of the stored file (upload file, tool file, …) for every other transfer method. */
  readonly relatedId?: string;
  readonly filename: string;
  /** With its dot: `.png`. */
  readonly extension: string;
  readonly mimeType: string;
  /** In bytes; -1 when unknown. */
  readonly size: number;
  /** Where a client may fetch it: signed for stored files, the remote address otherwise. */
  readonly url?: string;
}

/** What marks a JSON object as a file, on the wire and in records (Dify core/file/constants.py). */
export const FILE_MARK = '__dify__file__';

/** The file as JSON: what outputs, templates and code nodes see (Dify core/file/models.py, `File.to_dict`). */
export function fileToJson(file: FileReference): JsonObject {
  return {
    dify_model_identity: FILE_MARK,
    id: file.id ?? null,
    type: file.kind,
    transfer_method: file.transferMethod,
    remote_url: file.remoteUrl ?? null,
    related_id: file.relatedId ?? null,
    filename: file.filename,
    extension: file.extension,
    mime_type: file.mimeType,
    size: file.size,
    url: file.url ?? file.remoteUrl ?? null,
  };
}

export function isFileJson(value: JsonObject): boolean {
  return value['dify_model_identity'] === FILE_MARK;
}

/** Reads what `fileToJson` wrote; undefined when a part is missing or of the wrong type. */
export function fileFromJson(json: JsonObject): FileReference | undefined {
  const kind = fileKinds.find((name) => name === json['type']);
  const transferMethod = transferMethods.find((name) => name === json['transfer_method']);
  if (!isFileJson(json) || !kind || !transferMethod) return undefined;
  const text = (key: string) => (typeof json[key] === 'string' ? json[key] : undefined);
  const [id, remoteUrl, relatedId, url] = [text('id'), text('remote_url'), text('related_id'), text('url')];
  return {
    kind,
    transferMethod,
    filename: text('filename') ?? '',
    extension: text('extension') ?? '',
    mimeType: text('mime_type') ?? '',
    size: typeof json['size'] === 'number' ? json['size'] : -1,
    ...(id !== undefined && { id }),
    ...(remoteUrl !== undefined && { remoteUrl }),
    ...(relatedId !== undefined && { relatedId }),
    ...(url !== undefined && { url }),
  };
}
