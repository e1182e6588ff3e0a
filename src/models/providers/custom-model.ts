import type { CustomModelFacts } from '../model-provider.ts';
import type { ModelFeature } from '../model-runtime.ts';

/**
 * What a person says about a model of their own when they add it. Dify keeps these answers among the credentials of the
 * model (`model_credential_schema` of its plugins), under names that differ a little from plugin to plugin.
 */
export function customModelFacts(credentials: Readonly<Record<string, string>>): CustomModelFacts {
  const contextSize = Number(credentials['context_size']);
  const mode = credentials['mode'];
  const name = SENT_NAMES.map((field) => credentials[field]).find((value) => value);
  const features = featuresOf(credentials);
  return {
    ...(contextSize > 0 && { contextSize }),
    ...((mode === 'chat' || mode === 'completion') && { mode }),
    ...(features && { features }),
    ...(name && { sentName: name }),
  };
}

/** Fields that hold the name under which the server knows the model. */
const SENT_NAMES = ['endpoint_model_name', 'endpoint_id', 'model_uid'];

const SUPPORTS: Readonly<Record<string, readonly ModelFeature[]>> = {
  vision_support: ['vision'],
  document_support: ['document'],
  audio_support: ['audio'],
  video_support: ['video'],
  structured_output_support: ['structured-output'],
  stream_function_calling: ['stream-tool-call'],
  agent_thought_support: ['agent-thought'],
  function_call_support: ['tool-call', 'multi-tool-call'],
};

const YES = new Set(['support', 'supported', 'true', 'only_thinking_supported']);
const CALLS = new Set(['tool_call', 'function_call']);

/** Undefined when nothing was said about any feature. */
function featuresOf(credentials: Readonly<Record<string, string>>): readonly ModelFeature[] | undefined {
  const said = Object.keys(SUPPORTS).filter((field) => credentials[field]);
  const calling = credentials['function_calling_type'];
  if (said.length === 0 && !calling) return undefined;
  return [
    ...(CALLS.has(calling ?? '') ? (['tool-call', 'multi-tool-call'] as const) : []),
    ...said.flatMap((field) => (YES.has(credentials[field] ?? '') ? (SUPPORTS[field] ?? []) : [])),
  ];
}
