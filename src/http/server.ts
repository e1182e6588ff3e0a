import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Instance } from '../instance/index.ts';
import { errorText, KnownError, printJson } from '../kernel/index.ts';
import { programVersion } from '../platform/assets/index.ts';
import { type ArrivalLimits, arrivalLimits, nodeLimits, watchBodies } from './arrival.ts';
import { BodyRoom, leaveWork, workOn } from './body-room.ts';
import { BrokenAnswers } from './broken-answers.ts';
import { refuseUnreadable } from './client-error.ts';
import { applyCors } from './cors.ts';
import { drainBeforeClosing } from './drain.ts';
import { errorReply, isBug } from './error-reply.ts';
import { families } from './families.ts';
import { frameworkLog } from './framework-log.ts';
import { isBrokenOff } from './gone.ts';
import { INVALID_JSON, JSON_TYPE, readJsonBody } from './json-body.ts';
import { parsePart, type Route } from './route.ts';
import { traceIdOf } from './trace-id.ts';
import { Turns } from './turns.ts';
import { createUnknownRoute } from './unknown-route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the route's guard has read from the headers. */
    credential: unknown;
  }
}

const NO_ADDRESS = ['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH'];

/** JSON bodies; files have limits of their own (spec/api.md 6.1). */
const MAX_BODY_BYTES = 15 * 1024 * 1024;

/** Where a route takes nothing, but perhaps the name of its user: what is announced has its room before it comes. */
const MAX_NO_BODY_BYTES = 64 * 1024;

/** Our routes check with zod; Fastify would load two compilers of JSON schemas at every start. */
const NO_COMPILERS = { buildValidator: refuseSchema, buildSerializer: refuseSchema };

function refuseSchema(): never {
  throw new Error('A route has a JSON schema; routes declare their parts with zod');
}

interface ServerOptions {
  readonly arrival?: ArrivalLimits;
  readonly bodyRoom?: BodyRoom;
}

/** The HTTP face of an instance; not listening yet. */
export async function createServer(
  instance: Instance,
  { arrival = arrivalLimits, bodyRoom = new BodyRoom() }: ServerOptions = {},
): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    ...nodeLimits(arrival),
    genReqId: () => randomUUID(),
    loggerInstance: frameworkLog(instance.log),
    logController: new BrokenAnswers(instance.log),
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    trustProxy: instance.config.trustProxyHeaders,
    // Streams end with their runs; what is open after the drain is closed.
    forceCloseConnections: true,
    return503OnClosing: false, // refused in our own words
    schemaController: { compilersFactory: NO_COMPILERS },
    // What cannot be decoded, and what is longer than any id, is the address of nothing.
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply, instance);
      replyError(NO_ADDRESS.includes(error.code) ? new KnownError('not_found') : error, request, reply, instance);
    },
  });
  server.decorateRequest('credential', undefined);
  watchBodies(server, arrival);
  drainBeforeClosing(server, instance);
  logRequests(server, instance);
  server.removeAllContentTypeParsers(); // no route takes a plain text
  bodyRoom.watch(server);
  const turns = new Turns();
  server.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    const turn = turns.take();
    if (turn) void turn.then(() => parseBody(body, done));
    else parseBody(body, done);
  });
  server.setReplySerializer((payload) => printJson(payload));
  // How large a file may be depends on its kind: who takes it counts. Fields are kept in memory: they name a user.
  const limits = { files: 20, fields: 50, fieldSize: 64 * 1024, fileSize: Infinity };
  await server.register(import('@fastify/multipart'), { limits, preservePath: true }); // a name with a path is refused, not cut
  addHeaders(server, instance);
  applyCors(server, instance.config);
  server.setErrorHandler((error, request, reply) => replyError(error, request, reply, instance));
  const answerUnknown = createUnknownRoute(families);
  // Before a byte of a body is read that nobody wants.
  server.addHook('onRequest', (request, reply, done) => {
    if (request.is404) answerUnknown(request, reply).catch(done);
    else done();
  });
  for (const { routes } of families) for (const route of routes) mount(server, route, { instance, turns });
  return server;
}

function parseBody(body: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  if (body.length === 0) {
    done(null); // whether that is too little depends on the route
    return;
  }
  let value: unknown;
  try {
    value = readJsonBody(body);
  } catch (error) {
    done(error as Error); // what cannot be read is a KnownError
    return;
  }
  done(null, value); // outside: what follows has errors of its own
}

/** One line for each answer, for those who look closely: a busy server has no use for it. */
function logRequests(server: FastifyInstance, { log, config }: Instance): void {
  if (config.logLevel !== 'debug') return;
  server.addHook('onResponse', async (request, reply) => {
    const { id, method, ip } = request;
    const elapsedMs = Math.round(reply.elapsedTime);
    const { statusCode: status } = reply;
    log.debug('request', { request: id, from: ip, method, path: pathOf(request), status, elapsedMs });
  });
}

interface Surroundings {
  readonly instance: Instance;
  readonly turns: Turns;
}

function mount(server: FastifyInstance, { definition }: Route, { instance, turns }: Surroundings): void {
  const { guard, isPrompt = false } = definition;
  server.route({
    method: definition.method,
    url: definition.url,
    ...(!definition.body && { bodyLimit: MAX_NO_BODY_BYTES }),
    // Before a byte of the body is read.
    onRequest: async (request) => {
      request.credential = await guard.authenticate(request, instance);
    },
    handler: (request, reply) => {
      // a body had its turn when it was read
      const turn = isPrompt || request.body !== undefined ? undefined : turns.take();
      const begin = () => answer(definition, request, reply, instance);
      return turn ? turn.then(begin) : begin();
    },
  });
}

async function answer(
  definition: Route['definition'],
  request: FastifyRequest,
  reply: FastifyReply,
  instance: Instance,
): Promise<FastifyReply> {
  workOn(request);
  try {
    const parts = {
      params: parsePart(definition.params, request.params),
      query: parsePart(definition.query, request.query),
      body: parsePart(definition.body, bodyOf(request, definition)),
    };
    const access = await definition.guard.enter(request.credential, parts, instance);
    return send(reply, await definition.handle({ access, ...parts, request, reply, instance }));
  } finally {
    leaveWork(request);
  }
}

function send(reply: FastifyReply, result: unknown): FastifyReply {
  if (reply.sent || reply.raw.headersSent) return reply;
  if (result === undefined) return reply.code(reply.statusCode === 200 ? 204 : reply.statusCode).send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(result);
}

/** Many clients say with every request that it is JSON, also where there is nothing to send: that is no JSON to read. */
function bodyOf(request: FastifyRequest, { body: schema, guard }: Route['definition']): unknown {
  const isRead = schema !== undefined || guard.user?.from === 'json';
  if (isRead && request.body === undefined && JSON_TYPE.test(request.headers['content-type'] ?? ''))
    throw new KnownError('bad_request', { message: INVALID_JSON });
  return request.body ?? {};
}

/** What every answer says; before anything else is done, so that streams and refusals say it too. */
function addHeaders(server: FastifyInstance, instance: Instance): void {
  server.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply, instance);
    done();
  });
  // Once the body has been read, it may name the trace.
  server.addHook('preHandler', (request, reply, done) => {
    reply.header('x-trace-id', traceIdOf(request));
    done();
  });
}

function setHeaders(request: FastifyRequest, reply: FastifyReply, { config }: Instance): void {
  reply.header('x-version', programVersion().version).header('x-env', config.environment['DEPLOY_ENV'] ?? 'PRODUCTION');
  reply.header('x-trace-id', traceIdOf(request)).header('x-content-type-options', 'nosniff');
}

function replyError(error: unknown, request: FastifyRequest, reply: FastifyReply, instance: Instance): FastifyReply {
  const known = toKnown(error);
  const body = errorReply(known);
  if (isBug(known) && !isBrokenOff(error, reply))
    instance.log.error('request failed', {
      ...{ request: request.id, trace: traceIdOf(request) },
      ...{ method: request.method, path: pathOf(request), error },
    });
  if (reply.raw.headersSent) return reply;
  if (body.status === 401) reply.header('www-authenticate', 'Bearer realm="api"');
  return reply.code(body.status).header('content-type', 'application/json; charset=utf-8').send(body);
}

/** Without its query, which may hold a secret. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}

/** Fastify's own refusals in Dify's words. */
function toKnown(error: unknown): unknown {
  if (error instanceof KnownError || !(error instanceof Error) || !('statusCode' in error)) return error;
  const message = errorText(error);
  if (error.statusCode === 413) return new KnownError('request_entity_too_large', { message });
  if (error.statusCode === 415) return new KnownError('unsupported_media_type', { message });
  if (typeof error.statusCode === 'number' && error.statusCode < 500) return new KnownError('bad_request', { message });
  return error;
}
