import type { FileReference } from '../engine/index.ts';
import type { JsonValue } from '../kernel/index.ts';

/** What conditions and lists can ask of a file (Dify core/file/enums.py, `FileAttribute`). */
const attributes: Record<string, (file: FileReference) => JsonValue> = {
  type: (file) => file.kind,
  size: (file) => file.size,
  name: (file) => file.filename,
  mime_type: (file) => file.mimeType,
  transfer_method: (file) => file.transferMethod,
  url: (file) => file.remoteUrl ?? file.url ?? null,
  extension: (file) => file.extension,
  related_id: (file) => file.relatedId ?? null,
};

/** Undefined when there is no such attribute. */
export function fileAttribute(file: FileReference, name: string): JsonValue | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name]?.(file) : undefined;
}
