import type { Clock, ModelUsage } from '../kernel/index.ts';
import { AnswerRoom } from './answer-room.ts';
import {
  type LanguageChunk,
  type LanguageModel,
  type LanguageRequest,
  ModelError,
  type ModelFeature,
  type ModelReference,
} from './model-runtime.ts';
import { countMessages, countMessagesExactly, estimateText } from './tokens.ts';
import { type CallTimes, type ModelPricing, usageOf } from './usage.ts';
import type { LanguageWire, TokenCounts } from './wire/language-wire.ts';
import { toModelError } from './wire/to-model-error.ts';

export interface LanguageModelFacts {
  readonly reference: ModelReference;
  readonly mode: 'chat' | 'completion';
  readonly features: ReadonlySet<ModelFeature>;
  readonly parameters: ReadonlySet<string>;
  readonly contextSize: number;
  readonly pricing?: ModelPricing;
  /** For error messages. */
  readonly providerName: string;
  /** Values that no error message may show, as many as are known by now. */
  readonly secrets: () => readonly string[];
}

/** The wires of one model: the same model may be asked to chat and to complete. */
export interface LanguageWires {
  readonly chat: LanguageWire;
  readonly completion?: LanguageWire;
  /** Where the price hangs on the request; otherwise the catalogue's. */
  readonly pricingOf?: (request: LanguageRequest) => ModelPricing | undefined;
}

interface Surroundings {
  readonly clock: Clock;
  readonly answerRoom?: AnswerRoom;
}

/** Of the process, as its memory is. */
const answers = new AnswerRoom();

/** A wire with what callers need around it: times, prices, an end of every answer, one kind of error. */
export function makeLanguageModel(
  facts: LanguageModelFacts,
  wires: LanguageWires,
  { clock, answerRoom = answers }: Surroundings,
): LanguageModel {
  return {
    reference: facts.reference,
    mode: facts.mode,
    features: facts.features,
    parameters: facts.parameters,
    contextSize: facts.contextSize,
    countTokens: (messages) => countMessages(messages),
    countTokensExactly: countMessagesExactly,
    stream(request) {
      const mode = request.mode ?? facts.mode;
      const wire = mode === 'completion' ? (wires.completion ?? wires.chat) : wires.chat;
      const pricing = wires.pricingOf?.(request) ?? facts.pricing;
      return streamCall({ ...facts, ...(pricing && { pricing }) }, wire, request, { clock, answerRoom });
    },
  };
}

async function* streamCall(
  facts: LanguageModelFacts,
  wire: LanguageWire,
  request: LanguageRequest,
  { clock, answerRoom }: Required<Surroundings>,
): AsyncGenerator<LanguageChunk> {
  const startedAt = clock.monotonic();
  let firstAt: number | undefined;
  const said: string[] = [];
  let finished: ModelUsage | undefined;
  const usageNow = (tokens = estimateCall(request, said.join(''))) =>
    usageOf(tokens, timesOf(startedAt, firstAt, clock.monotonic()), facts.pricing);
  request.onSpending?.(() => finished ?? usageNow());
  const share = answerRoom.enter();
  const add = (text: string) => {
    const refusal = share.grow(text.length);
    if (refusal) throw new ModelError('InvokeError', `[${facts.providerName}] Error, ${refusal}`);
    said.push(text);
  };
  try {
    request.signal.throwIfAborted();
    for await (const chunk of wire.stream(request)) {
      if (chunk.type !== 'finish') {
        firstAt ??= clock.monotonic();
        if (chunk.type === 'text' || chunk.type === 'reasoning') add(chunk.text);
        yield chunk;
        continue;
      }
      finished = usageNow(chunk.tokens);
      const { reason, turn } = chunk;
      yield { type: 'finish', reason, usage: finished, ...(turn && { turn }) };
    }
  } catch (error) {
    request.signal.throwIfAborted();
    throw toModelError(error, facts.providerName, facts.secrets());
  } finally {
    share.leave();
  }
}

function estimateCall(request: LanguageRequest, reply: string): TokenCounts {
  return { prompt: countMessages(request.messages), completion: estimateText(reply) };
}

/** As Dify, without the last two where nothing was generated (graphon nodes/llm/node.py, `_finalize_streaming_usage`). */
function timesOf(startedAt: number, firstAt: number | undefined, endedAt: number): CallTimes {
  const latency = seconds(endedAt - startedAt);
  if (firstAt === undefined) return { latency };
  return { latency, timeToFirstToken: seconds(firstAt - startedAt), timeToGenerate: seconds(endedAt - firstAt) };
}

const seconds = (milliseconds: number) => Math.round(milliseconds) / 1000;
