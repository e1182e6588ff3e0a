import type { FastifyRequest } from 'fastify';
import type { AppAccess, TokenHolder } from '../../instance/index.ts';
import { isJsonObject, KnownError, type TenantId } from '../../kernel/index.ts';
import type { Scope } from '../../operations/index.ts';
import type { Guard, UserRule } from '../route.ts';

/** `Authorization: Bearer app-…`: one app, and the end user that the request names. */
export function appToken(user: UserRule = { from: 'none', isRequired: false }): Guard<TokenHolder, AppAccess> {
  return {
    name: 'app-token',
    security: 'bearer',
    user,
    authenticate: (request, instance) => instance.callers.byAppToken(bearerOf(request)),
    enter: (holder, parts, instance) => {
      const given =
        user.from === 'none' || user.from === 'form'
          ? undefined
          : userOf(user.from === 'query' ? parts.query : parts.body);
      if (user.isRequired && given === undefined)
        throw new KnownError('invalid_param', { message: 'Arg user must be provided.' });
      return instance.enterApp(holder, given);
    },
  };
}

/** For forms, whose user is known only while the body is being read. */
export interface FormAccess {
  readonly app: TokenHolder['app'];
  /** What may be used before. */
  readonly anybody: Pick<Scope, 'uploads'>;
  enter(user: string | undefined): Promise<AppAccess>;
}

export const appFormToken: Guard<TokenHolder, FormAccess> = {
  name: 'app-token',
  security: 'bearer',
  authenticate: (request, instance) => instance.callers.byAppToken(bearerOf(request)),
  enter: async (holder, _parts, instance) => ({
    app: holder.app,
    anybody: instance.enterWorkspace(holder.tenantId),
    enter: (user) => instance.enterApp(holder, user),
  }),
};

/** `Authorization: Bearer dataset-…`: the whole workspace. */
export const datasetToken: Guard<TenantId, { readonly scope: Scope }> = {
  name: 'dataset-token',
  security: 'bearer',
  authenticate: (request, instance) => instance.callers.byDatasetToken(bearerOf(request)),
  enter: async (tenantId, _parts, instance) => ({ scope: instance.enterWorkspace(tenantId) }),
};

function userOf(part: unknown): string | undefined {
  const user = isJsonObject(part) ? part['user'] : undefined;
  return user === undefined || user === null || user === '' ? undefined : String(user);
}

function bearerOf(request: FastifyRequest): string {
  const header = request.headers.authorization;
  const [scheme = '', token = ''] = header?.trim().split(/\s+/, 2) ?? [];
  if (!header?.includes(' ')) {
    throw new KnownError('unauthorized', { message: "Authorization header must be provided and start with 'Bearer'" });
  }
  if (scheme.toLowerCase() !== 'bearer') {
    throw new KnownError('unauthorized', { message: "Authorization scheme must be 'Bearer'" });
  }
  return token;
}
