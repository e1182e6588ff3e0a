import type { FileReference, NodeContext, Value, VariableSelector } from '../../engine/index.ts';
import type { LanguageModel, ModelFeature, PromptContent } from '../../models/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { NodeError } from '../node-error.ts';

export type MediaKind = Exclude<FileReference['kind'], 'custom'>;

/** The feature a model needs for a kind of file, and how big such a file may be (Dify's upload limits). */
const MEDIA: Readonly<Record<MediaKind, { readonly feature: ModelFeature; readonly maxBytes: number }>> = {
  image: { feature: 'vision', maxBytes: 10 * 1024 ** 2 },
  document: { feature: 'document', maxBytes: 15 * 1024 ** 2 },
  audio: { feature: 'audio', maxBytes: 50 * 1024 ** 2 },
  video: { feature: 'video', maxBytes: 100 * 1024 ** 2 },
};

/** The files that a value holds; anything but files is an error, null and an untyped list are none. */
export function filesOf(value: Value | undefined): readonly FileReference[] {
  if (value === undefined || value.type === 'none' || value.type === 'array[any]') return [];
  if (value.type === 'file') return [value.value];
  if (value.type === 'array[file]') return value.value;
  throw new NodeError('InvalidVariableTypeError', `Invalid variable type: ${value.type}`);
}

/** The files of a node whose vision is on. */
export function visionFiles(
  vision: { readonly enabled: boolean; readonly configs: { readonly variable_selector: VariableSelector } },
  context: Pick<NodeContext, 'variables'>,
): readonly FileReference[] {
  return vision.enabled ? filesOf(context.variables.get(vision.configs.variable_selector)) : [];
}

/** Files as parts of a message. What the model cannot take is left out, and its bytes are never read. */
export async function toPromptParts(
  files: readonly FileReference[],
  model: LanguageModel,
  detail: 'low' | 'high',
  context: Pick<NodeContext, 'signal'> & Pick<NodeCapabilities, 'files'>,
): Promise<readonly PromptContent[]> {
  const wanted = files.flatMap((file) => {
    const { kind } = file;
    return kind !== 'custom' && model.features.has(MEDIA[kind].feature) ? [{ file, kind }] : [];
  });
  return Promise.all(wanted.map(({ file, kind }) => toPromptPart(file, kind, detail, context)));
}

async function toPromptPart(
  file: FileReference,
  kind: MediaKind,
  detail: 'low' | 'high',
  context: Pick<NodeContext, 'signal'> & Pick<NodeCapabilities, 'files'>,
): Promise<PromptContent> {
  const { maxBytes } = MEDIA[kind];
  const data = await context.files.read(file, { maxBytes, signal: context.signal });
  return {
    type: kind,
    mimeType: file.mimeType || FALLBACK_TYPES[kind],
    data,
    ...(file.filename !== '' && { filename: file.filename }),
    ...(kind === 'image' && { detail }),
  };
}

const FALLBACK_TYPES: Readonly<Record<MediaKind, string>> = {
  image: 'image/png',
  document: 'application/pdf',
  audio: 'audio/mpeg',
  video: 'video/mp4',
};
