import type { FormAnswer } from '../../engine/index.ts';
import type { WorkflowRunId } from '../../kernel/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import { loadRun, type StoredRun } from '../runs/plan/stored-plan.ts';
import { claimPaused, goOn, goOnClaimed } from '../runs/resume-run.ts';
import type { StartedRun } from '../runs/run-app.ts';
import type { Scope } from '../scope.ts';
import { keptAnswers } from './form-answers.ts';

/**
 * Goes on with a paused run whose forms were answered, be it while it still worked. Undefined when there is nothing to
 * do: it was not answered, works still (then it takes the answer when it pauses), or somebody else goes on with it.
 */
export async function resumeAnswered(
  scope: Scope,
  { runId }: { readonly runId: WorkflowRunId },
): Promise<StartedRun | undefined> {
  if ((await keptAnswers(scope, runId)).size === 0) return undefined;
  if (!(await claimPaused(scope, runId))) return undefined;
  return goOnClaimed(scope, runId, (row) => takeAnswers(scope, row));
}

async function takeAnswers(scope: Scope, row: WorkflowRun): Promise<StartedRun | undefined> {
  const stored = await loadRun(scope, row);
  const answers = await awaitedAnswers(scope, stored, await keptAnswers(scope, row.id));
  return Object.keys(answers).length > 0 ? goOn(scope, stored, answers) : undefined;
}

/** A form may be left behind: the container that asked has ended. Its answer leads nowhere. */
async function awaitedAnswers(
  scope: Scope,
  { history }: StoredRun,
  answers: ReadonlyMap<string, FormAnswer>,
): Promise<Record<string, FormAnswer>> {
  const last = history.at(-1)?.event;
  const reasons = last?.type === 'run-paused' ? last.reasons : [];
  const awaited = new Set(reasons.flatMap((reason) => (reason.kind === 'human-input' ? [reason.formId] : [])));
  for (const id of answers.keys()) if (!awaited.has(id)) await scope.stores.forms.discard(id);
  return Object.fromEntries([...answers].filter(([id]) => awaited.has(id)));
}
