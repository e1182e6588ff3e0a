import type { TextToSpeechModel } from '../models/index.ts';

/** Dify 1.x core/base/tts/app_generator_tts_publisher.py: two sentences at first, one more each time, up to seven. */
const FIRST_SENTENCES = 2;
const MOST_SENTENCES = 7;
const SENTENCE_END = /[。.!?]/g;
/** Where no sentence ends, nobody waits for one any longer: lists, verses, code. */
const LONGEST_WAIT = 600;

export interface SpokenAnswerOptions {
  readonly model: Promise<TextToSpeechModel>;
  /** The model's first one when it has no such voice. */
  readonly voice: string;
  readonly signal: AbortSignal;
  /** A piece of MP3, in the order of the text. */
  readonly onAudio: (audio: Uint8Array) => void;
  /** Told once; nothing is said from then on. */
  readonly onFailure: (error: unknown) => void;
}

/** Says an answer while it is written, a few sentences at a time. */
export class SpokenAnswer {
  readonly #options: SpokenAnswerOptions;
  /** Written, and not yet on its way to the model. */
  #waiting = '';
  /** Of what waits: how many sentences are whole, and where the last of them ends. */
  #whole = { sentences: 0, end: 0 };
  #sentences = FIRST_SENTENCES;
  #said: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(options: SpokenAnswerOptions) {
    this.#options = options;
  }

  add(text: string): void {
    const before = this.#waiting.length;
    this.#waiting += text;
    for (const { index } of text.matchAll(SENTENCE_END)) {
      this.#whole = { sentences: this.#whole.sentences + 1, end: before + index + 1 };
    }
    if (this.#whole.sentences >= this.#sentences) {
      this.#sentences = Math.min(this.#sentences + 1, MOST_SENTENCES);
      this.#sayUntil(this.#whole.end);
    } else if (this.#waiting.length > LONGEST_WAIT) {
      this.#sayUntil(this.#whole.end || this.#waiting.lastIndexOf(' ') + 1 || this.#waiting.length);
    }
  }

  /** What was written and is not yet said is not the answer any more. */
  replace(text: string): void {
    this.#forget();
    this.add(text);
  }

  /** Resolves when everything is said, or nothing more will be. */
  end(): Promise<void> {
    this.#sayUntil(this.#waiting.length);
    return this.#said;
  }

  #sayUntil(end: number): void {
    const ready = this.#waiting.slice(0, end);
    const rest = this.#waiting.slice(end);
    this.#forget();
    this.#waiting = rest; // no sentence of it is whole
    this.#say(ready);
  }

  #forget(): void {
    this.#waiting = '';
    this.#whole = { sentences: 0, end: 0 };
  }

  #say(text: string): void {
    if (text.trim() === '') return;
    this.#said = this.#said.then(() => this.#speak(text.trim()));
  }

  async #speak(text: string): Promise<void> {
    const { model: opening, voice, signal, onAudio, onFailure } = this.#options;
    if (this.#hasFailed || signal.aborted) return;
    try {
      const model = await opening;
      const chosen = voiceOf(model, voice);
      for await (const audio of model.speak(text, { signal, ...(chosen && { voice: chosen }) })) {
        if (signal.aborted) return;
        onAudio(audio);
      }
    } catch (error) {
      this.#hasFailed = true;
      if (!signal.aborted) onFailure(error);
    }
  }
}

function voiceOf({ voices }: TextToSpeechModel, wanted: string): string | undefined {
  const isKnown = voices.length === 0 || voices.some(({ value }) => value === wanted);
  return isKnown && wanted !== '' ? wanted : voices[0]?.value;
}
