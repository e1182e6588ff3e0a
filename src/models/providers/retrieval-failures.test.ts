import { afterEach, describe, expect, test } from 'vitest';
import { type ScriptedReply, type ScriptedServer, startScriptedServer } from '../../../test/fakes/scripted-server.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openOutbound } from '../../platform/outbound/index.ts';
import { type ModelRuntime, openModelRuntime } from '../index.ts';

/** How those who only embed and rerank fail: https://api.jina.ai/openapi.json, https://docs.voyageai.com/reference. */

let server: ScriptedServer | undefined;
const outbound = openOutbound();
afterEach(() => server?.close());

type Limits = NonNullable<NonNullable<Parameters<typeof outbound.fetchTrusted>[1]>['limits']>;

async function runtimeAt(provider: string, script: () => ScriptedReply, limits: Limits = {}): Promise<ModelRuntime> {
  server = await startScriptedServer(script);
  const prefix = provider.toUpperCase();
  const environment = { [`${prefix}_API_KEY`]: 'key-1234567890', [`${prefix}_BASE_URL`]: `${server.url}/v1` };
  const limited: typeof fetch = (input, init) => outbound.fetchTrusted(input, { ...init, limits });
  return openModelRuntime({ fetch: limited, clock: systemClock, environment });
}

const calls = {
  embedding: async (runtime: ModelRuntime, provider: string, signal?: AbortSignal) =>
    (await runtime.embeddingModel({ provider, name: 'm' })).embed(['a'], 'query', signal),
  rerank: async (runtime: ModelRuntime, provider: string, signal?: AbortSignal) =>
    (await runtime.rerankModel({ provider, name: 'm' })).rerank('q', ['a'], { ...(signal && { signal }) }),
};

describe.each([
  ['jina', 'embedding'],
  ['jina', 'rerank'],
  ['voyage', 'embedding'],
  ['voyage', 'rerank'],
] as const)('%s, %s', (provider, kind) => {
  const ask = async (script: () => ScriptedReply, signal?: AbortSignal, limits?: Limits) =>
    calls[kind](await runtimeAt(provider, script, limits), provider, signal);

  test.each([
    ['before', []],
    ['within', ['{"data": [{"ind']],
  ])('a connection dropped %s the body is a connection error', async (_, pieces) => {
    await expect(ask(() => ({ pieces, ending: 'drop' }))).rejects.toMatchObject({
      errorType: 'InvokeConnectionError',
    });
  });

  test('a server that falls silent is a connection error once its time is over', async () => {
    const silent = ask(() => ({ pieces: ['{'], ending: 'hang' }), undefined, { bodyTimeoutMs: 1 });
    await expect(silent).rejects.toMatchObject({ errorType: 'InvokeConnectionError' });
  });

  test('an abort reaches a server that hangs', async () => {
    const abort = new AbortController();
    const hanging = ask(() => {
      queueMicrotask(() => abort.abort(new Error('stopped')));
      return { ending: 'hang' };
    }, abort.signal);
    await expect(hanging).rejects.toThrow('stopped');
    await server?.clientLeft;
    expect(server?.requests).toHaveLength(1);
  });

  test.each([
    [400, '{"detail": "The request body is not valid"}', 'InvokeBadRequestError', 'The request body is not valid'],
    [422, '{"detail": [{"loc": ["body"], "msg": "field required"}]}', 'InvokeBadRequestError', 'field required'],
    [402, '{"detail": "Insufficient balance"}', 'InvokeBadRequestError', 'Insufficient balance'],
    [403, '', 'InvokeAuthorizationError', 'Forbidden'],
    [429, '{"detail": ', 'InvokeRateLimitError', '{"detail":'],
    [500, '<html>Internal Server Error</html>', 'InvokeServerUnavailableError', '<html>Internal'],
    [500, '"just words"', 'InvokeServerUnavailableError', 'just words'],
    [500, 'null', 'InvokeServerUnavailableError', 'null'],
  ])('status %i with %j is told as %s', async (status, body, errorType, words) => {
    const failing = ask(() => ({ status, pieces: [body] }));
    await expect(failing).rejects.toMatchObject({ errorType, message: expect.stringContaining(words) });
  });

  test.each(['', '<html>', '[]', 'null', '{"data": 1, "results": 1}', '{"data": [1], "results": [1]}'])(
    'a success whose body is %j is a failure of the provider',
    async (body) => {
      await expect(ask(() => ({ pieces: [body] }))).rejects.toMatchObject({
        errorType: expect.stringMatching(/^Invoke/),
      });
    },
  );
});
