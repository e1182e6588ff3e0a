import type { RunEvent, RunFinished } from '../engine/index.ts';

/** An event and its place in the run, from 1. */
export interface NumberedEvent {
  readonly sequence: number;
  readonly event: RunEvent;
}

/** An event as its reader gets it. */
export interface ToldEvent extends NumberedEvent {
  /**
   * The last number up to this event's own that is recorded: from there a reader may go on later, whoever executes the
   * run then. Numbers behind it may yet be given to other events.
   */
  readonly place: number;
}

/** Where the events of a run are kept. */
export interface RunJournal {
  /** Resolves when they would survive a crash. */
  append(events: readonly NumberedEvent[]): Promise<void>;
  /** Keeps no more than that the run has failed, when its events cannot be kept. */
  giveUp(end: RunFinished): Promise<void>;
}

/** How long text may wait to be recorded together with more text. */
const TEXT_WINDOW_MS = 250;
/** Texts of all runs are recorded on common beats, so that many streams share a commit. */
const BEAT_MS = 25;

/**
 * The events of one live run, in order. Three numbers move over it: what has happened, what is committed, and what may
 * be shown. A reported fact is shown only after it is committed; text and logs are shown at once, but never before
 * facts that happened earlier. Readers hold an index into the one list, so a slow reader costs nothing.
 */
export class RunLog {
  readonly #journal: Pick<RunJournal, 'append'> | undefined;
  /** By their place: there may be very many, so nothing is kept beside each. */
  readonly #events: RunEvent[] = [];
  #wakers: (() => void)[] = [];
  readonly #firstSequence: number;
  /** Called once, when events can no longer be kept. */
  readonly #onFailure: () => void;
  #committed = 0;
  #shown = 0;
  #isFlushDue = false;
  #isFlushing = false;
  #isClosed = false;
  #isAbandoned = false;
  #textTimer: NodeJS.Timeout | undefined;
  #failure: unknown;
  #whenSettled: (() => void)[] = [];

  /** Without a journal nothing is kept and everything is shown at once. */
  constructor(journal: Pick<RunJournal, 'append'> | undefined, firstSequence = 1, onFailure = () => {}) {
    this.#journal = journal;
    this.#firstSequence = firstSequence;
    this.#onFailure = onFailure;
  }

  append(event: RunEvent): void {
    if (this.#isAbandoned) return;
    this.#events.push(event);
    if (!this.#journal) {
      this.#committed = this.#events.length;
      this.#show();
    } else if (isMomentary(event)) {
      this.#show();
      if (!this.#isFlushDue) this.#flushLater();
    } else {
      this.#flushSoon();
    }
  }

  /** After all that needs no waiting has happened: a run of quick nodes becomes one commit. */
  #flushSoon(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    process.nextTick(() => {
      this.#isFlushDue = false;
      this.#flush();
    });
  }

  /**
   * No more events will come. Resolves when all are committed. When they cannot be, rejects; readers get `instead` of
   * the facts that nobody will remember, so that their stream ends, too.
   */
  async close(instead: (error: unknown) => RunEvent): Promise<void> {
    if (this.#isAbandoned) return;
    this.#isClosed = true;
    this.#flush();
    if (this.#committed < this.#events.length && this.#failure === undefined) {
      await new Promise<void>((settle) => this.#whenSettled.push(settle));
    }
    clearTimeout(this.#textTimer);
    if (this.#failure !== undefined) {
      this.#events.length = this.#shown;
      this.#events.push(instead(this.#failure));
    }
    this.#shown = this.#events.length;
    this.#wake();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Keeps nothing from now on: whoever takes the run over goes on from what is kept. Readers get `last`, which nobody
   * will remember, and no more.
   */
  async abandon(last: RunEvent): Promise<void> {
    if (this.#isClosed) return;
    this.#isAbandoned = true;
    if (this.#isFlushing) await new Promise<void>((settle) => this.#whenSettled.push(settle));
    clearTimeout(this.#textTimer);
    this.#events.length = this.#shown;
    this.#events.push(last);
    this.#shown = this.#events.length;
    this.#isClosed = true;
    this.#wake();
  }

  /** Events after `sequence`, then those that follow, until the log is closed. */
  read(after = 0): AsyncIterableIterator<ToldEvent> {
    let index = Math.max(0, after - this.#firstSequence + 1);
    let isOver = false;
    let wake = () => {};
    const next = async (): Promise<IteratorResult<ToldEvent>> => {
      while (!isOver) {
        const event = index < this.#shown ? this.#events[index] : undefined;
        if (event) {
          const sequence = this.#firstSequence + index;
          index += 1;
          return { done: false, value: { sequence, event, place: Math.min(sequence, this.#lastRecorded) } };
        }
        if (this.#isClosed && this.#shown === this.#events.length) break;
        const news = Promise.withResolvers<void>();
        wake = news.resolve;
        this.#wakers.push(wake);
        await news.promise;
      }
      return { done: true, value: undefined };
    };
    return {
      next,
      return: async () => {
        isOver = true;
        this.#wakers = this.#wakers.filter((other) => other !== wake);
        wake(); // whoever still waits for the next event
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /** All that may be shown by now. */
  past(): readonly RunEvent[] {
    return this.#events.slice(0, this.#shown);
  }

  /** Without a journal nothing is. */
  get #lastRecorded(): number {
    return this.#journal ? this.#firstSequence + this.#committed - 1 : 0;
  }

  #flushLater(): void {
    const untilBeat = TEXT_WINDOW_MS - (performance.now() % BEAT_MS);
    this.#textTimer ??= setTimeout(() => {
      this.#textTimer = undefined;
      this.#flush();
    }, untilBeat);
  }

  #flush(): void {
    if (this.#isFlushing || !this.#journal || this.#isAbandoned || this.#failure !== undefined) return;
    const first = this.#firstSequence + this.#committed;
    const batch = this.#events.slice(this.#committed).map((event, at) => ({ sequence: first + at, event }));
    if (batch.length === 0) return;
    clearTimeout(this.#textTimer);
    this.#textTimer = undefined;
    this.#isFlushing = true;
    this.#journal.append(batch).then(
      () => this.#afterCommit(batch.length),
      (error: unknown) => this.#afterFailure(error),
    );
  }

  #afterCommit(count: number): void {
    this.#isFlushing = false;
    this.#committed += count;
    this.#show();
    const waiting = this.#isAbandoned ? [] : this.#events.slice(this.#committed);
    if (waiting.length === 0) this.#settle();
    else if (this.#isClosed || waiting.some((event) => !isMomentary(event))) this.#flush();
    else this.#flushLater();
  }

  #afterFailure(error: unknown): void {
    this.#isFlushing = false;
    this.#failure = error ?? new Error('the journal failed');
    this.#onFailure();
    this.#settle();
  }

  #settle(): void {
    const settled = this.#whenSettled;
    this.#whenSettled = [];
    for (const settle of settled) settle();
  }

  #show(): void {
    let shown = Math.max(this.#shown, this.#committed);
    for (let next = this.#events[shown]; next && isMomentary(next); next = this.#events[shown]) shown += 1;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#wake();
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = []; // who is woken may wait again
    for (const wake of wakers) wake();
  }
}

/** Events that are worth nothing once the moment has passed: they need not be safe before they are shown. */
function isMomentary(event: RunEvent): boolean {
  return event.type === 'text-delta' || event.type === 'reasoning-delta' || event.type === 'agent-logged';
}
