import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Instance } from '../instance/index.ts';
import { KnownError } from '../kernel/index.ts';

/**
 * One route, declared once: its types, its validation and its place in the OpenAPI document come from the same schemas.
 * A handler maps in, calls one operation, maps out.
 */
export interface RouteDefinition<Credential, Access, Params, Query, Body> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its prefix; parameters as `:name`. */
  readonly url: string;
  readonly summary: string;
  readonly tag?: string;
  /** Who may come in; a public route says `anyone`. */
  readonly guard: Guard<Credential, Access>;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  /** Answers at once, whoever waits for a turn (`turns.ts`). */
  readonly isPrompt?: true;
  /** JSON. A route that takes a form reads it from the request. */
  readonly body?: z.ZodType<Body>;
  readonly consumes?: 'multipart/form-data';
  readonly replies?: Readonly<Record<number, z.ZodType>>;
  /** What it returns is sent as JSON; undefined when it has answered itself. */
  handle(context: RouteContext<Access, Params, Query, Body>): Promise<unknown>;
}

export interface RouteContext<Access, Params, Query, Body> {
  readonly access: Access;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly instance: Instance;
}

/**
 * One way to become a caller, in two steps: `authenticate` looks at headers alone and runs before anything of the body
 * is read; `enter` binds the rooms, with what the request says about its user.
 */
export interface Guard<Credential, Access> {
  /** Its name in tables of who may call what. */
  readonly name: string;
  readonly security?: 'bearer' | 'passport' | 'signature';
  /** Where a program names its user, for the document of the API. */
  readonly user?: UserRule;
  authenticate(request: FastifyRequest, instance: Instance): Promise<Credential>;
  enter(credential: Credential, request: EnterRequest, instance: Instance): Promise<Access>;
}

/** Where a request names its user, and whether it must (spec/api.md 2.1). */
export interface UserRule {
  readonly from: 'query' | 'json' | 'form' | 'none';
  readonly isRequired: boolean;
}

export interface EnterRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A route with its types forgotten, as the server and the OpenAPI document see it. */
export interface Route {
  readonly definition: RouteDefinition<unknown, unknown, unknown, unknown, unknown>;
}

export function route<Credential, Access, Params = unknown, Query = unknown, Body = unknown>(
  definition: RouteDefinition<Credential, Access, Params, Query, Body>,
): Route {
  // The server hands each part only what its own schema or guard has made.
  return { definition: definition as unknown as Route['definition'] };
}

/** Parses one part of a request; what is wrong is told with its place. */
export function parsePart<Part>(schema: z.ZodType<Part>, value: unknown): Part;
export function parsePart(schema: z.ZodType | undefined, value: unknown): unknown;
export function parsePart(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return value;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new KnownError('invalid_param', { message: problems.join('; ') });
}

/** For routes that need no key. */
export const anyone: Guard<undefined, Record<never, never>> = {
  name: 'anyone',
  authenticate: async () => undefined,
  enter: async () => ({}),
};
