import { checkModel, type ModelKind, type ModelReference } from '../../models/index.ts';
import type { Scope } from '../scope.ts';
import { asKnownErrors } from './ask-model.ts';
import { getProvider } from './get-provider.ts';
import { requireModelManager } from './require-model-manager.ts';

export interface TestModelRequest {
  readonly reference: ModelReference;
  readonly kind: ModelKind;
  readonly signal: AbortSignal;
}

/** Asks a model something small, in the way a run would reach it; answers how long it took to the first sign of life. */
export async function testModel(
  scope: Pick<Scope, 'caller' | 'models' | 'clock'>,
  { reference, kind, signal }: TestModelRequest,
): Promise<{ readonly elapsedSeconds: number }> {
  requireModelManager(scope.caller);
  const { id } = await getProvider(reference.provider);
  const began = scope.clock.monotonic();
  const call = checkModel(scope.models, { reference: { provider: id, name: reference.name }, kind, signal });
  await asKnownErrors(call, `${reference.name} did not answer`);
  return { elapsedSeconds: (scope.clock.monotonic() - began) / 1000 };
}
