import type { VariableSelector } from '../../engine/index.ts';
import { NodeError } from '../node-error.ts';
import { authorizationHeader } from './authorization.ts';
import type { BodyItem, HttpBody, HttpRequestConfig } from './config.ts';
import type { Pair, Render } from './pair.ts';

/**
 * A request before files are read and bytes are made. It is drafted twice from the same configuration: once with the
 * values to send, once with secrets masked, for the record.
 */
export interface Draft {
  readonly url: string;
  readonly params: readonly Pair[];
  readonly headers: readonly Pair[];
  readonly body: DraftBody;
}

export type DraftBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'binary'; readonly file: VariableSelector }
  | { readonly kind: 'form'; readonly fields: readonly Pair[] }
  | { readonly kind: 'multipart'; readonly fields: readonly Pair[]; readonly files: readonly FormFile[] };

export interface FormFile {
  readonly name: string;
  readonly selector: VariableSelector;
}

export function draftRequest(config: HttpRequestConfig, render: Render): Draft {
  const authorization = authorizationHeader(config.authorization, render);
  const url = checkedUrl(render(config.url));
  const params = paramsOf(config.params, render);
  const body = draftBody(config.body, render);
  return { url, params, headers: headersOf(config, authorization, render), body };
}

function checkedUrl(url: string): string {
  if (url === '') throw new NodeError('InvalidURLError', 'url is required');
  if (/^https?:\/\//.test(url)) return url;
  throw new NodeError('InvalidURLError', 'url should start with http:// or https://');
}

/** Lines are cut first, so that a value with line breaks stays one parameter. */
function paramsOf(text: string, render: Render): readonly Pair[] {
  return pairsOf(text).map(([name, value]) => [render(name), render(value)]);
}

/** `key: value` per line, cut at the first colon. */
function pairsOf(text: string): readonly Pair[] {
  return text.split(/\r\n|\r|\n/).flatMap((line): Pair[] => {
    const colon = line.indexOf(':');
    const name = (colon < 0 ? line : line.slice(0, colon)).trim();
    const value = colon < 0 ? '' : line.slice(colon + 1).trim();
    return name === '' ? [] : [[name, value]];
  });
}

/**
 * What stands in the place of a reference may be whole headers where a line begins with it. Elsewhere it is a part of
 * one: line breaks in what somebody has written must not add headers of their own (in Dify 1.x they do).
 */
function headerLines(text: string, render: Render): string[] {
  return text.split(/\r\n|\r|\n/).map((line) =>
    /^\s*\{\{/.test(line)
      ? render(line)
      : render(line)
          .trim()
          .replaceAll(/[\r\n]+/g, ' '),
  );
}

const contentTypes: Partial<Record<HttpBody['type'], string>> = {
  json: 'application/json',
  'x-www-form-urlencoded': 'application/x-www-form-urlencoded',
  'raw-text': 'text/plain',
};

function headersOf(config: HttpRequestConfig, authorization: Pair | undefined, render: Render): readonly Pair[] {
  const headers = new Map<string, Pair>();
  const set = (pair: Pair) => headers.set(pair[0].toLowerCase(), pair);
  headerLines(config.headers, render).flatMap(pairsOf).forEach(set);
  if (authorization) set(authorization);
  const bodyType = config.body?.type;
  const contentType = bodyType && contentTypes[bodyType];
  if (contentType && !headers.has('content-type')) set(['Content-Type', contentType]);
  // the client alone knows the boundary
  if (bodyType === 'form-data') headers.delete('content-type');
  return [...headers.values()];
}

function draftBody(body: HttpBody | undefined, render: Render): DraftBody {
  if (body === undefined) return { kind: 'none' };
  switch (body.type) {
    case 'none':
      return { kind: 'none' };
    case 'raw-text':
      return { kind: 'text', text: render(onlyItem(body).value) };
    case 'json':
      return { kind: 'json', text: render(onlyItem(body).value) };
    case 'binary':
      return { kind: 'binary', file: onlyItem(body).file };
    case 'x-www-form-urlencoded':
      return { kind: 'form', fields: fieldsOf(body.data, render) };
    case 'form-data':
      return {
        kind: 'multipart',
        fields: fieldsOf(
          body.data.filter((item) => item.type === 'text'),
          render,
        ),
        files: body.data
          .filter((item) => item.type === 'file')
          .map((item) => ({ name: render(item.key), selector: item.file })),
      };
    default:
      return body.type satisfies never;
  }
}

function onlyItem(body: HttpBody): BodyItem {
  const [item] = body.data;
  if (item && body.data.length === 1) return item;
  throw new NodeError('RequestBodyError', `${body.type} body type should have exactly one item`);
}

/** A later field replaces an earlier one of the same name. */
function fieldsOf(items: readonly BodyItem[], render: Render): readonly Pair[] {
  return [...new Map(items.map((item) => [render(item.key), render(item.value)]))];
}
