import type { AppDefinition, FileUploadFeature } from '../../../dsl/index.ts';
import type { FileReference } from '../../../engine/index.ts';
import { isJsonObject, isWorkflowMode, type JsonValue, KnownError } from '../../../kernel/index.ts';
import { type FileRules, isFilledIn } from '../../files/file-rules.ts';
import { takeFiles } from '../../files/take-files.ts';
import type { Scope } from '../../scope.ts';

/**
 * The files that came beside a question, as the app takes them: chats ignore them where uploads are off, workflows then
 * take any. (Dify 1.x core/app/apps, `file_extra_config` of each generator)
 */
export async function takeGivenFiles(
  { files }: Pick<Scope, 'files'>,
  { mode, workflow, modelConfig }: AppDefinition,
  given: readonly JsonValue[],
): Promise<FileReference[]> {
  const feature = (workflow ?? modelConfig)?.features?.fileUpload;
  if (!feature?.enabled && !isWorkflowMode(mode)) return [];
  const mappings = given.filter(isJsonObject).filter(isFilledIn);
  if (mappings.length === 0) return [];
  const taken = await takeFiles(files, mappings, feature?.enabled ? rulesOf(feature) : undefined);
  if (feature?.enabled) refuseTooMany(taken, feature.maxFiles);
  return taken;
}

function rulesOf({ allowedFileTypes, allowedFileExtensions, allowedFileUploadMethods }: FileUploadFeature): FileRules {
  return {
    allowedTypes: allowedFileTypes,
    allowedExtensions: allowedFileExtensions,
    allowedMethods: allowedFileUploadMethods,
  };
}

function refuseTooMany(files: readonly FileReference[], most: number): void {
  if (files.filter(({ kind }) => kind === 'image').length > most)
    throw new KnownError('invalid_param', { message: `Number of image files exceeds the maximum limit ${most}` });
  if (most > 0 && files.length > most)
    throw new KnownError('invalid_param', { message: `Number of files exceeds the maximum limit ${most}` });
}
