import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../kernel/index.ts';
import { readEventStream, type ServerSentEvent } from '../../wire/event-stream.ts';
import { bearer, bodyOf, joinUrl, postJson, readJson } from '../../wire/http-call.ts';
import { HttpFailure } from '../../wire/http-failure.ts';
import type { Connection } from '../../wire/language-wire.ts';

/** Services of DashScope by the end of their address (https://help.aliyun.com/en/model-studio/qwen-api-via-dashscope). */
const SERVICES = {
  text: 'aigc/text-generation/generation',
  multimodal: 'aigc/multimodal-generation/generation',
  embedding: 'embeddings/text-embedding/text-embedding',
  multimodalEmbedding: 'embeddings/multimodal-embedding/multimodal-embedding',
  rerank: 'rerank/text-rerank/text-rerank',
} as const;

export interface DashscopeCall {
  readonly service: keyof typeof SERVICES;
  /** `{model, input, parameters}` */
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** The `output` of a service that answers at once. */
export async function ask(connection: Connection, call: DashscopeCall): Promise<JsonObject> {
  return outputOf(await readJson(await post(connection, call, {})));
}

/** The same for embeddings, whose thousands of floats need no telling apart from integers. */
export async function askPlainly(connection: Connection, call: DashscopeCall): Promise<unknown> {
  const reply: unknown = await (await post(connection, call, {})).json();
  return typeof reply === 'object' && reply !== null && 'output' in reply ? reply.output : undefined;
}

/** The events of a service that answers piece by piece; resolves once the request is accepted. */
export async function askForEvents(connection: Connection, call: DashscopeCall): Promise<AsyncIterable<JsonObject>> {
  return readEvents(bodyOf(await post(connection, call, { 'x-dashscope-sse': 'enable' })));
}

export function outputOf(reply: JsonValue): JsonObject {
  const output = isJsonObject(reply) ? reply['output'] : undefined;
  return isJsonObject(output) ? output : {};
}

async function post(connection: Connection, call: DashscopeCall, headers: Readonly<Record<string, string>>) {
  const { credentials, fetch } = connection;
  const url = joinUrl(baseUrl(credentials), `services/${SERVICES[call.service]}`);
  const all = { ...call.headers, ...headers, ...bearer(credentials['dashscope_api_key']) };
  try {
    return await postJson({ fetch, url, headers: all, signal: call.signal }, call.body);
  } catch (error) {
    throw unframed(error);
  }
}

const MAINLAND = 'https://dashscope.aliyuncs.com/api/v1';
const INTERNATIONAL = 'https://dashscope-intl.aliyuncs.com/api/v1';

/** An address of one's own may be that of the OpenAI dialect, which stands beside this one. */
function baseUrl(credentials: Connection['credentials']): string {
  const given = credentials['endpoint_url']?.replace(/\/compatible-mode\/v1\/?$/, '/api/v1');
  return given || (credentials['use_international_endpoint'] === 'true' ? INTERNATIONAL : MAINLAND);
}

/** A refused request is answered with an event, too: `id:1`, `event:error`, `:HTTP_STATUS/400`, `data:{code, message}`. */
function unframed(error: unknown): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const data = /^data:(.*)$/m.exec(error.body)?.[1];
  return data === undefined ? error : new HttpFailure(error.status, data);
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<JsonObject> {
  for await (const event of readEventStream(body)) {
    const reply = parseJson(event.data);
    if (!isJsonObject(reply)) continue;
    if (event.event === 'error' || isRefusal(reply)) throw failureOf(event);
    yield reply;
  }
}

/** Some services send `{code, message}` as if it were a result. */
function isRefusal({ code, output }: JsonObject): boolean {
  return typeof code === 'string' && code !== '' && !output;
}

/** The status stands in a comment, since that of the reply was 200 long before. */
function failureOf({ data, comment = '' }: ServerSentEvent): HttpFailure {
  const status = Number(/^HTTP_STATUS\/(\d{3})$/.exec(comment)?.[1] ?? 400);
  return new HttpFailure(status, data);
}
