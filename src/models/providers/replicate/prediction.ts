import { errorText, isJsonObject, type JsonObject } from '../../../kernel/index.ts';
import { ModelError } from '../../model-runtime.ts';
import { readEventStream } from '../../wire/event-stream.ts';
import { bodyOf } from '../../wire/http-call.ts';
import { messageOfBody } from '../../wire/http-failure.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { isConnectionFailure, networkCode } from '../../wire/to-model-error.ts';
import { getPlain, openStream, postPlain } from './api.ts';
import type { ReplicateModel } from './model.ts';

/**
 * One run of a model: `starting`, then `processing`, then over as `succeeded`, `failed`, `canceled` or `aborted`
 * (https://replicate.com/docs/topics/predictions/lifecycle).
 */
export interface Prediction {
  readonly id: string;
  readonly status: string;
  readonly output: unknown;
  readonly error: string | undefined;
  /** Where its output comes piece by piece; absent when the model cannot do that. */
  readonly streamUrl: string | undefined;
}

export interface PredictionRequest {
  readonly input: JsonObject;
  /** True to get the reply when the prediction is over, or after a minute. */
  readonly waits?: boolean;
  readonly signal: AbortSignal | undefined;
}

/** https://replicate.com/docs/reference/http#predictions.create */
export async function createPrediction(
  connection: Connection,
  { path, version }: ReplicateModel,
  { input, waits, signal }: PredictionRequest,
): Promise<Prediction> {
  const headers = waits ? { prefer: 'wait=60' } : {};
  const body = { ...(version !== undefined && { version }), input, ...(!waits && { stream: true }) };
  return readPrediction(await postPlain(connection, { path, headers, signal }, body));
}

function readPrediction(reply: unknown): Prediction {
  const { id, status, output, error, urls } = isJsonObject(reply) ? reply : {};
  if (typeof id !== 'string' || typeof status !== 'string') throw new Error("the provider's answer is no prediction");
  const streamUrl = isJsonObject(urls) ? urls['stream'] : undefined;
  return {
    id,
    status,
    output,
    error: typeof error === 'string' && error !== '' ? error : undefined,
    streamUrl: typeof streamUrl === 'string' ? streamUrl : undefined,
  };
}

const POLL_MS = 500;
const OVER = new Set(['succeeded', 'failed', 'canceled', 'aborted']);

/** Asks again until the prediction is over. Throws what went wrong with it. */
export async function finished(
  connection: Connection,
  prediction: Prediction,
  signal: AbortSignal | undefined,
): Promise<Prediction> {
  let current = prediction;
  while (!OVER.has(current.status)) {
    await connection.clock.sleep(POLL_MS, signal);
    current = readPrediction(
      await getPlain(connection, { path: `predictions/${encodeURIComponent(current.id)}`, signal }),
    );
  }
  // not an `Error`: the request was carried out, and this is its answer
  if (current.status !== 'succeeded') throw { detail: current.error ?? `the prediction was ${current.status}` };
  return current;
}

/** The texts that a prediction puts out, as they come. Whoever leaves earlier cancels it. */
export async function* outputOf(
  connection: Connection,
  prediction: Prediction,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const progress = { isOver: false };
  try {
    yield* readOutput(connection, prediction, signal, progress);
  } catch (error) {
    throw afterCreation(error);
  } finally {
    if (!progress.isOver) cancel(connection, prediction);
  }
}

/**
 * Requests that never left this machine are sent again from the beginning, which would make another prediction here: a
 * model error is final.
 */
function afterCreation(error: unknown): unknown {
  if (!isConnectionFailure(error)) return error;
  const reason = networkCode(error) ?? errorText(error);
  return new ModelError('InvokeConnectionError', `The prediction runs, but its output cannot be read: ${reason}`);
}

interface Progress {
  isOver: boolean;
}

async function* readOutput(
  connection: Connection,
  prediction: Prediction,
  signal: AbortSignal,
  progress: Progress,
): AsyncGenerator<string> {
  let seen = '';
  if (prediction.streamUrl !== undefined) {
    for await (const piece of readStream(connection, prediction.streamUrl, signal, progress)) {
      seen += piece;
      yield piece;
    }
  }
  if (progress.isOver) return;
  // no stream, or one that was given up while the model was still starting
  const { output } = await finished(connection, prediction, signal);
  progress.isOver = true;
  const all = textOf(output);
  if (!all.startsWith(seen)) throw new Error('the prediction put out something else than its stream');
  if (all !== seen) yield all.slice(seen.length);
}

/** https://replicate.com/docs/topics/predictions/streaming: the events `output`, `error` and `done`. */
async function* readStream(
  connection: Connection,
  url: string,
  signal: AbortSignal,
  progress: Progress,
): AsyncGenerator<string> {
  const reply = await openStream(connection, url, signal);
  for await (const { event, data } of readEventStream(bodyOf(reply))) {
    if (event === 'output') yield data;
    if (event !== 'error' && event !== 'done') continue;
    progress.isOver = true;
    if (event === 'error') throw { detail: messageOfBody(data) ?? 'the prediction failed' };
    const reason = /"reason":\s*"(\w+)"/.exec(data)?.[1];
    if (reason !== undefined) throw { detail: `the prediction ended with "${reason}"` };
    return;
  }
}

/** A text, or its pieces. */
function textOf(output: unknown): string {
  if (output === undefined || output === null) return '';
  const pieces = Array.isArray(output) ? output : [output];
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  throw new Error('the prediction put out something else than text');
}

const CANCEL_MS = 10_000;

/**
 * https://replicate.com/docs/reference/http#predictions.cancel. Nobody waits for it, and when it fails there is nobody
 * left to tell: whoever asked has gone.
 */
function cancel(connection: Connection, { id }: Prediction): void {
  const call = { path: `predictions/${encodeURIComponent(id)}/cancel`, signal: AbortSignal.timeout(CANCEL_MS) };
  postPlain(connection, call, {}).catch(() => {});
}
