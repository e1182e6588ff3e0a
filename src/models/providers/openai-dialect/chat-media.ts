import type { JsonObject } from '../../../kernel/index.ts';
import { ModelError } from '../../model-runtime.ts';
import { base64Of, type MediaContent, mediaUrl, notCarried } from '../../wire/media.ts';

/** A file as a part of a message (https://platform.openai.com/docs/api-reference/chat/create, `content`). */
export function toMediaPart(model: string): (part: MediaContent) => JsonObject {
  return (part) => {
    if (part.type === 'image') {
      return { type: 'image_url', image_url: { url: mediaUrl(part), ...(part.detail && { detail: part.detail }) } };
    }
    switch (part.mimeType.split('/')[0]) {
      case 'image':
        return { type: 'image_url', image_url: { url: mediaUrl(part) } };
      case 'video': // not OpenAI's own; https://docs.vllm.ai/en/latest/features/multimodal_inputs.html
        return { type: 'video_url', video_url: { url: mediaUrl(part) } };
      case 'audio':
        return toAudio(part, model);
      case 'text':
        return { type: 'text', text: part.data instanceof URL ? part.data.href : new TextDecoder().decode(part.data) };
      default:
        return toDocument(part, model);
    }
  };
}

/** OpenAI's two formats under all names that browsers and tables of file endings have for them. */
const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/wave': 'wav',
  'audio/x-wav': 'wav',
  'audio/vnd.wave': 'wav', // RFC 2361
  'audio/mp3': 'mp3',
  'audio/mpeg': 'mp3', // RFC 3003
};

function toAudio(part: MediaContent, model: string): JsonObject {
  const format = AUDIO_FORMATS[part.mimeType];
  if (format === undefined) throw notCarried(part, model);
  return { type: 'input_audio', input_audio: { data: base64Of(bytesOf(part, model)), format } };
}

function toDocument(part: MediaContent, model: string): JsonObject {
  if (part.mimeType !== 'application/pdf') throw notCarried(part, model);
  bytesOf(part, model);
  return { type: 'file', file: { filename: part.filename ?? 'document.pdf', file_data: mediaUrl(part) } };
}

function bytesOf({ data, type, mimeType }: MediaContent, model: string): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const message = `The model ${model} takes no address of ${type} (${mimeType}): it must be sent the bytes.`;
  throw new ModelError('InvokeBadRequestError', message);
}
