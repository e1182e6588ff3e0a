import { z } from 'zod';
import { programVersion } from '../platform/assets/index.ts';
import { replies } from '../protocol/index.ts';
import type { Route } from './route.ts';

/** OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), as far as it is made here. */
export interface ApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: unknown; readonly securitySchemes: unknown };
}

type Schema = Record<string, unknown>;
type Definition = Route['definition'];

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security: readonly Readonly<Record<string, readonly never[]>>[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: unknown;
}

/** Describes routes by what they check and answer: the same schemas that do the work. */
export function describeApi(title: string, routes: readonly Route[]): ApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { definition } of routes) {
    const path = pathOf(definition.url);
    paths[path] = { ...paths[path], [definition.method.toLowerCase()]: operationOf(definition) };
  }
  const tags = [...new Set(routes.map(({ definition }) => tagOf(definition)))];
  return {
    openapi: '3.1.0',
    info: { title, version: programVersion().version },
    tags: tags.map((name) => ({ name })),
    paths,
    components: { schemas: { Error: toSchema(replies.ErrorBody) }, securitySchemes },
  };
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'The key of an app: app-…' },
  passport: { type: 'apiKey', in: 'header', name: 'X-App-Passport' },
  appCode: { type: 'apiKey', in: 'header', name: 'X-App-Code' },
};

const securityOf = { bearer: [{ bearer: [] }], passport: [{ passport: [], appCode: [] }], signature: [] } as const;

/** `:name` as `{name}`; the rest of a path is an address. */
function pathOf(url: string): string {
  return url.replace(/:(\w+)/g, '{$1}').replace('*', '{url}');
}

function tagOf({ tag = 'System' }: Definition): string {
  return tag;
}

function operationOf(definition: Definition): Operation {
  const { method, url, summary, guard } = definition;
  const body = requestBodyOf(definition);
  return {
    operationId: `${method.toLowerCase()}${url.replace(/[^A-Za-z0-9]+(\w?)/g, (_all, letter: string) => letter.toUpperCase())}`,
    summary,
    tags: [tagOf(definition)],
    parameters: [...pathParameters(definition), ...queryParameters(definition)],
    ...(body !== undefined && { requestBody: body }),
    responses: responsesOf(definition),
    security: guard.security ? securityOf[guard.security] : [],
  };
}

function pathParameters({ url, params }: Definition): Parameter[] {
  const known = propertiesOf(params);
  const names = [...url.matchAll(/:(\w+)|\*/g)].map(([, name]) => name);
  return names.map((name) => ({
    name: name ?? 'url',
    in: 'path',
    required: true,
    schema: known[name ?? '*'] ?? { type: 'string' },
  }));
}

function queryParameters({ query, guard }: Definition): Parameter[] {
  const schema = query ? toSchema(query) : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const own = Object.entries(propertiesOf(query)).map(
    ([name, property]): Parameter => ({ name, in: 'query', required: required.includes(name), schema: property }),
  );
  if (guard.user?.from !== 'query') return own;
  return [...own, { name: 'user', in: 'query', required: guard.user.isRequired, schema: userSchema }];
}

const userSchema = { type: 'string', description: 'The end user; kept apart from all others' };

function requestBodyOf({ body, consumes, guard }: Definition): unknown {
  if (consumes) return { required: true, content: { [consumes]: { schema: formSchema } } };
  const isNamed = guard.user?.from === 'json';
  if (!body && !isNamed) return undefined;
  const schema: Schema = body ? toSchema(body) : { type: 'object' };
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const named = isNamed && {
    properties: { ...(schema['properties'] as Schema), user: userSchema }, // of an object schema
    required: guard.user?.isRequired ? [...new Set([...required, 'user'])] : required,
  };
  return { required: true, content: { 'application/json': { schema: { ...schema, ...named } } } };
}

const formSchema = {
  type: 'object',
  properties: { user: userSchema, file: { type: 'string', format: 'binary' } },
  required: ['file'],
};

function responsesOf({ replies: known, guard }: Definition): Record<string, unknown> {
  const own = Object.entries(known ?? { 200: undefined }).map(([status, schema]) => {
    const isEmpty = status === '204' || schema === undefined;
    const content = isEmpty ? undefined : { 'application/json': { schema: toSchema(schema, 'output') } };
    return [status, { description: 'Done', ...(content && { content }) }] as const;
  });
  const error = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
  const refusals = guard.security ? { 401: { description: 'Not known', ...error } } : {};
  return { ...Object.fromEntries(own), ...refusals, default: { description: 'What went wrong', ...error } };
}

function propertiesOf(schema: z.ZodType | undefined): Schema {
  const properties = schema ? toSchema(schema)['properties'] : undefined;
  return (properties ?? {}) as Schema; // JSON Schema says so
}

/** What JSON Schema cannot say is left open; the checks of the route decide. Unknown fields may come, but are no examples. */
function toSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.properties) delete jsonSchema.additionalProperties;
    },
  });
  return rest;
}
