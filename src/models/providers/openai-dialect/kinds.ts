import type { ModelProvider } from '../../model-provider.ts';
import { chatWire } from './chat.ts';
import { completionWire } from './completion.ts';
import type { OpenAiDialect } from './dialect.ts';

/** All kinds of models in one dialect; a provider lists in `kinds` which of them it serves. */
export function openAiKinds(dialect: OpenAiDialect): Pick<ModelProvider, 'language'> {
  return {
    language: (connection, model) => ({
      chat: chatWire(dialect, connection, model),
      completion: completionWire(dialect, connection, model),
    }),
  };
}
