/**
 * In the older API the endpoint is the model (bce-qianfan-sdk, python/qianfan/resources/llm); most are called like the
 * model itself, and so are models that people deployed under a name of their own.
 */
const CHAT: Readonly<Record<string, string>> = {
  'ernie-bot': 'completions',
  'ernie-bot-8k': 'completions',
  'ernie-3.5-8k': 'completions',
  'ernie-bot-4': 'completions_pro',
  'ernie-4.0-8k': 'completions_pro',
  'ernie-bot-turbo': 'eb-instant',
  'ernie-lite-8k-0922': 'eb-instant',
  'ernie-lite-8k-0308': 'ernie-lite-8k',
  'ernie-speed-8k': 'ernie_speed',
  'ernie-speed-appbuilder': 'ai_apaas',
  'ernie-character-8k': 'ernie-char-8k',
  'ernie-character-8k-0321': 'ernie-char-8k',
};

const EMBEDDINGS: Readonly<Record<string, string>> = {
  'bge-large-en': 'bge_large_en',
  'bge-large-zh': 'bge_large_zh',
  'tao-8k': 'tao_8k',
};

const RERANKERS: Readonly<Record<string, string>> = {
  'bce-reranker-base': 'bce_reranker_base',
  'bce-reranker-base_v1': 'bce_reranker_base',
};

export const chatEndpoint = (model: string) => `chat/${nameIn(CHAT, model)}`;

export const embeddingEndpoint = (model: string) => `embeddings/${nameIn(EMBEDDINGS, model)}`;

export const rerankEndpoint = (model: string) => `reranker/${nameIn(RERANKERS, model)}`;

function nameIn(table: Readonly<Record<string, string>>, model: string): string {
  return encodeURIComponent(Object.hasOwn(table, model) ? (table[model] ?? model) : model);
}
