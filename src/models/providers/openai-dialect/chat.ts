import type { OpenAICompatibleChatLanguageModel } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4CallOptions, LanguageModelV4FilePart } from '@ai-sdk/provider';
import { type JsonObject, toPlainJson } from '../../../kernel/index.ts';
import type { LanguageRequest, PromptContent } from '../../model-runtime.ts';
import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import { mediaUrl } from '../../wire/media.ts';
import { toSdkTool } from '../../wire/sdk-options.ts';
import { toSdkPrompt } from '../../wire/sdk-prompt.ts';
import { streamFromSdk } from '../../wire/sdk-stream.ts';
import { headersOf, type OpenAiDialect, urlOf } from './dialect.ts';
import { quickenChunks } from './quick-chunks.ts';
import { toRequestFields } from './request-body.ts';

/** The name under which the SDK finds our extra fields. */
const FIELDS = 'openaiCompatible';

/**
 * Models that think between calls of tools and must be shown again, wherever they are served, what they thought
 * (`reasoning_content`): https://api-docs.deepseek.com/guides/thinking_mode,
 * https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model, https://docs.z.ai/guides/capabilities/thinking-mode.
 */
const WANTS_REASONING_BACK = /deepseek|kimi|glm|mimo/i;

/** Chat completions through the AI SDK, which is loaded with the first call. */
export function chatWire(dialect: OpenAiDialect, connection: Connection, model: string): LanguageWire {
  let opened: Promise<OpenAICompatibleChatLanguageModel> | undefined;
  const echoesReasoning = (dialect.knowsReasoning ?? true) && WANTS_REASONING_BACK.test(model);
  return {
    stream(request) {
      opened ??= openModel(dialect, connection, model);
      return streamFromSdk(opened, () => toCallOptions(request), { echoesReasoning });
    },
  };
}

async function openModel(dialect: OpenAiDialect, connection: Connection, model: string) {
  const { OpenAICompatibleChatLanguageModel } = await import('@ai-sdk/openai-compatible');
  const chat = new OpenAICompatibleChatLanguageModel(model, {
    provider: FIELDS,
    headers: headersOf(dialect, connection.credentials),
    url: () => urlOf(dialect, connection.credentials, '/chat/completions', model),
    fetch: connection.fetch,
    includeUsage: dialect.asksForUsage,
    supportsStructuredOutputs: true,
    // The SDK types bodies as `any`; what we put in is JSON.
    ...(dialect.adaptBody && { transformRequestBody: (body) => dialect.adaptBody?.(body, model) ?? body }),
  });
  return quickenChunks(chat);
}

function toCallOptions(request: LanguageRequest): LanguageModelV4CallOptions {
  const fields = toRequestFields(request.parameters);
  return {
    prompt: toSdkPrompt(request.messages, { toolArguments: 'text', part: imagePart }),
    abortSignal: request.signal,
    providerOptions: {
      [FIELDS]: {
        ...toPlainJson(fields),
        strictJsonSchema: false,
        ...(request.user !== undefined && { user: request.user }),
      },
    },
    ...(request.stop && request.stop.length > 0 && { stopSequences: [...request.stop] }),
    ...toTools(request),
    ...(request.responseSchema && { responseFormat: { type: 'json' as const, ...request.responseSchema } }),
  };
}

/** Tools that must not be called are left out: not every server knows the choice `none`. */
function toTools({ tools = [], toolChoice }: LanguageRequest) {
  if (tools.length === 0 || toolChoice === 'none') return {};
  return { tools: tools.map(toSdkTool), ...(toolChoice && { toolChoice: { type: toolChoice } }) };
}

/**
 * The SDK has no word for an image's `detail`; fields under its own name replace the ones it makes. The blank address
 * keeps it from encoding the bytes a second time.
 */
function imagePart(part: PromptContent): LanguageModelV4FilePart | undefined {
  if (part.type !== 'image') return undefined;
  const image: JsonObject = { url: mediaUrl(part), ...(part.detail && { detail: part.detail }) };
  return {
    type: 'file',
    mediaType: part.mimeType.startsWith('image/') ? part.mimeType : 'image/*',
    data: { type: 'url', url: new URL('about:blank') },
    providerOptions: { [FIELDS]: { image_url: toPlainJson(image) } },
  };
}
