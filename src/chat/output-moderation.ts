import { promptUsage, type RunEvent, type RunFinished, type RunPaused } from '../engine/index.ts';
import type { OutputCheck, OutputVerdict } from './screen-output.ts';

/** The way on for what the rules let through; has the shape of runs' FilterOutlet. */
export interface Outlet {
  emit(event: RunEvent): void;
  stop(): void;
}

export interface OutputModerationOptions {
  readonly check: OutputCheck;
  /** So much more text is written before it is looked at again. */
  readonly bufferCharacters: number;
  readonly outlet: Outlet;
  readonly clock: { now(): number };
  /** Whether what a stopped model wrote counts as used (not so in Dify, where moderation stops an app without a graph). */
  readonly countsWritten: boolean;
  /** A check that failed lets everything pass; somebody should know. */
  readonly onFailure: (error: unknown) => void;
  /** What other processes recorded of the same run. */
  readonly earlier: readonly RunEvent[];
}

/**
 * Looks at an answer while it is written, and once more when it is complete. Text is shown at once, as in Dify: what
 * turns out to break the rules is replaced. (Dify 1.x core/moderation/output_moderation.py.) States: *watching*; then
 * perhaps *replaced*, in which the answer is what the rules say, no text passes and the run is to stop.
 */
export class OutputModeration {
  readonly #options: OutputModerationOptions;
  /** As the app wrote it, whatever was shown. */
  #text = '';
  /** How much of it was looked at last; -1 when that is another text. */
  #seen = 0;
  #check: Promise<void> | undefined;
  #isReplaced = false;
  /** The run ends because of us. */
  #isStopping = false;

  constructor(options: OutputModerationOptions) {
    this.#options = options;
    for (const event of options.earlier) this.#note(event);
    if (this.#isReplaced) this.#stop(); // it was to stop already, but its process ended first
  }

  pass(event: RunEvent): void {
    const isText = event.type === 'text-delta';
    if (isText && this.#isReplaced) return;
    this.#note(event);
    this.#options.outlet.emit(event);
    if (isText && !this.#check && this.#text.length - this.#seen >= this.#options.bufferCharacters) {
      this.#check = this.#look().then(() => {
        if (this.#isReplaced) this.#stop();
      });
    }
  }

  /** The whole answer is looked at before its run ends. */
  async close(outcome: RunFinished | RunPaused): Promise<RunFinished | RunPaused> {
    await this.#check;
    const isOver = outcome.type === 'run-finished';
    if (!this.#isReplaced && this.#text !== '' && this.#seen !== this.#text.length) await this.#look(isOver);
    if (!this.#isStopping || !isOver || outcome.status !== 'stopped') return outcome;
    const usage = this.#options.countsWritten ? outcome.usage : promptUsage(outcome.usage);
    return { ...outcome, usage, error: 'Stopped by output moderation.', errorCode: 'output_moderation' };
  }

  #note(event: RunEvent): void {
    if (event.type === 'answer-replaced') this.#isReplaced ||= event.isFinal;
    if (event.type !== 'text-delta') return;
    this.#text = event.replaces ? event.text : this.#text + event.text;
    if (event.replaces) this.#seen = -1;
  }

  async #look(isAtEnd = false): Promise<void> {
    const looked = this.#text;
    this.#seen = looked.length;
    const verdict = await this.#options.check(looked).catch((error: unknown) => {
      this.#options.onFailure(error);
      return { kind: 'passes' } as const;
    });
    this.#check = undefined;
    this.#apply(verdict, looked, isAtEnd);
  }

  #apply(verdict: OutputVerdict, looked: string, isAtEnd: boolean): void {
    if (verdict.kind === 'passes') return;
    const isFinal = verdict.kind === 'answered';
    // the text that was looked at was taken back meanwhile; the one in its place is looked at in its turn
    if (!isFinal && !this.#text.startsWith(looked)) return;
    this.#isReplaced = isFinal;
    // what was written meanwhile follows what stands in the place of the rest
    const text = isFinal ? verdict.text : verdict.text + this.#text.slice(looked.length);
    const at = this.#options.clock.now();
    const end = isAtEnd && { isAtEnd };
    this.#options.outlet.emit({ type: 'answer-replaced', at, text, reason: 'output_moderation', isFinal, ...end });
  }

  #stop(): void {
    this.#isStopping = true;
    this.#options.outlet.stop();
  }
}
