import { isNumber, type JsonObject, type JsonValue, toNumber } from '../../../kernel/index.ts';
import { refusal } from '../../wire/http-failure.ts';
import { objectIn, textIn } from '../../wire/json-fields.ts';

/** https://www.xfyun.cn/doc/spark/%E6%8E%A5%E5%8F%A3%E8%AF%B4%E6%98%8E.html; all others are failures of the service. */
const STATUS_OF_CODE: Readonly<Record<number, number>> = {
  10003: 400,
  10004: 400,
  10005: 400,
  10006: 429,
  10007: 429,
  10008: 503,
  10013: 400,
  10014: 400,
  10015: 403,
  10016: 403,
  10019: 400,
  10021: 400,
  10110: 503,
  10163: 400,
  10907: 400,
  11200: 403,
  11201: 429,
  11202: 429,
  11203: 429,
};

/** Every event says in `code` how it went; a request that did not get that far is answered with an `error`. */
export function refuseFailure(event: JsonObject): void {
  const error = objectIn(event['error']);
  const isUnknownUser = /invalid user/i.test(textIn(error['message']));
  if (isUnknownUser) throw refusal(401, event);
  const code = numberOf(event['code']) ?? numberOf(error['code']);
  if (code) throw refusal(STATUS_OF_CODE[code] ?? 500, event);
  if (event['error']) throw refusal(500, event);
}

function numberOf(value: JsonValue | undefined): number | undefined {
  const number = isNumber(value) ? toNumber(value) : Number(textIn(value) || Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}
