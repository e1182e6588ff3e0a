import { type AppId, isJsonObject, type JsonObject, KnownError } from '../../kernel/index.ts';
import type { HumanInputForm } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { resumeRun } from './resume-run.ts';

/** The form that a token opens. */
export async function getForm(
  scope: Pick<Scope, 'stores' | 'clock'>,
  request: { readonly token: string; readonly appId: AppId },
): Promise<HumanInputForm> {
  const form = await scope.stores.forms.findByToken(request.token);
  if (form?.appId !== request.appId) throw new KnownError('not_found', { message: 'Form not found.' });
  if (form.status === 'submitted') throw new KnownError('human_input_form_submitted');
  if (form.status !== 'waiting' || form.expiresAt <= scope.clock.now())
    throw new KnownError('human_input_form_expired');
  return form;
}

export interface SubmitFormRequest {
  readonly token: string;
  readonly appId: AppId;
  readonly actionId: string;
  readonly inputs: JsonObject;
}

/** Answers a form, once; its run goes on here. */
export async function submitForm(scope: Scope, request: SubmitFormRequest): Promise<void> {
  const form = await getForm(scope, request);
  refuseMissing(form, request.inputs);
  if (request.actionId === '__timeout')
    throw new KnownError('invalid_form_data', { message: 'There is no action "__timeout".' });
  await resumeRun(scope, {
    runId: form.workflowRunId,
    formId: form.id,
    actionId: request.actionId,
    inputs: request.inputs,
  }).catch((error: unknown) => {
    const isTaken =
      error instanceof KnownError && (error.code === 'run_owned_elsewhere' || error.code === 'run_not_resumable');
    throw isTaken ? new KnownError('human_input_form_submitted', { cause: error }) : error;
  });
}

/** Every field must come back, if only as it was (the published document of the Service API, `invalid_form_data`). */
function refuseMissing({ definition }: HumanInputForm, inputs: JsonObject): void {
  const fields = Array.isArray(definition.inputs) ? definition.inputs.filter(isJsonObject) : [];
  const names = fields.map((field) => String(field['output_variable_name']));
  const missing = names.filter((name) => !Object.hasOwn(inputs, name));
  if (missing.length > 0)
    throw new KnownError('invalid_form_data', { message: `Missing required inputs: ${missing.join(', ')}` });
}
