import type { FormAnswer } from '../../engine/index.ts';
import { type JsonObject, KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import type { Scope } from '../scope.ts';

/** The way on from a form that nobody has answered in time. */
export const TIMEOUT_ACTION = '__timeout';

export interface KeepAnswerRequest {
  readonly formId: string;
  /** The chosen action, or `__timeout`. */
  readonly actionId: string;
  readonly inputs: JsonObject;
}

/** Keeps the answer to a form until its run takes it. One answer counts. */
export async function keepAnswer(
  { stores }: Pick<Scope, 'stores'>,
  { formId, actionId, inputs }: KeepAnswerRequest,
): Promise<void> {
  if (await stores.forms.submit(formId, { actionId, data: inputs })) return;
  throw new KnownError('human_input_form_submitted');
}

/** What was answered and the run has not taken yet, by form id. */
export async function keptAnswers(
  { stores }: Pick<Scope, 'stores'>,
  runId: WorkflowRunId,
): Promise<ReadonlyMap<string, FormAnswer>> {
  const forms = await stores.forms.listAnswered(runId);
  return new Map(
    forms.map(({ id, selectedActionId, submittedData }) => [id, toAnswer(selectedActionId ?? '', submittedData ?? {})]),
  );
}

function toAnswer(actionId: string, inputs: JsonObject): FormAnswer {
  return actionId === TIMEOUT_ACTION ? { kind: 'timed-out' } : { kind: 'submitted', actionId, inputs };
}
