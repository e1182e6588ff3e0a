import { ModelError, type PromptContent } from '../model-runtime.ts';

/** Bytes as providers want them in JSON. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** RFC 2397. */
export function dataUrl(mimeType: string, bytes: Uint8Array): string {
  return `data:${mimeType};base64,${base64Of(bytes)}`;
}

export type MediaContent = Exclude<PromptContent, { type: 'text' }>;

/** Where a provider finds a file: at its address, or in a `data:` URL that holds the bytes. */
export function mediaUrl({ data, mimeType }: MediaContent): string {
  return data instanceof URL ? data.href : dataUrl(mimeType, data);
}

/** For contents that a wire has no form for: leaving them out would let the model answer a question nobody asked. */
export function notCarried({ type, mimeType }: MediaContent, model: string): ModelError {
  return new ModelError('InvokeBadRequestError', `The model ${model} takes no ${type} (${mimeType}).`);
}
