import { type AppId, isJsonObject, type JsonObject, KnownError } from '../../kernel/index.ts';
import type { HumanInputForm } from '../../storage/index.ts';
import { ownerOfRun } from '../runs/plan/stored-plan.ts';
import type { Scope } from '../scope.ts';
import { keepAnswer, TIMEOUT_ACTION } from './form-answers.ts';
import { takeFields } from './form-fields.ts';
import { resumeAnswered } from './resume-answered.ts';

/** The form that a token opens. */
export async function getForm(
  scope: Pick<Scope, 'stores' | 'clock'>,
  request: { readonly token: string; readonly appId: AppId },
): Promise<HumanInputForm> {
  const form = await scope.stores.forms.findByToken(request.token);
  if (form?.appId !== request.appId) throw new KnownError('not_found', { message: 'Form not found.' });
  if (isSubmitted(form)) throw new KnownError('human_input_form_submitted');
  if (form.status !== 'waiting' || form.expiresAt <= scope.clock.now())
    throw new KnownError('human_input_form_expired');
  return form;
}

/** Whether its run has taken the answer yet is nobody's concern who holds the form. */
function isSubmitted({ status, selectedActionId }: HumanInputForm): boolean {
  return status === 'submitted' || (status === 'answered' && selectedActionId !== TIMEOUT_ACTION);
}

export interface SubmitFormRequest {
  readonly token: string;
  readonly appId: AppId;
  readonly actionId: string;
  readonly inputs: JsonObject;
}

/**
 * Answers a form, once. Its run goes on here when it waits; one that still works elsewhere in its graph takes the answer
 * when it pauses (so does Dify 1.x services/human_input_service.py: the answer is kept, then the run is resumed).
 */
export async function submitForm(scope: Scope, request: SubmitFormRequest): Promise<void> {
  const form = await getForm(scope, request);
  refuseUnknownAction(form, request.actionId);
  refuseMissing(form, request.inputs);
  const run = await scope.stores.runs.get(form.workflowRunId);
  if (run.finishedAt !== null) throw new KnownError('human_input_form_expired');
  const inputs = await takeFields(scope.filesOf(ownerOfRun(run)), fieldsOf(form), request.inputs);
  await keepAnswer(scope, { formId: form.id, actionId: request.actionId, inputs });
  await resumeAnswered(scope, { runId: run.id }).catch((error: unknown) =>
    // the answer is safe: whoever looks after the runs of this data directory tries again
    scope.log.warn('a run whose form was answered could not go on', { run: run.id, error }),
  );
}

function refuseUnknownAction({ definition }: HumanInputForm, actionId: string): void {
  const actions = Array.isArray(definition.actions) ? definition.actions.filter(isJsonObject) : [];
  const offered = actions.map(({ id }) => String(id)).filter((id) => id !== TIMEOUT_ACTION);
  if (offered.includes(actionId)) return;
  const message = `There is no action "${actionId}" (offered: ${offered.join(', ') || 'none'}).`;
  throw new KnownError('invalid_form_data', { message });
}

/** Every field must come back, if only as it was (the published document of the Service API, `invalid_form_data`). */
function refuseMissing(form: HumanInputForm, inputs: JsonObject): void {
  const names = fieldsOf(form).map((field) => String(field['output_variable_name']));
  const missing = names.filter((name) => !Object.hasOwn(inputs, name));
  if (missing.length > 0)
    throw new KnownError('invalid_form_data', { message: `Missing required inputs: ${missing.join(', ')}` });
}

function fieldsOf({ definition }: HumanInputForm): JsonObject[] {
  return Array.isArray(definition.inputs) ? definition.inputs.filter(isJsonObject) : [];
}
