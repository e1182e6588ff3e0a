import type { Clock } from '../kernel/index.ts';
import type { LanguageChunk, LanguageModel, LanguageRequest, ModelFeature, ModelReference } from './model-runtime.ts';
import { countMessages, countMessagesExactly, estimateText } from './tokens.ts';
import { type CallTimes, type ModelPricing, usageOf } from './usage.ts';
import type { LanguageWire, TokenCounts, WireChunk } from './wire/language-wire.ts';
import { networkCode, toModelError } from './wire/to-model-error.ts';

export interface LanguageModelFacts {
  readonly reference: ModelReference;
  readonly mode: 'chat' | 'completion';
  readonly features: ReadonlySet<ModelFeature>;
  readonly contextSize: number;
  readonly pricing?: ModelPricing;
  /** For error messages. */
  readonly providerName: string;
  /** Values that no error message may show. */
  readonly secrets: readonly string[];
}

/** The wires of one model: the same model may be asked to chat and to complete. */
export interface LanguageWires {
  readonly chat: LanguageWire;
  readonly completion?: LanguageWire;
}

/** A wire with what callers need around it: times, prices, one kind of error, safe retries. */
export function makeLanguageModel(facts: LanguageModelFacts, wires: LanguageWires, clock: Clock): LanguageModel {
  return {
    reference: facts.reference,
    mode: facts.mode,
    features: facts.features,
    contextSize: facts.contextSize,
    countTokens: (messages) => countMessages(messages),
    countTokensExactly: countMessagesExactly,
    stream(request) {
      const mode = request.mode ?? facts.mode;
      return streamCall(facts, mode === 'completion' ? (wires.completion ?? wires.chat) : wires.chat, request, clock);
    },
  };
}

async function* streamCall(
  facts: LanguageModelFacts,
  wire: LanguageWire,
  request: LanguageRequest,
  clock: Clock,
): AsyncGenerator<LanguageChunk> {
  const startedAt = clock.monotonic();
  let firstAt: number | undefined;
  let characters = '';
  try {
    request.signal.throwIfAborted();
    for await (const chunk of streamWithRetry(wire, request, clock)) {
      firstAt ??= clock.monotonic();
      if (chunk.type !== 'finish') {
        if (chunk.type === 'text' || chunk.type === 'reasoning') characters += chunk.text;
        yield chunk;
        continue;
      }
      const tokens = chunk.tokens ?? (await estimateCall(request, characters));
      const times = timesOf(startedAt, firstAt, clock.monotonic());
      const { reason, turn } = chunk;
      yield { type: 'finish', reason, usage: usageOf(tokens, times, facts.pricing), ...(turn && { turn }) };
    }
  } catch (error) {
    request.signal.throwIfAborted();
    throw toModelError(error, facts.providerName, facts.secrets);
  }
}

async function estimateCall(request: LanguageRequest, reply: string): Promise<TokenCounts> {
  return { prompt: countMessages(request.messages), completion: estimateText(reply) };
}

function timesOf(startedAt: number, firstAt: number, endedAt: number): CallTimes {
  return {
    latency: seconds(endedAt - startedAt),
    timeToFirstToken: seconds(firstAt - startedAt),
    timeToGenerate: seconds(endedAt - firstAt),
  };
}

const seconds = (milliseconds: number) => Math.round(milliseconds) / 1000;

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/** The failures in which the request certainly never left this machine, so that asking again cannot charge twice. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

async function* streamWithRetry(wire: LanguageWire, request: LanguageRequest, clock: Clock): AsyncGenerator<WireChunk> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      yield* wire.stream(request);
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !NEVER_SENT.has(networkCode(error) ?? '')) throw error;
      // Full jitter: many calls that failed together do not come back together.
      await clock.sleep(Math.random() * FIRST_PAUSE_MS * 2 ** attempt, request.signal);
    }
  }
}
