import { isNumber, type JsonObject, toNumber } from '../../../kernel/index.ts';
import { refusal } from '../../wire/http-failure.ts';

/** https://cloud.baidu.com/doc/WENXINWORKSHOP/s/tlmyncueh; all others are failures of the service. */
const STATUS_OF_CODE: Readonly<Record<number, number>> = {
  3: 400,
  4: 429,
  6: 403,
  13: 401,
  14: 401,
  15: 401,
  17: 429,
  18: 429,
  19: 429,
  100: 401,
  110: 401,
  111: 401,
  336001: 400,
  336002: 400,
  336003: 400,
  336004: 403,
  336005: 401,
  336006: 400,
  336007: 400,
  336008: 400,
  336101: 400,
  336102: 400,
  336103: 400,
  336104: 400,
  336105: 400,
  336303: 400,
  336501: 429,
  336502: 429,
  337006: 400,
};

/** The older API refuses with HTTP 200, `error_code` and `error_msg`. */
export function refuseFailure(reply: JsonObject): void {
  const code = reply['error_code'];
  if (isNumber(code) && toNumber(code) !== 0) throw refusal(STATUS_OF_CODE[toNumber(code)] ?? 500, reply);
}
