import { float, isJsonObject, type JsonObject, type JsonValue } from '../kernel/index.ts';
import type { App, AppAnnotationSetting, Site } from '../storage/index.ts';

/** What may be uploaded, in MB and files. */
export interface UploadLimits {
  readonly uploadDocumentMb: number;
  readonly uploadImageMb: number;
  readonly uploadAudioMb: number;
  readonly uploadVideoMb: number;
  readonly workflowMaxFiles: number;
}

export interface Parameters {
  /** The `features` of a workflow, or a `model_config`. */
  readonly features: JsonObject;
  readonly form: readonly JsonObject[];
  readonly annotationSetting?: AppAnnotationSetting;
}

const OFF = { enabled: false };
const NO_UPLOADS = {
  image: { enabled: false, number_limits: 3, detail: 'high', transfer_methods: ['remote_url', 'local_file'] },
};

/** `GET /parameters` (Dify core/app/app_config/common/parameters_mapping). */
export function parametersToWire({ features, form, annotationSetting }: Parameters, limits: UploadLimits): JsonObject {
  const switchOf = (key: string) => (isJsonObject(features[key]) ? { ...OFF, ...features[key] } : OFF);
  const questions = features['suggested_questions'];
  return {
    opening_statement: features['opening_statement'] ?? null,
    suggested_questions: Array.isArray(questions) ? questions : [],
    suggested_questions_after_answer: { enabled: switchOf('suggested_questions_after_answer').enabled },
    speech_to_text: switchOf('speech_to_text'),
    text_to_speech: switchOf('text_to_speech'),
    retriever_resource: switchOf('retriever_resource'),
    annotation_reply: annotationSetting ? annotationReplyToWire(annotationSetting) : OFF,
    more_like_this: switchOf('more_like_this'),
    user_input_form: [...form],
    // Which words are forbidden is nobody's business outside.
    sensitive_word_avoidance: { enabled: switchOf('sensitive_word_avoidance').enabled },
    file_upload: fileUploadToWire(features['file_upload']),
    system_parameters: {
      image_file_size_limit: limits.uploadImageMb,
      video_file_size_limit: limits.uploadVideoMb,
      audio_file_size_limit: limits.uploadAudioMb,
      file_size_limit: limits.uploadDocumentMb,
      workflow_file_upload_limit: limits.workflowMaxFiles,
    },
  };
}

/** Older clients read `image` alone, so it is always there. */
function fileUploadToWire(upload: JsonValue | undefined): JsonObject {
  return isJsonObject(upload) ? { ...NO_UPLOADS, ...upload } : NO_UPLOADS;
}

function annotationReplyToWire(setting: AppAnnotationSetting): JsonObject {
  return {
    enabled: true,
    id: setting.id,
    score_threshold: float(setting.scoreThreshold),
    embedding_model: {
      embedding_provider_name: setting.embeddingProviderName,
      embedding_model_name: setting.embeddingModelName,
    },
  };
}

export interface Introduction {
  readonly app: App;
  readonly tags: readonly string[];
  readonly authorName: string;
}

/** `GET /info` */
export function introductionToWire({ app, tags, authorName }: Introduction): JsonObject {
  return { name: app.name, description: app.description, tags: [...tags], mode: app.mode, author_name: authorName };
}

/** `GET /site` of the Service API. `iconUrl` is a signed link where the icon is an uploaded image. */
export function siteToWire(site: Site, iconUrl: string | null): JsonObject {
  return {
    title: site.title,
    chat_color_theme: site.chatColorTheme,
    chat_color_theme_inverted: site.chatColorThemeInverted,
    icon_type: site.iconType,
    icon: site.icon,
    icon_background: site.iconBackground,
    icon_url: iconUrl,
    description: site.description,
    copyright: site.copyright,
    privacy_policy: site.privacyPolicy,
    input_placeholder: null,
    custom_disclaimer: site.customDisclaimer,
    default_language: site.defaultLanguage,
    show_workflow_steps: site.showWorkflowSteps,
    use_icon_as_answer_icon: site.useIconAsAnswerIcon,
  };
}

/** `GET /api/site` (Dify controllers/web/site.py). Whoever holds a form is nobody in particular. */
export function webSiteToWire(app: App, site: Site, iconUrl: string | null, endUserId: string | null): JsonObject {
  return {
    app_id: app.id,
    end_user_id: endUserId,
    enable_site: app.enableSite,
    site: { ...siteToWire(site, iconUrl), prompt_public: site.promptPublic },
    model_config: null,
    plan: 'basic',
    can_replace_logo: false,
    custom_config: null,
  };
}
