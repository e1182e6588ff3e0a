import type { TextToSpeechModel } from '../models/index.ts';

/** Dify 1.x core/base/tts/app_generator_tts_publisher.py: two sentences at first, one more each time, up to seven. */
const FIRST_SENTENCES = 2;
const MOST_SENTENCES = 7;
const SENTENCE = /[^。.!?]*[。.!?]/g;

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
  #sentences = FIRST_SENTENCES;
  #said: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(options: SpokenAnswerOptions) {
    this.#options = options;
  }

  add(text: string): void {
    this.#waiting += text;
    const sentences = this.#waiting.match(SENTENCE) ?? [];
    if (sentences.length < this.#sentences) return;
    const ready = sentences.join('');
    this.#waiting = this.#waiting.slice(ready.length);
    this.#sentences = Math.min(this.#sentences + 1, MOST_SENTENCES);
    this.#say(ready);
  }

  /** What was written and is not yet said is not the answer any more. */
  replace(text: string): void {
    this.#waiting = '';
    this.add(text);
  }

  /** Resolves when everything is said, or nothing more will be. */
  end(): Promise<void> {
    const rest = this.#waiting;
    this.#waiting = '';
    this.#say(rest);
    return this.#said;
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
