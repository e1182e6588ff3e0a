import { z } from 'zod';
import { KnownError } from '../../kernel/index.ts';
import { getSite } from '../../operations/index.ts';
import { replies, systemFeaturesToWire, webSiteToWire } from '../../protocol/index.ts';
import { iconUrlOf } from '../app-api/app-facts.ts';
import { appCodeOf, findVisitor, passport } from '../auth/passport.ts';
import { anyone, route } from '../route.ts';

const tag = 'Visitors';
const PassportQuery = z.looseObject({ user_id: z.string().optional() });

/** Older clients post. */
const passportRoutes = (['GET', 'POST'] as const).map((method) =>
  route({
    method,
    url: '/api/passport',
    summary: 'A token for the web app whose code is in X-App-Code',
    tag,
    guard: anyone,
    query: PassportQuery,
    replies: { 200: replies.PassportReply },
    async handle({ query, request, instance }) {
      const code = appCodeOf(request);
      if (code === undefined) throw new KnownError('unauthorized', { message: 'X-App-Code header is missing.' });
      return { access_token: await instance.passports.issue(code, query.user_id || undefined) };
    },
  }),
);

/** Who comes in, and what they may know before. */
export const visitorRoutes = [
  ...passportRoutes,
  route({
    method: 'GET',
    url: '/api/site',
    summary: 'How the web app looks',
    tag,
    guard: passport,
    replies: { 200: replies.WebSiteReply },
    async handle({ access: { scope, app }, instance }) {
      const site = await getSite(scope, app);
      const { actor } = scope.caller;
      const endUserId = actor.kind === 'end-user' ? actor.endUserId : '';
      return webSiteToWire(app, site, await iconUrlOf(site, scope, instance), endUserId);
    },
  }),
  route({
    method: 'GET',
    url: '/api/system-features',
    summary: 'What this instance can do',
    tag,
    guard: anyone,
    handle: async () => systemFeaturesToWire(),
  }),
  route({
    method: 'GET',
    url: '/api/webapp/access-mode',
    summary: 'Who may use a web app',
    tag,
    guard: anyone,
    query: z.looseObject({ appId: z.string().optional(), appCode: z.string().optional() }),
    // Only enterprise editions restrict it.
    handle: async () => ({ accessMode: 'public' }),
  }),
  route({
    method: 'GET',
    url: '/api/webapp/permission',
    summary: 'May the visitor use the web app',
    tag,
    guard: anyone,
    query: z.looseObject({ appId: z.string().optional() }),
    // Who may not is known to enterprise editions only; the others do not even ask for a passport.
    async handle({ query, request }) {
      if (query.appId && appCodeOf(request) !== undefined) return { result: true };
      throw new KnownError('invalid_param', { message: 'appId must be provided' });
    },
  }),
  route({
    method: 'GET',
    url: '/api/login/status',
    summary: 'Is the visitor logged in, and does the passport hold',
    tag,
    guard: anyone,
    query: z.looseObject({ app_code: z.string().optional(), user_id: z.string().optional() }),
    async handle({ query: { app_code: code, user_id: userId }, request, instance }) {
      const visitor = code ? await findVisitor(request, instance, code) : undefined;
      // whoever comes as another person needs another passport
      const isSame = userId === undefined || userId === visitor?.endUser.sessionId;
      return { logged_in: true, app_logged_in: visitor !== undefined && isSame };
    },
  }),
  route({
    method: 'POST',
    url: '/api/logout',
    summary: 'Forget the visitor',
    tag,
    guard: anyone,
    replies: { 200: replies.SuccessReply },
    async handle({ reply }) {
      reply.header('set-cookie', 'webapp_access_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax');
      return { result: 'success' };
    },
  }),
];
