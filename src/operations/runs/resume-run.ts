import type { FormAnswer, FormRequested } from '../../engine/index.ts';
import { type JsonObject, KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import { createRunRecorder, type NumberedEvent } from '../../runs/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import type { StartedRun } from './run-app.ts';
import { launch } from './run-plan.ts';
import { loadRun, type StoredRun } from './stored-plan.ts';
import { variableDescriber } from './variable-describer.ts';

export interface ResumeRunRequest {
  readonly runId: WorkflowRunId;
  /** The chosen action, or `__timeout`. */
  readonly actionId: string;
  readonly inputs: JsonObject;
  /** Which form, when several wait; the first that has the action without it. */
  readonly formId?: string;
}

export const TIMEOUT_ACTION = '__timeout';

/** Answers a form of a paused run and goes on with it. Of several who try, one succeeds. */
export async function resumeRun(scope: Scope, request: ResumeRunRequest): Promise<StartedRun> {
  const row = await scope.stores.runs.get(request.runId);
  if (row.status !== 'paused') throw notPaused(row);
  const lease = { owner: scope.processName, expiresAt: scope.leaseUntil() };
  if (!(await scope.stores.runs.claim(row.id, lease, 'paused'))) throw new KnownError('run_owned_elsewhere');
  try {
    const stored = await loadRun(scope, row);
    const form = chooseForm(openForms(stored.history), request);
    return goOn(scope, stored, { [form.nodeId]: answerOf(request) });
  } catch (error) {
    await scope.stores.runs.release(row.id, scope.processName);
    throw error;
  }
}

function notPaused({ id, status }: WorkflowRun): KnownError {
  return new KnownError('run_not_resumable', { message: `Run ${id} does not wait for anybody: it is ${status}.` });
}

/** The forms that nobody has answered. */
export function openForms(history: readonly NumberedEvent[]): FormRequested[] {
  const open = new Map<string, FormRequested>();
  for (const { event } of history) {
    if (event.type === 'form-requested') open.set(event.formId, event);
    if (event.type === 'form-answered') open.delete(event.formId);
  }
  return [...open.values()];
}

function chooseForm(forms: readonly FormRequested[], { actionId, formId }: ResumeRunRequest): FormRequested {
  const candidates = formId === undefined ? forms : forms.filter((form) => form.formId === formId);
  const isOffered = (form: FormRequested) =>
    actionId === TIMEOUT_ACTION || form.form.actions.some(({ id }) => id === actionId);
  const chosen = candidates.find(isOffered);
  if (chosen) return chosen;
  const offered = candidates.flatMap(({ form }) => form.actions.map(({ id }) => id)).join(', ') || 'none';
  throw new KnownError('invalid_form_data', { message: `There is no action "${actionId}" (offered: ${offered}).` });
}

function answerOf({ actionId, inputs }: ResumeRunRequest): FormAnswer {
  return actionId === TIMEOUT_ACTION ? { kind: 'timed-out' } : { kind: 'submitted', actionId, inputs };
}

/** Hands a recorded run to the engine again, which goes on where the records end. */
export function goOn(scope: Scope, stored: StoredRun, answers: Readonly<Record<string, FormAnswer>>): StartedRun {
  const { plan, history } = stored;
  const recorder = createRunRecorder({
    stores: scope.stores,
    facts: plan.facts,
    leaseOwner: scope.processName,
    formToken: scope.formToken,
    describeVariable: variableDescriber(plan.workflow.conversationVariables),
    earlier: history.map(({ event }) => event),
  });
  return { plan, handle: launch(scope, plan, recorder, { history, answers }) };
}
