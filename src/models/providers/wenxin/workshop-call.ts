import type { JsonObject } from '../../../kernel/index.ts';
import { postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { accessToken, forgetToken } from './access-token.ts';

const WORKSHOP_URL = 'https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop';

/** Asks the older API; a token that it no longer takes is bought anew, once. */
export async function askWorkshop(
  connection: Connection,
  endpoint: string,
  body: JsonObject,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const reply = await ask(connection, endpoint, body, signal);
  if (!(await isTokenRefused(reply))) return reply;
  forgetToken(connection);
  return ask(connection, endpoint, body, signal);
}

async function ask(
  connection: Connection,
  endpoint: string,
  body: JsonObject,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const token = await accessToken(connection);
  signal?.throwIfAborted();
  const url = `${WORKSHOP_URL}/${endpoint}?access_token=${encodeURIComponent(token)}`;
  return postJson({ fetch: connection.fetch, url, signal }, body);
}

/** Refusals are JSON and short, also where a stream was asked for. */
const LONGEST_REFUSAL = 2000;
const REFUSAL_TYPE = /json|text\/plain/i;

/** 110: the token is invalid, 111: its time is over. */
async function isTokenRefused(reply: Response): Promise<boolean> {
  const isLong = Number(reply.headers.get('content-length') ?? 0) > LONGEST_REFUSAL;
  if (isLong || !REFUSAL_TYPE.test(reply.headers.get('content-type') ?? '')) return false;
  return /"error_code"\s*:\s*11[01]\b/.test((await reply.clone().text()).slice(0, LONGEST_REFUSAL));
}
