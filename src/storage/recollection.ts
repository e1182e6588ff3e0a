/** More than this many answers are not worth their memory: all are dropped, and the busy ones come back at once. */
const MOST_ANSWERS = 10_000;
/** How long another process's commit may go unnoticed. */
const NOTICE_MS = 10;

/**
 * Answers of queries, kept while nobody can have changed them: for the few rows that nearly every request reads (whose
 * key is this, which app, which end user). Any write of this process that is not the record of a run forgets them all,
 * and so does any commit of another process. That nothing was found is not remembered: strangers may ask for as many
 * things that do not exist as they like.
 */
export class Recollection {
  readonly #answers = new Map<string, unknown>();
  /** A number that changes when another process has written. */
  readonly #foreignWrites: () => number;
  #seen: number | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(foreignWrites: () => number) {
    this.#foreignWrites = foreignWrites;
  }

  /** What `ask` answers; one key must always mean one question. */
  recall<T>(key: string, ask: () => T): T {
    this.#noticeOthers();
    if (this.#answers.has(key)) return this.#answers.get(key) as T; // stored below under the same key
    const answer = ask();
    if (answer === undefined) return answer;
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear();
    this.#answers.set(key, answer);
    return answer;
  }

  forget(): void {
    this.#answers.clear();
  }

  #noticeOthers(): void {
    const now = performance.now();
    if (now - this.#lookedAt < NOTICE_MS) return;
    this.#lookedAt = now;
    const writes = this.#foreignWrites();
    if (writes !== this.#seen) this.forget();
    this.#seen = writes;
  }
}
