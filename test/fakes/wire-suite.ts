import { afterEach, describe, expect, test } from 'vitest';
import {
  type LanguageChunk,
  type LanguageModel,
  type LanguageRequest,
  openModelRuntime,
} from '../../src/models/index.ts';
import { systemClock } from '../../src/platform/clock/index.ts';
import {
  type ReceivedRequest,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from './scripted-server.ts';

/** What a provider's own wire looks like; the bytes are written after the page at `documentation`. */
export interface WireFacts {
  readonly provider: string;
  readonly model: string;
  readonly documentation: string;
  /** The variables that lead to a server at `url`. */
  readonly environment: (url: string) => Record<string, string>;
  /** Where the model really is asked, when no credential can say so: its origin is replaced by the server's. */
  readonly redirect?: (url: string, server: string) => string;
  readonly headers: Readonly<Record<string, string>>;
  /** How the model is asked, when that is not what it does by itself. */
  readonly mode?: LanguageRequest['mode'];
  /** Answers what is asked before and after the stream (a token, a cancellation); undefined for the stream itself. */
  readonly around?: (request: ReceivedRequest, server: string) => ScriptedReply | undefined;
  /** A stream that says GREETING and then calls the tool `weather` with ARGUMENTS; 21 tokens in, 4 out. */
  readonly greeting: string | Uint8Array;
  /** What the model thinks before it greets; nothing when absent. */
  readonly reasoning?: string;
  /** False for a wire without tools: its stream only greets. */
  readonly hasTools?: boolean;
  /** False for a wire that does not count tokens. */
  readonly hasUsage?: boolean;
  readonly hasKeepAlives?: boolean;
  /** The stream of one text piece `half`, and then an error; absent where the wire has none. */
  readonly brokenStream?: string | Uint8Array;
  readonly errorBody: (message: string) => unknown;
  /** Bodies with which the wire refuses although the status is 200: the body, the class of the error, its words. */
  readonly refusals?: readonly (readonly [body: unknown, errorType: string, words: string])[];
  /** The wire carries no media: `checkRequest` is asked about a request without the image. */
  readonly isTextOnly?: boolean;
  /** Looks at the request that `askedFor` made. */
  readonly checkRequest: (request: ReceivedRequest) => void;
  readonly finishReason: string;
}

export const GREETING = 'Grüße, 你好 👋';
export const ARGUMENTS = '{"city":"Köln"}';

/** What we count ourselves where the wire does not: three tokens around a message and one for every four characters. */
const ESTIMATED = { promptTokens: 5, completionTokens: 5, totalTokens: 10 };

/** A request with everything in it that most wires can carry. */
export const askedFor: Omit<LanguageRequest, 'signal'> = {
  messages: [
    { role: 'system', content: 'be brief' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'what is this' },
        { type: 'image', mimeType: 'image/png', data: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]) },
      ],
    },
    { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'weather', arguments: '{"city":"Bonn"}' }] },
    { role: 'tool', toolCallId: 'c1', toolName: 'weather', content: 'rain' },
  ],
  parameters: { temperature: 0.5, max_tokens: 99, top_p: 0.9 },
  stop: ['END'],
  tools: [
    {
      name: 'weather',
      description: 'tells the weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ],
};

export const plainQuestion = (signal: AbortSignal = new AbortController().signal): LanguageRequest => ({
  messages: [{ role: 'user', content: 'hello' }],
  parameters: {},
  signal,
});

/** The tests that every wire must pass. */
export function describeWire(facts: WireFacts): void {
  describe(`${facts.provider} (${facts.documentation})`, () => {
    let server: ScriptedServer | undefined;
    afterEach(() => server?.close());

    const { mode } = facts;
    const question = (signal?: AbortSignal) => ({ ...plainQuestion(signal), ...(mode && { mode }) });

    async function open(reply: ScriptedReply): Promise<LanguageModel> {
      server = await startScriptedServer((request) => facts.around?.(request, server?.url ?? '') ?? reply);
      const { url } = server;
      const redirect = facts.redirect;
      const toServer: typeof fetch = (input, init) => fetch(redirect ? redirect(String(input), url) : input, init);
      const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment: facts.environment(url) });
      return runtime.languageModel({ provider: facts.provider, name: facts.model });
    }

    const stream = (
      pieces: readonly (string | Uint8Array)[],
      ending: 'end' | 'drop' | 'hang' = 'end',
    ): ScriptedReply => ({
      headers: facts.headers,
      pieces,
      ending,
    });
    const bytes = Buffer.from(facts.greeting);

    test.each([1, 3, 50, 100_000])('a stream cut into pieces of %i bytes comes back whole', async (size) => {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      const model = await open(stream(pieces));
      const chunks = await Array.fromAsync(model.stream(question()));
      expect(textOf(chunks)).toBe(GREETING);
      expect(textOf(chunks, 'reasoning')).toBe(facts.reasoning ?? '');
      const calls = chunks.flatMap((chunk) => (chunk.type === 'tool-call' ? [chunk.call] : []));
      expect(calls.map(({ name, arguments: args }) => [name, JSON.parse(args)])).toEqual(
        facts.hasTools === false ? [] : [['weather', JSON.parse(ARGUMENTS)]],
      );
      const usage = facts.hasUsage === false ? ESTIMATED : { promptTokens: 21, completionTokens: 4, totalTokens: 25 };
      expect(chunks.at(-1)).toMatchObject({ type: 'finish', reason: facts.finishReason, usage });
    });

    test('a request is written as documented', async () => {
      const model = await open(stream([bytes]));
      const asked = facts.isTextOnly ? withoutImage(askedFor) : askedFor;
      await Array.fromAsync(model.stream({ ...question(), ...asked }));
      const posts = server?.requests.filter(({ method }) => method === 'POST') ?? [];
      const request = posts.find((post) => !facts.around?.(post, server?.url ?? '')) ?? posts[0];
      if (!request) throw new Error('nothing was asked');
      facts.checkRequest(request);
    });

    test.each([
      [400, 'InvokeBadRequestError'],
      [401, 'InvokeAuthorizationError'],
      [403, 'InvokeAuthorizationError'],
      [429, 'InvokeRateLimitError'],
      [500, 'InvokeServerUnavailableError'],
    ])('status %i is an %s with the words of the provider', async (status, errorType) => {
      const model = await open({ status, pieces: [JSON.stringify(facts.errorBody('no such thing'))] });
      const failure = Array.fromAsync(model.stream(question()));
      await expect(failure).rejects.toMatchObject({ errorType, message: expect.stringContaining('no such thing') });
    });

    test.each(facts.refusals ?? [])('%j with status 200 is an %s', async (body, errorType, words) => {
      const model = await open({ pieces: [JSON.stringify(body)] });
      const failure = Array.fromAsync(model.stream(plainQuestion()));
      await expect(failure).rejects.toMatchObject({ errorType, message: expect.stringContaining(words) });
    });

    test.skipIf(facts.brokenStream === undefined)(
      'an error inside the stream ends it after what had come',
      async () => {
        const model = await open(stream([Buffer.from(facts.brokenStream ?? '')]));
        const seen: string[] = [];
        const read = async () => {
          for await (const chunk of model.stream(question())) if (chunk.type === 'text') seen.push(chunk.text);
        };
        await expect(read()).rejects.toMatchObject({ errorType: expect.stringMatching(/^Invoke/) });
        expect(seen.join('')).toBe('half');
      },
    );

    test('a dropped connection is a connection error', async () => {
      const model = await open(stream([bytes.subarray(0, bytes.length >> 1)], 'drop'));
      const failure = Array.fromAsync(model.stream(question()));
      await expect(failure).rejects.toMatchObject({ errorType: 'InvokeConnectionError' });
    });

    test('an abort reaches a server that hangs', async () => {
      const abort = new AbortController();
      const model = await open(stream([bytes.subarray(0, 10)], 'hang'));
      const reading = Array.fromAsync(model.stream(question(abort.signal)));
      setImmediate(() => abort.abort(new Error('stopped')));
      await expect(reading).rejects.toThrow('stopped');
    });
  });
}

function withoutImage<Request extends Pick<LanguageRequest, 'messages'>>(request: Request): Request {
  const messages = request.messages.map((message) =>
    message.role === 'user' ? { role: 'user' as const, content: 'what is this' } : message,
  );
  return { ...request, messages };
}

function textOf(chunks: readonly LanguageChunk[], type: 'text' | 'reasoning' = 'text'): string {
  return chunks.map((chunk) => (chunk.type === type ? chunk.text : '')).join('');
}
