import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The published OpenAPI document of the Service API (3.0.1), as far as it is about apps. It lies beside the project and
 * need not be there.
 */
const FILE = join(import.meta.dirname, '../../../../shared/conformance/openapi_service.json');

export type Schema = Readonly<Record<string, unknown>>;

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, DocumentedResponse>>;
  };
}

interface DocumentedOperation {
  readonly responses: Readonly<Record<string, DocumentedResponse | { readonly $ref: string }>>;
}

interface DocumentedResponse {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema; readonly examples?: Examples }>>;
}

type Examples = Readonly<Record<string, { readonly value: unknown }>>;

export interface Operation {
  /** `POST /chat-messages` */
  readonly name: string;
  readonly answers: readonly DocumentedAnswer[];
  readonly refusals: readonly DocumentedRefusal[];
}

export interface DocumentedAnswer {
  readonly status: number;
  /** Absent where nothing is sent. */
  readonly contentType?: string;
  readonly schema?: Schema;
}

export interface DocumentedRefusal {
  /** `POST /chat-messages 404 conversation_not_exists`: the last word is the name of the example. */
  readonly name: string;
  readonly status: number;
  readonly code: string;
}

export function readDocument(): ApiDocument | undefined {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as ApiDocument) : undefined;
}

/** Everything but knowledge bases. */
export function operationsOf(document: ApiDocument): Operation[] {
  return Object.entries(document.paths)
    .filter(([path]) => !path.startsWith('/datasets'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => {
        const name = `${method.toUpperCase()} ${path}`;
        const all = Object.entries(responses).map(
          ([status, reply]) => [Number(status), resolved(document, reply)] as const,
        );
        return {
          name,
          answers: all.filter(([status]) => status < 400).flatMap(([status, reply]) => answersOf(status, reply)),
          refusals: all
            .filter(([status]) => status >= 400)
            .flatMap(([status, reply]) => refusalsOf(name, status, reply)),
        };
      }),
    );
}

function resolved(
  { components }: ApiDocument,
  reply: DocumentedResponse | { readonly $ref: string },
): DocumentedResponse {
  if (!('$ref' in reply)) return reply;
  const found = components.responses[reply.$ref.split('/').at(-1) ?? ''];
  if (!found) throw new Error(`The document has no ${reply.$ref}`);
  return found;
}

function answersOf(status: number, { content }: DocumentedResponse): DocumentedAnswer[] {
  if (!content) return [{ status }];
  return Object.entries(content).map(([contentType, { schema }]) => ({
    status,
    contentType,
    ...(schema && { schema }),
  }));
}

function refusalsOf(operation: string, status: number, { content }: DocumentedResponse): DocumentedRefusal[] {
  return Object.entries(content?.['application/json']?.examples ?? {}).map(([example, { value }]) => ({
    name: `${operation} ${status} ${example}`,
    status,
    code: (value as { readonly code: string }).code,
  }));
}
