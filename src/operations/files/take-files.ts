import type { FileReference } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import type { RunFileStore } from '../scope.ts';
import { type FileRules, placedAt, refuseHerd, refuseUnknownWords, refuseUnwanted } from './file-rules.ts';

/**
 * The file objects of one list of a request (spec/api.md 6.3) as references, in their order: looked up among `files`,
 * and such as the rules allow; without rules all are. What is refused is `invalid_param`.
 */
export async function takeFiles(
  files: RunFileStore,
  mappings: readonly JsonObject[],
  rules?: FileRules,
): Promise<FileReference[]> {
  refuseHerd(mappings);
  return Promise.all(mappings.map((mapping, place) => takeFile(files, mapping, rules, place)));
}

/** The same for a single one, or for the one at a place of its list. */
export async function takeFile(
  files: RunFileStore,
  mapping: JsonObject,
  rules?: FileRules,
  place = 0,
): Promise<FileReference> {
  refuseUnknownWords(mapping);
  const file = await files.resolve(mapping, placedAt(place));
  if (rules) refuseUnwanted(rules, mapping, file);
  return file;
}

/** What a field of a form takes, in the words of Dify's definitions. */
interface FileField {
  readonly allowed_file_types: readonly string[];
  readonly allowed_file_extensions: readonly string[];
  readonly allowed_file_upload_methods: readonly string[];
}

export function rulesOfField(field: FileField): FileRules {
  return {
    allowedTypes: field.allowed_file_types,
    allowedExtensions: field.allowed_file_extensions,
    allowedMethods: field.allowed_file_upload_methods,
  };
}
