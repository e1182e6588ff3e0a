import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';
import { tc3Authorization } from './sign.ts';

const event = (Delta: object, FinishReason = '', CompletionTokens = 1) => ({
  Note: '以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记',
  Choices: [{ Index: 0, Delta: { Role: 'assistant', Content: '', ...Delta }, FinishReason }],
  Created: 1_716_359_713,
  Id: '2d3f6d1e-d1ec-4a9c-9f46-3d2d0f0e9d1f',
  Usage: { PromptTokens: 21, CompletionTokens, TotalTokens: 21 + CompletionTokens },
});
const call = (said: object) => ({ ToolCalls: [{ Id: 'call_cn6', Type: 'function', Function: said, Index: 0 }] });
const refused = (Code: string, Message: string) => ({ Response: { Error: { Code, Message }, RequestId: 'r-1' } });

const environment = {
  TENCENTCLOUD_SECRET_ID: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  TENCENTCLOUD_SECRET_KEY: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
};

describeWire({
  provider: 'hunyuan',
  model: 'hunyuan-vision',
  documentation: 'https://cloud.tencent.com/document/api/1729/101836',
  environment: () => environment,
  redirect: (url, server) => url.replace('https://hunyuan.tencentcloudapi.com', server),
  headers: EVENT_STREAM,
  greeting: events(
    event({ ReasoningContent: 'they greet' }),
    event({ Content: 'Grüße, ' }),
    event({ Content: '你好 👋' }),
    event(call({ Name: 'weather', Arguments: '{"city":' })),
    event(call({ Name: 'weather', Arguments: '"Köln"}' })),
    event({}, 'tool_calls', 4),
  ),
  reasoning: 'they greet',
  brokenStream: events(event({ Content: 'half' }), { Choices: [], ErrorMsg: { Msg: 'model timeout', Code: 4001 } }),
  errorBody: (message) => refused('InternalError', message),
  refusals: [
    [refused('AuthFailure.SignatureFailure', 'signature is wrong'), 'InvokeAuthorizationError', 'signature is wrong'],
    [refused('FailedOperation.ServiceNotActivated', 'not activated'), 'InvokeAuthorizationError', 'not activated'],
    [refused('ResourceUnavailable.InArrears', 'in arrears'), 'InvokeAuthorizationError', 'in arrears'],
    [refused('FailedOperation.ResourcePackExhausted', 'used up'), 'InvokeAuthorizationError', 'used up'],
    [refused('RequestLimitExceeded', 'too many requests'), 'InvokeRateLimitError', 'too many requests'],
    [refused('LimitExceeded', 'too many at once'), 'InvokeRateLimitError', 'too many at once'],
    [refused('FailedOperation.EngineServerError', 'engine'), 'InvokeServerUnavailableError', 'engine'],
    [refused('InvalidParameterValue.Model', 'no such model'), 'InvokeBadRequestError', 'no such model'],
    [refused('OperationDenied.TextIllegalDetected', 'illegal text'), 'InvokeBadRequestError', 'illegal text'],
  ],
  finishReason: 'tool_calls',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/' });
    const { headers } = request;
    expect(headers).toMatchObject({ 'x-tc-action': 'ChatCompletions', 'x-tc-version': '2023-09-01' });
    expect(headers['authorization']).toBe(
      tc3Authorization({
        secretId: environment.TENCENTCLOUD_SECRET_ID,
        secretKey: environment.TENCENTCLOUD_SECRET_KEY,
        service: 'hunyuan',
        host: 'hunyuan.tencentcloudapi.com',
        contentType: 'application/json',
        payload: request.body.toString('utf8'),
        timestamp: Number(headers['x-tc-timestamp']),
      }),
    );
    expect(headers['content-type']).toBe('application/json');
    expect(request.json()).toEqual({
      Model: 'hunyuan-vision',
      Stream: true,
      EnableEnhancement: true,
      Temperature: 0.5,
      TopP: 0.9,
      Stop: ['END'],
      Messages: [
        { Role: 'system', Content: 'be brief' },
        {
          Role: 'user',
          Contents: [
            { Type: 'text', Text: 'what is this' },
            { Type: 'image_url', ImageUrl: { Url: 'data:image/png;base64,iVBORw0KGgo=' } },
          ],
        },
        {
          Role: 'assistant',
          Content: ' ',
          ToolCalls: [{ Id: 'c1', Type: 'function', Function: { Name: 'weather', Arguments: '{"city":"Bonn"}' } }],
        },
        { Role: 'tool', ToolCallId: 'c1', Content: 'rain' },
      ],
      Tools: [
        {
          Type: 'function',
          Function: {
            Name: 'weather',
            Description: 'tells the weather',
            Parameters: '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}',
          },
        },
      ],
      ToolChoice: 'auto',
    });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function embedding(name: string, reply: unknown) {
  server = await startScriptedServer(() => jsonReply(reply));
  const hosts: string[] = [];
  const toServer: typeof fetch = (input, init) => {
    hosts.push(new URL(String(input)).host);
    return fetch(server?.url ?? '', init);
  };
  const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment });
  return { hosts, model: await runtime.embeddingModel({ provider: 'hunyuan', name }) };
}

const two = { Data: [{ Embedding: [0, 2] }, { Embedding: [3, 0] }], Usage: { TotalTokens: 4 }, RequestId: 'r' };

test('the knowledge engine embeds, and is told what for (https://cloud.tencent.com/document/api/1772/115343)', async () => {
  const { hosts, model } = await embedding('lke-text-embedding-v1', { Response: two });
  expect(await model.embed(['a', 'b'], 'query')).toEqual([Float32Array.from([0, 1]), Float32Array.from([1, 0])]);
  expect(hosts).toEqual(['lkeap.tencentcloudapi.com']);
  expect(server?.requests[0]?.headers).toMatchObject({
    'x-tc-action': 'GetEmbedding',
    'x-tc-version': '2024-05-22',
    'x-tc-region': 'ap-guangzhou',
    authorization: expect.stringContaining('/lkeap/tc3_request'),
  });
  expect(server?.requests[0]?.json()).toEqual({
    Model: 'lke-text-embedding-v1',
    Inputs: ['a', 'b'],
    TextType: 'query',
  });
});

test("Hunyuan's own model embeds (https://cloud.tencent.com/document/api/1729/102832)", async () => {
  const Data = two.Data.map((item) => ({ ...item, Index: 0, Object: 'embedding' }));
  const { hosts, model } = await embedding('hunyuan-embedding', { Response: { ...two, Data } });
  expect(await model.embed(['a', 'b'], 'document')).toHaveLength(2);
  expect(hosts).toEqual(['hunyuan.tencentcloudapi.com']);
  expect(server?.requests[0]?.json()).toEqual({ InputList: ['a', 'b'] });
});

test('a refused embedding is a model error that keeps the secrets', async () => {
  const message = `no user ${environment.TENCENTCLOUD_SECRET_ID}`;
  const { model } = await embedding('lke-text-embedding-v1', refused('AuthFailure.SecretIdNotFound', message));
  await expect(model.embed(['a'], 'query')).rejects.toMatchObject({
    errorType: 'InvokeAuthorizationError',
    message: expect.stringContaining('no user ***'),
  });
});
