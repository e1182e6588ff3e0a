import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import { cutAtStop } from './cut-at-stop.ts';
import { findModel, type ReplicateModel } from './model.ts';
import { createPrediction, outputOf } from './prediction.ts';
import { toInput } from './to-input.ts';

/** One prediction per call. Replicate counts no tokens and knows no tools; stop words are watched for here. */
export function languageWire(connection: Connection, name: string): LanguageWire {
  let known: ReplicateModel | undefined;
  return {
    async *stream(request) {
      const { signal } = request;
      known ??= await findModel(connection, name, signal);
      const prediction = await createPrediction(connection, known, { input: toInput(known, request), signal });
      for await (const text of cutAtStop(outputOf(connection, prediction, signal), request.stop ?? [])) {
        if (text !== '') yield { type: 'text', text };
      }
      yield { type: 'finish', reason: 'stop' };
    },
  };
}
