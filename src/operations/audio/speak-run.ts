import { SpokenAnswer } from '../../chat/index.ts';
import type { RunEvent } from '../../engine/index.ts';
import { KnownError } from '../../kernel/index.ts';
import type { TextToSpeechModel } from '../../models/index.ts';
import type { StartedRun } from '../runs/run-app.ts';
import type { Scope } from '../scope.ts';
import { PartQueue } from './part-queue.ts';

type Needs = Pick<Scope, 'models' | 'clock' | 'log'>;

/** A run as it happens, with the sound of its answer between its events. */
export type SpokenPart =
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** MP3. */
  | { readonly kind: 'audio'; readonly audio: Uint8Array }
  /** No more sound comes. */
  | { readonly kind: 'silence' };

/** How long the next sound is waited for after the answer. Dify gives up after 5 s; some models need longer. */
const PATIENCE_MS = 15_000;

/** Whether the answers of a run's app are said while they are written. */
export function isSpoken({ plan }: StartedRun): boolean {
  const { enabled, isAutoPlayed } = plan.workflow.features.textToSpeech;
  return enabled && isAutoPlayed;
}

/** Follows a run and says its answer. What is said never keeps an event waiting; a failure to say it is logged. */
export async function* speakRun(scope: Needs, run: StartedRun): AsyncGenerator<SpokenPart> {
  const parts = new PartQueue<SpokenPart>();
  const gone = new AbortController();
  const answer = new SpokenAnswer({
    model: findModel(scope),
    voice: run.plan.workflow.features.textToSpeech.voice,
    signal: gone.signal,
    onAudio: (audio) => parts.add({ kind: 'audio', audio }),
    onFailure: (error) => scope.log.warn('an answer could not be said', { app: run.handle.facts.appId, error }),
  });
  follow(run, answer, parts, gone.signal)
    .then(() => finishSaying(scope, answer, parts, gone))
    .then(
      () => parts.close(),
      (error: unknown) => parts.fail(error),
    );
  try {
    yield* parts;
  } finally {
    gone.abort(); // who listens has left, or all is said
  }
}

function findModel({ models }: Needs): Promise<TextToSpeechModel> {
  const found = models.defaultModel('tts').then((reference) => {
    if (reference) return models.textToSpeechModel(reference);
    throw new KnownError('provider_not_initialize', { message: 'The workspace has no default model of the kind tts.' });
  });
  found.catch(() => {}); // told of when something is to be said
  return found;
}

async function follow(
  { handle }: StartedRun,
  answer: SpokenAnswer,
  parts: PartQueue<SpokenPart>,
  signal: AbortSignal,
): Promise<void> {
  for await (const { event } of handle.events()) {
    if (signal.aborted) return;
    parts.add({ kind: 'event', event });
    if (event.type === 'answer-replaced') answer.replace(event.text);
    if (event.type !== 'text-delta') continue;
    if (event.replaces) answer.replace(event.text.slice(event.keeps ?? 0));
    else answer.add(event.text);
  }
}

/** The rest of the answer, as long as sound keeps coming. */
async function finishSaying(
  { clock }: Needs,
  answer: SpokenAnswer,
  parts: PartQueue<SpokenPart>,
  gone: AbortController,
): Promise<void> {
  let isSaid = false;
  const said = answer.end().then(() => {
    isSaid = true;
  });
  for (let heard = -1; !isSaid && heard !== parts.added && !gone.signal.aborted; ) {
    heard = parts.added;
    await withPatience(clock, said);
  }
  gone.abort();
  parts.add({ kind: 'silence' });
}

async function withPatience(clock: Scope['clock'], said: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([said, clock.sleep(PATIENCE_MS, waiting.signal).catch(() => {})]); // woken: it is said
  waiting.abort();
}
