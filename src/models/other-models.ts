import { type Candidate, firstThatAnswers } from './balanced-wire.ts';
import type { ModerationWire, RerankWire, SpeechWire, TranscriptionWire } from './model-provider.ts';
import type {
  ModelReference,
  ModerationModel,
  RerankModel,
  SpeechToTextModel,
  TextToSpeechModel,
} from './model-runtime.ts';

/** Models of the smaller kinds over their wires. */

export function makeRerankModel(reference: ModelReference, candidates: readonly Candidate<RerankWire>[]): RerankModel {
  return {
    reference,
    async rerank(query, documents, { topN = documents.length, scoreThreshold, signal }) {
      if (documents.length === 0) return [];
      const ask = (wire: RerankWire) => wire.rerank(query, documents, topN, signal);
      const ranked = await firstThatAnswers(candidates, ask, signal);
      const kept = ranked.filter(
        ({ score, index }) => isIn(documents, index) && score >= (scoreThreshold ?? -Infinity),
      );
      return kept.toSorted((a, b) => b.score - a.score).slice(0, topN);
    },
  };
}

const isIn = (list: readonly unknown[], index: number) => Number.isInteger(index) && index >= 0 && index < list.length;

export function makeSpeechToTextModel(candidates: readonly Candidate<TranscriptionWire>[]): SpeechToTextModel {
  return {
    transcribe: (audio, signal) => firstThatAnswers(candidates, (wire) => wire.transcribe(audio, signal), signal),
  };
}

export function makeModerationModel(candidates: readonly Candidate<ModerationWire>[]): ModerationModel {
  return {
    isFlagged: (text, signal) => firstThatAnswers(candidates, (wire) => wire.isFlagged(text, signal), signal),
  };
}

export function makeTextToSpeechModel(candidates: readonly Candidate<SpeechWire>[]): TextToSpeechModel {
  const [first] = candidates;
  return {
    voices: first?.wire.voices ?? [],
    async *speak(text, { voice, signal }) {
      for (const piece of sentences(text, first?.wire.maxCharacters ?? text.length)) {
        const audio = await firstThatAnswers(candidates, (wire) => wire.speak(piece, voice, signal), signal);
        try {
          yield* audio;
        } catch (error) {
          signal?.throwIfAborted();
          throw first?.toModelError(error) ?? error;
        }
      }
    },
  };
}

/** Pieces of at most `max` characters, cut after sentences where there are any. Together they are the text. */
function sentences(text: string, max: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of text.match(/[^.!?。！？\n]*[.!?。！？\n]*/g) ?? []) {
    if (piece !== '' && piece.length + sentence.length > max) {
      pieces.push(piece);
      piece = '';
    }
    piece += sentence;
    for (; piece.length > max; piece = piece.slice(max)) pieces.push(piece.slice(0, max));
  }
  return [...pieces, piece].filter((item) => item.trim() !== '');
}
