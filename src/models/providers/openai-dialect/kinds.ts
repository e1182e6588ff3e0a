import type { ModelProvider } from '../../model-provider.ts';
import { speechWire, transcriptionWire } from './audio.ts';
import { chatWire } from './chat.ts';
import { completionWire } from './completion.ts';
import type { OpenAiDialect } from './dialect.ts';
import { embeddingWire } from './embedding.ts';
import { moderationWire } from './moderation.ts';
import { rerankWire } from './rerank.ts';

type Wires = Pick<ModelProvider, 'language' | 'embedding' | 'rerank' | 'speechToText' | 'textToSpeech' | 'moderation'>;

/** All kinds of models in one dialect; a provider lists in `kinds` which of them it serves. */
export function openAiKinds(dialect: OpenAiDialect): Required<Wires> {
  return {
    language: (connection, model) => ({
      chat: chatWire(dialect, connection, model),
      completion: completionWire(dialect, connection, model),
    }),
    embedding: (connection, model) => embeddingWire(dialect, connection, model),
    rerank: (connection, model) => rerankWire(dialect, connection, model),
    speechToText: (connection, model) => transcriptionWire(dialect, connection, model),
    textToSpeech: (connection, model) => speechWire(dialect, connection, model),
    moderation: (connection, model) => moderationWire(dialect, connection, model),
  };
}
