import {
  failed,
  files,
  type NodeContext,
  type NodeResult,
  number,
  object,
  string,
  succeeded,
} from '../../engine/index.ts';
import { KnownError } from '../../kernel/index.ts';
import type { HttpReply, NodeCapabilities } from '../capabilities.ts';
import { failedBy, NodeError } from '../node-error.ts';
import type { HttpRequestConfig } from './config.ts';
import { type Draft, draftRequest } from './draft.ts';
import { bodyOf } from './request-body.ts';
import { requestText } from './request-text.ts';
import { type ReadReply, readableSize, readReply, textOf, tooLarge } from './response.ts';
import { storeReply } from './store-reply.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> & Pick<NodeCapabilities, 'http' | 'files' | 'limits'>;

export async function execute(config: HttpRequestConfig, context: Context): Promise<NodeResult> {
  const { variables } = context;
  let processData = {};
  try {
    const draft = draftRequest(config, (template) => variables.render(template, 'text'));
    const shown = draftRequest(config, (template) => variables.render(template, 'log'));
    processData = { request: requestText(config, shown, context) };
    const reply = await readReply(await send(config, draft, context), context.limits.http);
    return await resultOf(config, draft, reply, context, processData);
  } catch (error) {
    return failedBy(error, { processData });
  }
}

const sendable = new Set(['get', 'head', 'post', 'put', 'delete', 'patch']);

async function send(config: HttpRequestConfig, draft: Draft, context: Context): Promise<HttpReply> {
  const { http, limits, signal } = context;
  if (!sendable.has(config.method.toLowerCase())) {
    throw new NodeError('InvalidHttpMethodError', `Invalid http method ${config.method}`);
  }
  const url = urlOf(draft);
  const body = await bodyOf(draft.body, context);
  const { connect, read, write } = config.timeout ?? {};
  try {
    return await http.send({
      method: config.method.toUpperCase(),
      url,
      headers: draft.headers,
      ...(body !== undefined && { body }),
      connectTimeoutMs: (connect || limits.http.maxConnectSeconds) * 1000,
      readTimeoutMs: (read || limits.http.maxReadSeconds) * 1000,
      writeTimeoutMs: (write || limits.http.maxWriteSeconds) * 1000,
      verifyTls: config.ssl_verify ?? limits.http.verifiesTls,
      maxBytes: Math.max(limits.http.maxTextBytes, limits.http.maxBinaryBytes),
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw transportError(error, limits);
  }
}

/** Parameters replace the query of the URL. */
function urlOf({ url, params }: Draft): string {
  if (params.length === 0) return url;
  const parsed = URL.parse(url);
  if (!parsed) throw new NodeError('InvalidURLError', `Invalid URL: ${url}`);
  parsed.search = new URLSearchParams(params.map(([name, value]) => [name, value])).toString();
  return parsed.href;
}

function transportError(cause: unknown, limits: NodeCapabilities['limits']): unknown {
  if (!(cause instanceof Error)) return cause;
  if (cause instanceof KnownError && cause.code === 'reply_too_large') {
    const { maxBinaryBytes } = limits.http;
    return tooLarge('File', maxBinaryBytes, `more than ${readableSize(maxBinaryBytes)}`);
  }
  return new NodeError('HttpRequestNodeError', cause.message, { cause });
}

async function resultOf(
  config: HttpRequestConfig,
  draft: Draft,
  reply: ReadReply,
  context: Context,
  processData: { readonly request?: string },
): Promise<NodeResult> {
  const stored = reply.isFile ? [await storeReply(reply, draft.url, context.files)] : [];
  const outputs = {
    status_code: number(reply.status),
    body: string(reply.isFile ? '' : textOf(reply)),
    headers: object(reply.headers),
    files: files(stored),
  };
  const isSuccess = reply.status >= 200 && reply.status < 300;
  const isHandled = config.error_strategy !== undefined || config.retry_config?.retry_enabled === true;
  if (isSuccess || !isHandled) return succeeded({ outputs, processData });
  const error = `Request failed with status code ${reply.status}`;
  return failed('HTTPResponseCodeError', error, { outputs, processData });
}
