import type { FastifyBaseLogger } from 'fastify';
import { errorText } from '../kernel/index.ts';
import type { Log, LogFields } from '../platform/log/index.ts';

/** What the framework hands over beside a text. Its `req` and `res` are left: an address may hold a secret. */
interface FrameworkFields {
  readonly err?: unknown;
  /** Of the request. */
  readonly reqId?: unknown;
}

/**
 * The framework's own log. What it tells of the course of a request our log says itself; what it warns of is told
 * nowhere else.
 */
export function frameworkLog(log: Log): FastifyBaseLogger {
  return new FrameworkLog(log);
}

/** One is made for every request. */
class FrameworkLog implements FastifyBaseLogger {
  readonly level = 'warn';
  readonly #log: Log;
  readonly #requestId: unknown;

  constructor(log: Log, requestId?: unknown) {
    this.#log = log;
    this.#requestId = requestId;
  }

  warn(told: unknown, text?: unknown): void {
    this.#tell(this.#log.warn, told, text);
  }

  error(told: unknown, text?: unknown): void {
    this.#tell(this.#log.error, told, text);
  }

  fatal(told: unknown, text?: unknown): void {
    this.#tell(this.#log.error, told, text);
  }

  info(): void {}
  debug(): void {}
  trace(): void {}
  silent(): void {}

  child({ reqId = this.#requestId }: FrameworkFields): FrameworkLog {
    return new FrameworkLog(this.#log, reqId);
  }

  #tell(write: Log['error'], told: unknown, text: unknown): void {
    const [message, fields] = lineOf(told, text);
    write(message, { ...(this.#requestId !== undefined && { request: this.#requestId }), ...fields });
  }
}

/** The framework gives fields and perhaps a text, an error alone, or a text alone. */
function lineOf(told: unknown, text: unknown): [message: string, fields: LogFields] {
  if (typeof told === 'string') return [told, {}];
  const error = told instanceof Error ? told : (told as FrameworkFields | undefined)?.err; // documented with pino's `LogFn`
  return [typeof text === 'string' ? text : errorText(error), error === undefined ? {} : { error }];
}
