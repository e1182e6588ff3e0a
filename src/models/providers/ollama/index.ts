import { type CustomModelFacts, defineModelProvider } from '../../model-provider.ts';
import { readVectors } from '../../wire/vectors.ts';
import { customModelFacts } from '../custom-model.ts';
import { post } from './call.ts';
import { chatWire, completionWire } from './language.ts';

/** Models on a machine of one's own, over Ollama's API (https://docs.ollama.com/api). */
export const ollama = defineModelProvider({
  id: 'ollama',
  label: 'Ollama',
  kinds: ['llm', 'text-embedding'],
  credentials: [
    {
      name: 'base_url',
      label: 'Base URL',
      isSecret: false,
      isRequired: true,
      environment: ['OLLAMA_HOST', 'OLLAMA_BASE_URL'],
      default: 'http://localhost:11434',
    },
    { name: 'api_key', label: 'API Key', isSecret: true, isRequired: false, environment: ['OLLAMA_API_KEY'] },
  ],
  models: [],
  unknownModel: { features: ['tool-call', 'stream-tool-call', 'structured-output'], contextSize: 4096 },
  customModel: ollamaModelFacts,
  language: (connection, model) => ({
    chat: chatWire(connection, model),
    completion: completionWire(connection, model),
  }),
  embedding: (connection, model) => ({
    maxBatch: MAX_BATCH,
    async embed(texts, _purpose, signal) {
      const reply = await post(connection, '/api/embed', { model, input: texts, truncate: true }, signal);
      return readVectors(embeddingsOf(await reply.json()), texts.length);
    },
  }),
});

/** The server has no limit, but answers only when it is done with all. */
const MAX_BATCH = 64;

function embeddingsOf(reply: unknown): unknown {
  return typeof reply === 'object' && reply !== null && 'embeddings' in reply ? reply.embeddings : undefined;
}

/** Whoever calls tools also streams the calls, and any model can be held to a schema. */
function ollamaModelFacts(credentials: Readonly<Record<string, string>>): CustomModelFacts {
  const calls = credentials['function_call_support'];
  const facts = customModelFacts({ ...(calls && { stream_function_calling: calls }), ...credentials });
  return facts.features ? { ...facts, features: [...facts.features, 'structured-output'] } : facts;
}
