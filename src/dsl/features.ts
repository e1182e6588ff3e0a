import { isJsonObject, type JsonObject } from '../kernel/index.ts';
import { flagAt, mappingAt, numberAt, textAt, textsAt } from './fields.ts';

/** What surrounds the conversation of an app; switched off where a document says nothing. */
export interface AppFeatures {
  readonly openingStatement: string;
  readonly suggestedQuestions: readonly string[];
  /** `model` and `prompt` override the default ones. */
  readonly suggestedQuestionsAfterAnswer: {
    readonly enabled: boolean;
    readonly model?: JsonObject;
    readonly prompt?: string;
  };
  readonly speechToText: { readonly enabled: boolean };
  readonly textToSpeech: {
    readonly enabled: boolean;
    readonly voice: string;
    readonly language: string;
    readonly isAutoPlayed: boolean;
  };
  readonly retrieverResource: { readonly enabled: boolean };
  /** `config` is the document's own: `inputs_config`, `outputs_config`, `keywords`, … */
  readonly sensitiveWordAvoidance: { readonly enabled: boolean; readonly type: string; readonly config: JsonObject };
  readonly fileUpload: FileUploadFeature;
}

export type WorkflowFeatures = AppFeatures;

export interface FileUploadFeature {
  readonly enabled: boolean;
  readonly allowedFileTypes: readonly string[];
  readonly allowedFileExtensions: readonly string[];
  readonly allowedFileUploadMethods: readonly string[];
  readonly maxFiles: number;
  /** How closely models look at images. */
  readonly imageDetail: 'low' | 'high';
}

const DEFAULT_MAX_FILES = 3;
const DEFAULT_METHODS: readonly string[] = ['local_file', 'remote_url'];

/** What holds where a `model_config` says nothing (Dify 1.x models/model.py, `AppModelConfig.retriever_resource_dict`). */
export const modelConfigDefaults = { retrieverResource: true };

/** Reads the `features` of a workflow, or the same keys of a `model_config`. */
export function readFeatures(document: JsonObject, defaults = { retrieverResource: false }): AppFeatures {
  const textToSpeech = mappingAt(document, 'text_to_speech');
  const moderation = mappingAt(document, 'sensitive_word_avoidance');
  return {
    openingStatement: textAt(document, 'opening_statement'),
    suggestedQuestions: textsAt(document, 'suggested_questions'),
    suggestedQuestionsAfterAnswer: readSuggestions(mappingAt(document, 'suggested_questions_after_answer')),
    speechToText: { enabled: isEnabled(document, 'speech_to_text') },
    textToSpeech: {
      enabled: flagAt(textToSpeech, 'enabled'),
      voice: textAt(textToSpeech, 'voice'),
      language: textAt(textToSpeech, 'language'),
      isAutoPlayed: textToSpeech['autoPlay'] === 'enabled',
    },
    retrieverResource: {
      enabled: flagAt(mappingAt(document, 'retriever_resource'), 'enabled', defaults.retrieverResource),
    },
    sensitiveWordAvoidance: {
      enabled: flagAt(moderation, 'enabled'),
      type: textAt(moderation, 'type'),
      config: mappingAt(moderation, 'config'),
    },
    fileUpload: readFileUpload(mappingAt(document, 'file_upload')),
  };
}

function isEnabled(document: JsonObject, key: string): boolean {
  return flagAt(mappingAt(document, key), 'enabled');
}

function readSuggestions(document: JsonObject): AppFeatures['suggestedQuestionsAfterAnswer'] {
  const model = document['model'];
  const prompt = textAt(document, 'prompt');
  return {
    enabled: flagAt(document, 'enabled'),
    ...(isJsonObject(model) && { model }),
    ...(prompt !== '' && { prompt }),
  };
}

/**
 * Before DSL 0.1.3 only images could be uploaded: `{image: {enabled, number_limits, transfer_methods, detail}}`. Where
 * `image` is on it still decides, and the newer fields are to say so, too (Dify 1.x models/workflow.py, `features`).
 */
export function liftFileUpload(document: JsonObject): JsonObject {
  const image = mappingAt(document, 'image');
  if (!flagAt(image, 'enabled')) return document;
  return {
    allowed_file_types: ['image'],
    allowed_file_extensions: [],
    ...document,
    enabled: true,
    number_limits: numberAt(image, 'number_limits') ?? DEFAULT_MAX_FILES,
    allowed_file_upload_methods:
      'transfer_methods' in image ? textsAt(image, 'transfer_methods') : [...DEFAULT_METHODS],
  };
}

function readFileUpload(written: JsonObject): FileUploadFeature {
  const document = liftFileUpload(written);
  const image = mappingAt(document, 'image');
  const methods = textsAt(document, 'allowed_file_upload_methods');
  return {
    enabled: flagAt(document, 'enabled'),
    allowedFileTypes: textsAt(document, 'allowed_file_types'),
    allowedFileExtensions: textsAt(document, 'allowed_file_extensions'),
    allowedFileUploadMethods: methods.length > 0 ? methods : DEFAULT_METHODS,
    maxFiles: numberAt(document, 'number_limits') ?? DEFAULT_MAX_FILES,
    imageDetail: image['detail'] === 'low' ? 'low' : 'high',
  };
}
