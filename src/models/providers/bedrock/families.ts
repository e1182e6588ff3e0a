/**
 * Dify names Bedrock's models by family; which one is meant stands in the parameter `model_name`. The ids are those of
 * https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html.
 */
export const families: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'anthropic claude 5': {
    'Opus 5': 'anthropic.claude-opus-5',
    'Sonnet 5': 'anthropic.claude-sonnet-5',
    'Fable 5': 'anthropic.claude-fable-5',
  },
  'anthropic claude': {
    'Claude 4.8 Opus': 'anthropic.claude-opus-4-8',
    'Claude 4.7 Opus': 'anthropic.claude-opus-4-7',
    'Claude 4.6 Sonnet': 'anthropic.claude-sonnet-4-6',
    'Claude 4.6 Opus': 'anthropic.claude-opus-4-6-v1',
    'Claude 4.5 Opus': 'anthropic.claude-opus-4-5-20251101-v1:0',
    'Claude 4.5 Haiku': 'anthropic.claude-haiku-4-5-20251001-v1:0',
    'Claude 4.5 Sonnet': 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    'Claude 4.0 Sonnet': 'anthropic.claude-sonnet-4-20250514-v1:0',
    'Claude 4.0 Opus': 'anthropic.claude-opus-4-20250514-v1:0',
    'Claude 4.1 Opus': 'anthropic.claude-opus-4-1-20250805-v1:0',
    'Claude 3.7 Sonnet': 'anthropic.claude-3-7-sonnet-20250219-v1:0',
    'Claude 3.5 Sonnet': 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    'Claude 3.5 Sonnet V2': 'anthropic.claude-3-5-sonnet-20241022-v2:0',
    'Claude 3.5 Haiku': 'anthropic.claude-3-5-haiku-20241022-v1:0',
    'Claude 3 Sonnet': 'anthropic.claude-3-sonnet-20240229-v1:0',
    'Claude 3 Haiku': 'anthropic.claude-3-haiku-20240307-v1:0',
    'Claude 3 Opus': 'anthropic.claude-3-opus-20240229-v1:0',
  },
  'amazon nova': {
    'Nova Pro V1': 'amazon.nova-pro-v1:0',
    'Nova Lite V1': 'amazon.nova-lite-v1:0',
    'Nova Lite V2': 'amazon.nova-2-lite-v1:0',
    'Nova Micro V1': 'amazon.nova-micro-v1:0',
    'Nova Premier V1': 'amazon.nova-premier-v1:0',
  },
  meta: {
    'Llama 3 8B Instruct': 'meta.llama3-8b-instruct-v1:0',
    'Llama 3 70B Instruct': 'meta.llama3-70b-instruct-v1:0',
    'Llama 3.1 8B Instruct': 'meta.llama3-1-8b-instruct-v1:0',
    'Llama 3.1 70B Instruct': 'meta.llama3-1-70b-instruct-v1:0',
    'Llama 3.1 405B Instruct': 'meta.llama3-1-405b-instruct-v1:0',
    'Llama 3.2 11B Instruct': 'meta.llama3-2-11b-instruct-v1:0',
    'Llama 3.2 90B Instruct': 'meta.llama3-2-90b-instruct-v1:0',
  },
  mistral: {
    'Mistral 7B Instruct': 'mistral.mistral-7b-instruct-v0:2',
    'Mistral Large': 'mistral.mistral-large-2402-v1:0',
    'Mistral Small': 'mistral.mistral-small-2402-v1:0',
    'Mixtral 8x7B Instruct': 'mistral.mixtral-8x7b-instruct-v0:1',
  },
  ai21: {
    'Jamba 1.5 Mini': 'ai21.jamba-1-5-mini-v1:0',
    'Jamba 1.5 Large': 'ai21.jamba-1-5-large-v1:0',
  },
  deepseek: {
    'DeepSeek R1': 'deepseek.r1-v1:0',
    'DeepSeek V3.1': 'deepseek.v3-v1:0',
    'DeepSeek V3.2': 'deepseek.v3.2',
  },
  cohere: {
    Command: 'cohere.command-text-v14',
    'Command Light': 'cohere.command-light-text-v14',
    'Command R': 'cohere.command-r-v1:0',
    'Command R+': 'cohere.command-r-plus-v1:0',
  },
  qwen: {
    'Qwen3 235B': 'qwen.qwen3-235b-a22b-2507-v1:0',
    'Qwen3 32B': 'qwen.qwen3-32b-v1:0',
    'Qwen3 Coder 480B': 'qwen.qwen3-coder-480b-a35b-v1:0',
    'Qwen3 Coder 30B': 'qwen.qwen3-coder-30b-a3b-v1:0',
  },
  openai: {
    'GPT OSS 120B': 'openai.gpt-oss-120b-1:0',
    'GPT OSS 20B': 'openai.gpt-oss-20b-1:0',
  },
};
