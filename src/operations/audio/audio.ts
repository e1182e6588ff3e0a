import { isJsonObject, type JsonObject, KnownError, type MessageId } from '../../kernel/index.ts';
import type { ModelKind, ModelReference } from '../../models/index.ts';
import type { App } from '../../storage/index.ts';
import { getParameters } from '../apps/app-facts.ts';
import type { OfMessage } from '../messages/messages.ts';
import type { Scope } from '../scope.ts';

type Needs = Pick<Scope, 'stores' | 'chatOwner' | 'models'>;

/** Dify services/audio_service.py; documents name more types than the code of 1.12 takes. */
const AUDIO_TYPES = ['mp3', 'm4a', 'wav', 'amr', 'mpga', 'mp4', 'mpeg', 'webm', 'x-m4a', 'x-wav', 'wave', 'ogg'];
export const MAX_AUDIO_BYTES = 30 * 1024 * 1024;

export interface TranscribeRequest {
  readonly app: App;
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  readonly filename: string;
  readonly signal: AbortSignal;
}

/** The words of a recording. */
export async function transcribeAudio(scope: Needs, request: TranscribeRequest): Promise<string> {
  const { app, signal, ...audio } = request;
  const { features } = await getParameters(scope, app);
  if (!isEnabled(features, 'speech_to_text')) throw new KnownError('speech_to_text_disabled');
  const [family, type = ''] = audio.mimeType.split(';', 1)[0]?.split('/') ?? [];
  if (!((family === 'audio' && AUDIO_TYPES.includes(type)) || audio.mimeType === 'video/webm'))
    throw new KnownError('unsupported_audio_type', { message: `Audio type "${audio.mimeType}" is not allowed.` });
  const reference = await requireModel(scope, 'speech2text', 'provider_not_support_speech_to_text');
  const model = await scope.models.speechToTextModel(reference);
  return model.transcribe(audio, signal);
}

export interface SpeakRequest {
  readonly app: App;
  readonly user: string;
  /** Instead of `text`. */
  readonly messageId?: MessageId;
  readonly text?: string;
  readonly voice?: string;
  readonly signal: AbortSignal;
}

/**
 * The sound of a text or of a message's answer, in pieces of mp3; undefined where a message is to be spoken that is not
 * there, or that says nothing.
 */
export async function speakText(scope: Needs, request: SpeakRequest): Promise<AsyncIterable<Uint8Array> | undefined> {
  const { app, signal, messageId } = request;
  const isAnswer = messageId !== undefined;
  const text = isAnswer ? await answerOf(scope, { ...request, messageId }) : (request.text ?? '');
  if (text.trim() === '' && isAnswer) return undefined;
  const { features } = await getParameters(scope, app);
  const feature = isJsonObject(features['text_to_speech']) ? features['text_to_speech'] : {};
  if (feature['enabled'] !== true) throw new KnownError('invalid_param', { message: 'TTS is not enabled' });
  if (text.trim() === '') throw new KnownError('invalid_param', { message: 'Text is required' });
  const model = await scope.models.textToSpeechModel(await requireModel(scope, 'tts', 'provider_not_initialize'));
  const voice = request.voice || String(feature['voice'] ?? '') || model.voices[0]?.value;
  return model.speak(text, { signal, ...(voice && { voice }) });
}

/** Empty when the person has no such message. */
async function answerOf({ stores, chatOwner }: Needs, { app, user, messageId }: OfMessage): Promise<string> {
  const message = await stores.ofApp(app).messages.find(messageId, await chatOwner(app.id, user));
  return message?.answer ?? '';
}

async function requireModel(
  scope: Pick<Scope, 'models'>,
  kind: ModelKind,
  code: 'provider_not_support_speech_to_text' | 'provider_not_initialize',
): Promise<ModelReference> {
  const reference = await scope.models.defaultModel(kind);
  if (reference) return reference;
  throw new KnownError(code, { message: `The workspace has no default model of the kind ${kind}.` });
}

function isEnabled(features: JsonObject, key: string): boolean {
  const feature = features[key];
  return isJsonObject(feature) && feature['enabled'] === true;
}
