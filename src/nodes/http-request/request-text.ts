import type { HttpRequestConfig } from './config.ts';
import type { Draft, DraftBody } from './draft.ts';
import type { Pair } from './pair.ts';
import { type Context, namedFiles } from './request-body.ts';

const BOUNDARY = '----DifyFormBoundary';

/** The request as text for the node's record, from a draft whose secrets are masked. */
export function requestText(config: HttpRequestConfig, draft: Draft, context: Pick<Context, 'variables'>): string {
  const body = bodyText(draft.body, context);
  const lines = [
    `${config.method.toUpperCase()} ${pathOf(draft)} HTTP/1.1`,
    `Host: ${hostOf(draft.url)}`,
    ...headersOf(config, draft).map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Without a name and password that stand before it. */
function hostOf(url: string): string {
  const authority = /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1);
}

function pathOf({ url, params }: Draft): string {
  const [, path = '', query = ''] = /^https?:\/\/[^/?#]*([^?#]*)(\?[^#]*)?/.exec(url) ?? [];
  const written = params.length === 0 ? query : `?${encodePairs(params)}`;
  return `${path || '/'}${written}`;
}

function headersOf(config: HttpRequestConfig, draft: Draft): readonly Pair[] {
  const headers = draft.headers.map(([name, value]): Pair => [name, isKey(config, name) ? hidden(value) : value]);
  const isMultipart = draft.body.kind === 'multipart';
  return isMultipart ? [...headers, ['Content-Type', `multipart/form-data; boundary=${BOUNDARY}`]] : headers;
}

function isKey({ authorization }: HttpRequestConfig, name: string): boolean {
  if (authorization.type === 'no-auth') return false;
  return name.toLowerCase() === (authorization.config.header || 'Authorization').toLowerCase();
}

const hidden = (value: string) => '*'.repeat(value.length);

function bodyText(body: DraftBody, context: Pick<Context, 'variables'>): string {
  switch (body.kind) {
    case 'none':
      return '';
    case 'text':
    case 'json':
      return body.text;
    case 'binary':
      return binaryText(body.file, context);
    case 'form':
      return encodePairs(body.fields);
    case 'multipart':
      return multipartText(body, context);
    default:
      return body satisfies never;
  }
}

function binaryText(selector: readonly string[], { variables }: Pick<Context, 'variables'>): string {
  const value = variables.get(selector);
  return value?.type === 'file' ? `<binary_content: size=${value.value.size} bytes>` : '';
}

function multipartText(body: DraftBody & { kind: 'multipart' }, context: Pick<Context, 'variables'>): string {
  const fields = body.fields.map(([name, value]) => part(name, value));
  const files = body.files
    .flatMap((item) => namedFiles(item, context))
    .map(({ name, file: { filename, mimeType, size } }) =>
      part(name, `<file_content_binary: '${filename || 'unknown'}', type='${mimeType}', size=${size} bytes>`),
    );
  return `${[...fields, ...files].join('')}--${BOUNDARY}--\r\n`;
}

function part(name: string, content: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
}

function encodePairs(pairs: readonly Pair[]): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}
