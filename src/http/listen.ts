import type { FastifyInstance } from 'fastify';
import { type ErrorCode, KnownError } from '../kernel/index.ts';
import type { Config } from '../platform/config/index.ts';

const WRONG_HOST = 'Name an address of this machine with --host or DIFY_HOST; 0.0.0.0 and :: are all of them.';

/** Why a system lets nobody listen, and what would help. */
const REFUSALS: Readonly<Record<string, readonly [ErrorCode, reason: string, hint: string]>> = {
  EADDRINUSE: [
    'conflict',
    'another program listens there',
    'Choose another port with --port or DIFY_PORT; 0 is any free one.',
  ],
  EACCES: [
    'forbidden',
    'not allowed',
    'Ports below 1024 are for administrators: choose another with --port or DIFY_PORT.',
  ],
  EADDRNOTAVAIL: ['configuration_invalid', 'the machine has no such address', WRONG_HOST],
  ENOTFOUND: ['configuration_invalid', 'nobody knows that name', WRONG_HOST],
};

/** Opens the door of a server; returns its address. */
export async function listen(server: FastifyInstance, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    const refusal = cause instanceof Error && 'code' in cause && REFUSALS[String(cause.code)];
    if (!refusal) throw cause;
    const [code, reason, hint] = refusal;
    throw new KnownError(code, {
      message: `The server cannot listen on ${host}, port ${port}: ${reason}`,
      hint,
      cause,
    });
  }
}
