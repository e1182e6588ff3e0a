import type { FastifyBaseLogger } from 'fastify';
import { errorText } from '../kernel/index.ts';
import type { Log, LogFields } from '../platform/log/index.ts';

/** What the framework hands over beside a text. Its `req` and `res` are left: an address may hold a secret. */
interface FrameworkFields {
  readonly err?: unknown;
  /** Of the request. */
  readonly reqId?: unknown;
}

const nothing = () => {};

/**
 * The framework's own log. What it tells of the course of a request our log says itself; what it warns of is told
 * nowhere else.
 */
export function frameworkLog(log: Log, always: LogFields = {}): FastifyBaseLogger {
  const telling = (write: Log['error']) => (told: unknown, text?: unknown) => {
    const [message, fields] = lineOf(told, text);
    write(message, { ...always, ...fields });
  };
  return {
    ...{ level: 'warn', trace: nothing, debug: nothing, info: nothing, silent: nothing },
    ...{ warn: telling(log.warn), error: telling(log.error), fatal: telling(log.error) },
    child: ({ reqId }: FrameworkFields) => frameworkLog(log, reqId === undefined ? always : { request: reqId }),
  };
}

/** The framework gives fields and perhaps a text, an error alone, or a text alone. */
function lineOf(told: unknown, text: unknown): [message: string, fields: LogFields] {
  if (typeof told === 'string') return [told, {}];
  const error = told instanceof Error ? told : (told as FrameworkFields | undefined)?.err; // documented with pino's `LogFn`
  return [typeof text === 'string' ? text : errorText(error), error === undefined ? {} : { error }];
}
