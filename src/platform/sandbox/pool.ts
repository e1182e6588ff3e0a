import { printJson } from '../../kernel/index.ts';
import { CodeError, type CodeLanguage, type CodeReply, type CodeRequest } from './contract.ts';
import { type InterpreterChild, startChild } from './interpreter-child.ts';
import type { Launch } from './launch.ts';
import { limitNames, type ResolvedOptions } from './options.ts';

/**
 * A *slot* holds one child: *free* (no owner yet) -> *busy* with a run of its owner -> *idle*, kept for its owner -> gone.
 * A child that has run code of one app never serves another; with all places taken, the idle slot that was used longest
 * ago gives way. Runs that find no place wait in line.
 */
interface Slot {
  readonly language: CodeLanguage;
  readonly child: Promise<InterpreterChild>;
  /** The child, once it is there. */
  started: InterpreterChild | undefined;
  owner: string | undefined;
  isBusy: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

interface Waiter {
  readonly owner: string;
  readonly language: CodeLanguage;
  readonly turn: PromiseWithResolvers<Slot>;
}

export type LaunchFor = (language: CodeLanguage) => Promise<Launch> | Launch;

export class ChildPool {
  readonly #options: ResolvedOptions;
  readonly #launchFor: LaunchFor;
  /** In the order of their last use. */
  readonly #slots = new Set<Slot>();
  readonly #line: Waiter[] = [];
  #isClosed = false;

  constructor(options: ResolvedOptions, launchFor: LaunchFor) {
    this.#options = options;
    this.#launchFor = launchFor;
  }

  async run(owner: string, { language, code, inputs, signal }: CodeRequest): Promise<CodeReply> {
    const inputsText = printJson(inputs);
    const slot = await this.#acquire(owner, language, signal);
    try {
      const child = await slot.child;
      return await child.run({ code, inputs: inputsText, signal });
    } finally {
      await this.#release(slot);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { turn } of this.#line.splice(0)) turn.reject(closed());
    await Promise.all([...this.#slots].map((slot) => this.#discard(slot)));
  }

  /** A slot of this owner, marked busy. */
  async #acquire(owner: string, language: CodeLanguage, signal: AbortSignal | undefined): Promise<Slot> {
    if (this.#isClosed) throw closed();
    signal?.throwIfAborted();
    return this.#take(owner, language) ?? this.#waitInLine(owner, language, signal);
  }

  #take(owner: string, language: CodeLanguage): Slot | undefined {
    const found = this.#findIdle(owner, language) ?? this.#makeSlot(language);
    if (!found) return undefined;
    clearTimeout(found.idleTimer);
    found.owner = owner;
    found.isBusy = true;
    this.#slots.delete(found);
    this.#slots.add(found);
    return found;
  }

  /** Its own warm child first, else one that has served nobody. */
  #findIdle(owner: string, language: CodeLanguage): Slot | undefined {
    const idle = [...this.#slots].filter((slot) => !slot.isBusy && slot.language === language && !hasEnded(slot));
    return idle.findLast((slot) => slot.owner === owner) ?? idle.find((slot) => slot.owner === undefined);
  }

  #makeSlot(language: CodeLanguage): Slot | undefined {
    if (this.#slots.size >= this.#options.maxChildren) {
      const oldest = [...this.#slots].find((slot) => !slot.isBusy);
      if (!oldest) return undefined;
      void this.#discard(oldest);
    }
    const child = this.#start(language);
    const slot: Slot = { language, child, started: undefined, owner: undefined, isBusy: false, idleTimer: undefined };
    child.then(
      (started) => {
        slot.started = started;
      },
      () => this.#slots.delete(slot), // the run that waits for it is told
    );
    this.#slots.add(slot);
    return slot;
  }

  async #start(language: CodeLanguage): Promise<InterpreterChild> {
    return startChild(language, await this.#launchFor(language), this.#options);
  }

  #waitInLine(owner: string, language: CodeLanguage, signal: AbortSignal | undefined): Promise<Slot> {
    const turn = Promise.withResolvers<Slot>();
    const waiter: Waiter = { owner, language, turn };
    this.#line.push(waiter);
    const leave = (reason: unknown) => {
      const at = this.#line.indexOf(waiter);
      if (at >= 0) this.#line.splice(at, 1);
      turn.reject(reason);
    };
    const timer = setTimeout(() => leave(this.#noChildFree()), this.#options.queueTimeoutMs);
    const abort = () => leave(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    return turn.promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  }

  #noChildFree(): CodeError {
    const { maxChildren, queueTimeoutMs } = this.#options;
    return new CodeError(
      'unavailable',
      `No sandbox was free within ${queueTimeoutMs / 1000} s (${limitNames.queueTimeoutMs}); ` +
        `at most ${maxChildren} work at once (${limitNames.maxChildren}).`,
    );
  }

  async #release(slot: Slot): Promise<void> {
    const child = await slot.child.catch(() => undefined);
    slot.isBusy = false;
    const isKept = child?.isUsable && !this.#options.singleUse && !this.#isClosed;
    if (isKept) this.#keepFor(slot);
    else void this.#discard(slot);
    this.#callNext();
    if (this.#options.singleUse) this.#prepareSpare(slot.language);
  }

  #keepFor(slot: Slot): void {
    slot.idleTimer = setTimeout(() => void this.#discard(slot), this.#options.idleTimeoutMs);
    slot.idleTimer.unref();
  }

  #callNext(): void {
    const [next] = this.#line;
    const slot = next && this.#take(next.owner, next.language);
    if (!slot) return;
    this.#line.shift();
    next.turn.resolve(slot);
  }

  /** Single use: the next run should not wait for a start. */
  #prepareSpare(language: CodeLanguage): void {
    const hasSpare = [...this.#slots].some((slot) => slot.owner === undefined && slot.language === language);
    if (!hasSpare && !this.#isClosed && this.#slots.size < this.#options.maxChildren) {
      const spare = this.#makeSlot(language);
      if (spare) this.#keepFor(spare);
    }
  }

  async #discard(slot: Slot): Promise<void> {
    clearTimeout(slot.idleTimer);
    this.#slots.delete(slot);
    const child = await slot.child.catch(() => undefined);
    await child?.end('The sandbox child is not needed any more');
  }
}

/** The system may end a process at any time. */
function hasEnded({ started }: Slot): boolean {
  return started !== undefined && !started.isUsable;
}

function closed(): CodeError {
  return new CodeError('unavailable', 'The code sandbox is closed.');
}
