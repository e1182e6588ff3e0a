import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Log, LogFields } from '../platform/log/index.ts';
import { isBug } from './error-reply.ts';

/** Says that an answer failed after it had begun: too late for a status, so this line is all an operator has. */
export function logBroken(log: Log, error: unknown, fields: LogFields): void {
  const write = isBug(error) ? log.error : log.warn;
  write('answer broken off', { ...fields, error });
}

/** The framework breaks off an answer whose source fails; this says so. A reader that leaves is nobody's failure. */
export class BrokenAnswers extends LogController {
  readonly #log: Log;

  constructor(log: Log) {
    super();
    this.#log = log;
  }

  override streamError(error: Error, { id, method, url }: FastifyRequest, { raw }: FastifyReply): void {
    if (!raw.destroyed) logBroken(this.#log, error, { request: id, method, path: url.split('?')[0] });
  }
}
