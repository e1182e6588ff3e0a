import { isJsonObject, type JsonObject } from '../kernel/index.ts';
import type { ModelRuntime } from '../models/index.ts';
import type { ExtensionCaller } from './api-extension.ts';

/** `sensitive_word_avoidance` of an app. */
export interface ModerationRules {
  readonly enabled: boolean;
  /** 'keywords', 'openai_moderation' or 'api'. */
  readonly type: string;
  /** The document's own: `inputs_config`, `outputs_config`, `keywords`, `api_based_extension_id`. */
  readonly config: JsonObject;
}

/** Whom moderation may ask. */
export interface ModerationHelp {
  readonly appId: string;
  readonly models: Pick<ModelRuntime, 'moderationModel' | 'defaultModel'>;
  readonly extensions: ExtensionCaller;
}

/** The rules for one direction, if there are any. */
export function rulesFor(
  { enabled, config }: ModerationRules,
  direction: 'inputs_config' | 'outputs_config',
): { readonly preset: string } | undefined {
  const rules = config[direction];
  if (!enabled || !isJsonObject(rules) || rules['enabled'] !== true) return undefined;
  return { preset: typeof rules['preset_response'] === 'string' ? rules['preset_response'] : '' };
}
