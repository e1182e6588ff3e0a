import type { JsonObject } from '../../../kernel/index.ts';
import type { EmbeddingWire } from '../../model-provider.ts';
import { ModelError } from '../../model-runtime.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { readVectors } from '../../wire/vectors.ts';
import { findModel, type ReplicateModel } from './model.ts';
import { createPrediction, finished } from './prediction.ts';

const MAX_BATCH = 16;

/** Embedding models differ in what they take and put out (Dify models/replicate/models/text_embedding/text_embedding.py). */
export function embeddingWire(connection: Connection, name: string): EmbeddingWire {
  let known: ReplicateModel | undefined;
  return {
    maxBatch: MAX_BATCH,
    async embed(texts, _purpose, signal) {
      known ??= await findModel(connection, name, signal);
      const model = known;
      const run = async (input: JsonObject) => {
        const prediction = await createPrediction(connection, model, { input, waits: true, signal });
        return (await finished(connection, prediction, signal)).output;
      };
      const vectors = await embedWith(run, model, texts);
      return readVectors(vectors, texts.length);
    },
  };
}

type Run = (input: JsonObject) => Promise<unknown>;

/** `texts` is a list as JSON text; `text` and `inputs` are one text. */
async function embedWith(run: Run, { inputs = {} }: ReplicateModel, texts: readonly string[]): Promise<unknown> {
  const key = Object.keys(inputs).find((input) => ['text', 'texts', 'inputs'].includes(input));
  if (key === undefined) throw new ModelError('InvokeBadRequestError', 'This model of Replicate embeds no texts.');
  // one after another: the number of predictions in a minute is limited
  if (key !== 'texts') return Array.fromAsync(texts, async (text) => vectorIn(await run({ [key]: text })));
  // some would put out a file otherwise
  const asJson = 'convert_to_numpy' in inputs ? { convert_to_numpy: false } : {};
  const output = await run({ texts: JSON.stringify(texts), ...asJson });
  return Array.isArray(output) ? output.map(vectorIn) : output;
}

/** `[…]`, `[[…]]`, `{embedding: […]}` or `[{embedding: […]}]` */
function vectorIn(output: unknown): unknown {
  if (Array.isArray(output)) return typeof output[0] === 'object' ? vectorIn(output[0]) : output;
  return typeof output === 'object' && output !== null && 'embedding' in output ? output.embedding : undefined;
}
