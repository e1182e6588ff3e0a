import type { LanguageModelV4CallOptions, LanguageModelV4ProviderTool } from '@ai-sdk/provider';
import { isNumber, type JsonObject, type JsonValue, toNumber } from '../../../kernel/index.ts';
import type { SdkCall } from '../../wire/sdk-options.ts';
import type { ProviderOptions } from '../../wire/sdk-wire.ts';

/** Dify's parameters for Gemini as the API has them (https://ai.google.dev/api/generate-content#generationconfig). */
export function geminiOptions(rest: JsonObject): ProviderOptions {
  const thinkingConfig = {
    ...(typeof rest['include_thoughts'] === 'boolean' && { includeThoughts: rest['include_thoughts'] }),
    ...thinkingBudget(rest['thinking_mode'], rest['thinking_budget']),
    ...(typeof rest['thinking_level'] === 'string' && { thinkingLevel: rest['thinking_level'].toLowerCase() }),
  };
  const imageConfig = {
    ...(isChosen(rest['aspect_ratio']) && { aspectRatio: rest['aspect_ratio'] }),
    ...(isChosen(rest['resolution']) && { imageSize: rest['resolution'] }),
  };
  return {
    google: {
      ...(Object.keys(thinkingConfig).length > 0 && { thinkingConfig }),
      ...(Object.keys(imageConfig).length > 0 && { imageConfig }),
      ...(isChosen(rest['media_resolution']) && {
        mediaResolution: `MEDIA_RESOLUTION_${rest['media_resolution'].toUpperCase()}`,
      }),
      ...serviceTier(rest),
    },
  };
}

/** Editors have words for leaving it to the provider. */
function isChosen(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && !/^(|auto|default)$/i.test(value);
}

/** -1 leaves it to the model, 0 switches thinking off. */
const OWN_CHOICE = -1;

function thinkingBudget(mode: JsonValue | undefined, budget: JsonValue | undefined) {
  if (mode === false) return { thinkingBudget: 0 };
  const tokens = isNumber(budget) ? toNumber(budget) : undefined;
  if (tokens === undefined) return mode === true ? { thinkingBudget: OWN_CHOICE } : {};
  return { thinkingBudget: tokens === 0 ? OWN_CHOICE : tokens };
}

function serviceTier(rest: JsonObject) {
  if (rest['flex_inference'] === true) return { serviceTier: 'flex' };
  const tier = rest['service_tier'];
  return typeof tier === 'string' && tier !== '' && { serviceTier: tier.toLowerCase() };
}

const BUILT_IN: Readonly<Record<string, LanguageModelV4ProviderTool>> = {
  grounding: { type: 'provider', id: 'google.google_search', name: 'google_search', args: {} },
  url_context: { type: 'provider', id: 'google.url_context', name: 'url_context', args: {} },
  code_execution: { type: 'provider', id: 'google.code_execution', name: 'code_execution', args: {} },
};

/** Google's own tools, which the parameters switch on; an app's tools come instead of them. For `sdkLanguageWire`. */
export function withGoogleTools({ options, rest }: SdkCall): LanguageModelV4CallOptions {
  const tools = Object.entries(BUILT_IN).flatMap(([name, tool]) => (rest[name] === true ? [tool] : []));
  return tools.length === 0 || options.tools ? options : { ...options, tools };
}
