import { isJsonObject, isNumber, type JsonObject, printJson, toNumber } from '../../../kernel/index.ts';
import { postJson } from '../../wire/http-call.ts';
import { refusal } from '../../wire/http-failure.ts';
import { objectIn, textIn } from '../../wire/json-fields.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { tc3Authorization } from './sign.ts';

/** A product of Tencent Cloud behind its API 3.0. */
interface Service {
  readonly name: string;
  readonly version: string;
  readonly region?: string;
}

export const HUNYUAN: Service = { name: 'hunyuan', version: '2023-09-01' };
/** The knowledge engine, which serves embeddings for retrieval; Dify's plugin asks it in Guangzhou, too. */
export const LKEAP: Service = { name: 'lkeap', version: '2024-05-22', region: 'ap-guangzhou' };

const JSON_TYPE = 'application/json';

/** Calls an action, signed with the pair of secrets. */
export async function callAction(
  { fetch, credentials }: Connection,
  service: Service,
  action: string,
  body: JsonObject,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const host = `${service.name}.tencentcloudapi.com`;
  const timestamp = Math.floor(Date.now() / 1000);
  const authorization = tc3Authorization({
    secretId: credentials['secret_id'] ?? '',
    secretKey: credentials['secret_key'] ?? '',
    service: service.name,
    host,
    contentType: JSON_TYPE,
    // what `postJson` sends
    payload: printJson(body),
    timestamp,
  });
  const headers = {
    authorization,
    'content-type': JSON_TYPE,
    'x-tc-action': action,
    'x-tc-version': service.version,
    'x-tc-timestamp': String(timestamp),
    ...(service.region && { 'x-tc-region': service.region }),
  };
  return postJson({ fetch, url: `https://${host}/`, headers, signal }, body);
}

/**
 * Refusals come with HTTP 200: `{Response: {Error: {Code, Message}}}`, and once a stream has begun `{ErrorMsg: {Msg,
 * Code}}` with 4000 for a failure of the service and 4001 for a model that took too long.
 */
export function refuseFailure(reply: JsonObject): void {
  const { Error: refused } = objectIn(reply['Response']);
  if (isJsonObject(refused)) throw refusal(statusOf(textIn(refused['Code'])), refused);
  const { Msg: message, Code: code } = objectIn(reply['ErrorMsg']);
  if (isNumber(code) && toNumber(code) !== 0) throw refusal(500, { message: `${textIn(message)} (${toNumber(code)})` });
}

/**
 * Codes are words and dots, those of the API and those of the product (tencentcloud-sdk-python,
 * hunyuan/v20230901/errorcodes.py); the first that fits counts. An account without means refuses like a bad key.
 */
const STATUS_OF_CODE: readonly (readonly [RegExp, number])[] = [
  [/^AuthFailure/, 401],
  [/^UnauthorizedOperation|UserUnAuthError|ServiceNotActivated|UnOpenError/, 403],
  [/ServiceStop|InArrears|LowBalance|StopUsing|Exhaust|RunOut|^ResourcesSoldOut|^ResourceInsufficient/, 403],
  [/^(RequestLimitExceeded|LimitExceeded)|ServerLimitExceeded/, 429],
  [/^(InternalError|FailedOperation|ServiceUnavailable)/, 500],
];

function statusOf(code: string): number {
  return STATUS_OF_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? 400;
}
