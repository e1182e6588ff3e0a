import type { Dispatcher } from 'undici';

/** What a server may not do to us with a reply: keep us waiting by an endless row of heads, or send its body in crumbs. */

type Controller = Dispatcher.DispatchController;
type Head = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>;

/** Heads that only announce another (status 1xx); each of them makes the wait for the reply begin anew. */
const MOST_INTERIM_HEADS = 20;

/** Smaller pieces are joined: each costs some hundred bytes of memory while it waits for its reader. */
const CRUMB_BYTES = 4 * 1024;

/** For `Dispatcher.compose`. */
export const steadyReplies: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (request, handler) =>
  dispatch(request, new SteadyHandler(handler));

class SteadyHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  #interimHeads = 0;
  /** What has come since the last turn of the event loop, when it came in crumbs. */
  #crumbs: Buffer[] = [];

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler;
  }

  onRequestStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.#handler.onRequestStart?.(...args);
  }

  onRequestUpgrade(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestUpgrade']>>): void {
    this.#handler.onRequestUpgrade?.(...args);
  }

  onResponseStart(...head: Head): void {
    const [controller, status] = head;
    if (status < 200 && ++this.#interimHeads > MOST_INTERIM_HEADS)
      controller.abort(new Error(`The reply was announced more than ${MOST_INTERIM_HEADS} times and did not come`));
    else this.#handler.onResponseStart?.(...head);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#crumbs.length === 0 && chunk.length >= CRUMB_BYTES) this.#handler.onResponseData?.(controller, chunk);
    else if (this.#crumbs.push(chunk) === 1) queueMicrotask(() => this.#passLate(controller));
  }

  onResponseEnd(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#pass(args[0]);
    this.#handler.onResponseEnd?.(...args);
  }

  onResponseError(controller: Controller, error: Error): void {
    this.#crumbs = [];
    this.#handler.onResponseError?.(controller, error);
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted?.();
  }

  onBodySent(chunk: Buffer): void {
    this.#handler.onBodySent?.(chunk);
  }

  onRequestSent(): void {
    this.#handler.onRequestSent?.();
  }

  /** Here nobody catches what the handler throws. */
  #passLate(controller: Controller): void {
    try {
      this.#pass(controller);
    } catch (error) {
      controller.abort(error instanceof Error ? error : new Error('The reply cannot be taken', { cause: error }));
    }
  }

  #pass(controller: Controller): void {
    if (this.#crumbs.length === 0) return;
    const joined = Buffer.concat(this.#crumbs);
    this.#crumbs = [];
    this.#handler.onResponseData?.(controller, joined);
  }
}
