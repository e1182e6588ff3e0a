import { expect, test } from 'vitest';
import { tc3Authorization } from './sign.ts';

/** The worked example of https://cloud.tencent.com/document/api/213/30654, with the escapes as they stand there. */
const published = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  service: 'cvm',
  host: 'cvm.tencentcloudapi.com',
  contentType: 'application/json; charset=utf-8',
  payload: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
  timestamp: 1_551_113_065,
};

test("Tencent's published example is signed as published", () => {
  expect(tc3Authorization(published)).toBe(
    'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, ' +
      'SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  );
});

test.each([
  { payload: '{}' },
  { timestamp: 1_551_113_066 },
  { host: 'hunyuan.tencentcloudapi.com' },
  { service: 'hunyuan' },
  { contentType: 'application/json' },
  { secretKey: 'another' },
])('with %j the signature is another one', (change) => {
  expect(tc3Authorization({ ...published, ...change })).not.toContain('72e494ea');
});

test('the day of a signature is that of UTC', () => {
  expect(tc3Authorization({ ...published, timestamp: 1_551_139_199 })).toContain('/2019-02-25/');
  expect(tc3Authorization({ ...published, timestamp: 1_551_139_200 })).toContain('/2019-02-26/');
});
