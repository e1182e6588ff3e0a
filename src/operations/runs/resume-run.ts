import type { FormAnswer, FormRequested } from '../../engine/index.ts';
import { type JsonObject, KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import { keepAnswer, keptAnswers, TIMEOUT_ACTION } from '../forms/form-answers.ts';
import { takeFields } from '../forms/form-fields.ts';
import { notWaiting } from '../forms/waiting-forms.ts';
import type { Scope } from '../scope.ts';
import { endRun } from './end-run.ts';
import { launch } from './plan/run-plan.ts';
import { loadRun, ownerOfRun, type StoredRun } from './plan/stored-plan.ts';
import { continueRecord } from './record/run-record.ts';
import type { StartedRun } from './run-app.ts';
import { openForms } from './run-history.ts';

export interface ResumeRunRequest {
  readonly runId: WorkflowRunId;
  /** The chosen action, or `__timeout`. */
  readonly actionId: string;
  readonly inputs: JsonObject;
  /** Which form, when several wait; the first that has the action without it. */
  readonly formId?: string;
}

/** Answers a form of a paused run and goes on with it. Of several who try, one succeeds. */
export async function resumeRun(scope: Scope, request: ResumeRunRequest): Promise<StartedRun> {
  const row = await scope.stores.runs.get(request.runId);
  if (row.status !== 'paused') throw notWaiting(row, `it is ${row.status}`);
  if (!(await claimPaused(scope, row.id))) throw new KnownError('run_owned_elsewhere');
  return goOnClaimed(scope, row.id, (claimed) => answerForm(scope, claimed, request));
}

/** True once nobody else may execute the run. */
export function claimPaused(scope: Scope, id: WorkflowRunId): Promise<boolean> {
  return scope.stores.runs.claim(id, { owner: scope.processName, expiresAt: scope.leaseUntil() }, 'paused');
}

/** Goes on with a paused run that was claimed here, as `begin` says, and gives it back when that does not begin it. */
export async function goOnClaimed<Started extends StartedRun | undefined>(
  scope: Scope,
  id: WorkflowRunId,
  begin: (row: WorkflowRun) => Promise<Started>,
): Promise<Started> {
  const row = await scope.stores.runs.get(id);
  if (row.stopRequestedAt !== null) return endStopped(scope, row);
  const giveBack = () => scope.stores.runs.release(id, scope.processName);
  const started = await begin(row).catch(async (error: unknown) => {
    await giveBack();
    throw error;
  });
  if (!started) await giveBack();
  // Whoever asked for a stop while the run was loaded found nobody to tell.
  const { stopRequestedAt } = await scope.stores.runs.get(id);
  if (stopRequestedAt !== null) started?.handle.stop();
  return started;
}

async function answerForm(scope: Scope, row: WorkflowRun, request: ResumeRunRequest): Promise<StartedRun> {
  const stored = await loadRun(scope, row);
  const { formId, form } = chooseForm(openForms(stored.history), request);
  const inputs = await takeFields(scope.filesOf(ownerOfRun(row)), form.inputs, request.inputs);
  await keepAnswer(scope, { formId, actionId: request.actionId, inputs });
  return goOn(scope, stored, Object.fromEntries(await keptAnswers(scope, row.id)));
}

async function endStopped(scope: Scope, row: WorkflowRun): Promise<never> {
  await endRun(scope, row, { status: 'stopped', error: 'Stopped by user.' });
  throw new KnownError('run_stopped', { message: `Run ${row.id} was stopped while it waited.` });
}

/** The form that an answer is for. */
export function chooseForm(
  forms: readonly FormRequested[],
  { actionId, formId }: Pick<ResumeRunRequest, 'actionId' | 'formId'>,
): FormRequested {
  const candidates = formId === undefined ? forms : forms.filter((form) => form.formId === formId);
  const isOffered = (form: FormRequested) =>
    actionId === TIMEOUT_ACTION || form.form.actions.some(({ id }) => id === actionId);
  const chosen = candidates.find(isOffered);
  if (chosen) return chosen;
  const offered = candidates.flatMap(({ form }) => form.actions.map(({ id }) => id)).join(', ') || 'none';
  throw new KnownError('invalid_form_data', { message: `There is no action "${actionId}" (offered: ${offered}).` });
}

/** Hands a recorded run to the engine again, which goes on where the records end. `answers` by form id. */
export function goOn(scope: Scope, stored: StoredRun, answers: Readonly<Record<string, FormAnswer>>): StartedRun {
  const { plan, history } = stored;
  return { plan, handle: launch(scope, plan, continueRecord(scope, plan, history), { history, answers }) };
}
