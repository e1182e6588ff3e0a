import type { FastifyRequest } from 'fastify';
import type { AppAccess, Instance, PassportHolder } from '../../instance/index.ts';
import { KnownError } from '../../kernel/index.ts';
import type { Guard } from '../route.ts';
import type { FormAccess } from './api-token.ts';

/** `X-App-Code` and `X-App-Passport` (or the cookie `passport-CODE`): the visitor of a published web app. */
export const passport: Guard<PassportHolder, AppAccess> = {
  name: 'passport',
  security: 'passport',
  authenticate: (request, instance) => readPassport(request, instance),
  enter: async (holder, _parts, instance) => instance.enterWebApp(holder),
};

/** The same for forms; who asks does not depend on them. */
export const passportForm: Guard<PassportHolder, FormAccess> = {
  ...passport,
  enter: async (holder, _parts, instance) => ({
    app: holder.app,
    anybody: instance.enterWebApp(holder).scope,
    enter: async () => instance.enterWebApp(holder),
  }),
};

/** For what a visitor may ask with or without a passport of the web app with this code. */
export async function findVisitor(
  request: FastifyRequest,
  instance: Instance,
  code: string,
): Promise<PassportHolder | undefined> {
  return readPassport(request, instance, code).catch((error: unknown) => {
    if (error instanceof KnownError) return undefined;
    throw error;
  });
}

export function appCodeOf(request: FastifyRequest): string | undefined {
  const header = request.headers['x-app-code'];
  return typeof header === 'string' && header !== '' ? header : undefined;
}

async function readPassport(
  request: FastifyRequest,
  instance: Instance,
  code = appCodeOf(request),
): Promise<PassportHolder> {
  const header = request.headers['x-app-passport'];
  const token = typeof header === 'string' && header !== '' ? header : code && cookieOf(request, `passport-${code}`);
  if (!token) throw new KnownError('unauthorized', { message: 'App token is missing.' });
  return instance.passports.read(token, code);
}

/** One cookie of a request. */
function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const pairs = request.headers.cookie?.split(';').map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
