import { isJsonObject } from '../../../kernel/index.ts';
import type { ModerationWire } from '../../model-provider.ts';
import { askJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { headersOf, type OpenAiDialect, urlOf } from './dialect.ts';

/** Longer texts are judged in pieces, so that one bad sentence does not drown in a book. */
const PIECE = 2000;

/** https://platform.openai.com/docs/api-reference/moderations */
export function moderationWire(dialect: OpenAiDialect, connection: Connection, model: string): ModerationWire {
  return {
    async isFlagged(text, signal) {
      const call = {
        fetch: connection.fetch,
        url: urlOf(dialect, connection.credentials, '/moderations', model),
        headers: headersOf(dialect, connection.credentials),
        signal,
      };
      const reply = await askJson(call, { model, input: piecesOf(text) });
      const results = isJsonObject(reply) ? reply['results'] : undefined;
      if (!Array.isArray(results)) throw new Error("the provider's answer holds no results");
      return results.some((result) => isJsonObject(result) && result['flagged'] === true);
    },
  };
}

function piecesOf(text: string): string[] {
  if (text.length <= PIECE) return [text];
  return Array.from({ length: Math.ceil(text.length / PIECE) }, (_, i) => text.slice(i * PIECE, (i + 1) * PIECE));
}
