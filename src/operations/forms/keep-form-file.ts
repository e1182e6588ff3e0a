import type { JsonValue } from '../../kernel/index.ts';
import { type FileContent, keepGiven } from '../files/given-file.ts';
import type { Scope } from '../scope.ts';
import { takeFields } from './form-fields.ts';

export interface KeepFormFileRequest {
  /** The field of the form, as it was asked. */
  readonly field: JsonValue;
  readonly name: string;
  readonly isList: boolean;
  readonly file: FileContent;
}

/** Keeps a file for a field of a form that is being filled in; what the field does not allow is refused at once. */
export async function keepFormFile(
  { files }: Pick<Scope, 'files'>,
  { field, name, isList, file }: KeepFormFileRequest,
): Promise<JsonValue> {
  const mapping = await keepGiven(files, file);
  const taken = await takeFields(files, [field], { [name]: isList ? [mapping] : mapping });
  return taken[name] ?? null;
}
