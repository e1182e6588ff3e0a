import type { FollowedRunHandle, FormAnswer, FormRequested, RunOutcome, Scope } from '../../operations/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { canAsk } from '../prompt.ts';
import type { RuntimeOptions } from '../run-options.ts';
import { shellWord } from '../shell-word.ts';
import { askForms, pauseIsLost } from './ask-forms.ts';
import { describeForm } from './describe-form.ts';
import { exampleAnswer } from './example-answer.ts';

/** Tells on standard error which forms a stored run waits for, and how to answer them. */
export async function printForms(
  handle: FollowedRunHandle,
  _outcome: RunOutcome,
  scope: Scope,
  options: RuntimeOptions,
  io: Io,
): Promise<ExitCode> {
  const forms = await openForms(handle);
  for (const form of forms) {
    await io.stderr.write(`${describeForm(form)}\n  token: ${scope.formToken(form.formId)}\n`);
  }
  const [first] = forms;
  const answer = first ? exampleAnswer(first) : '--action ACTION';
  const dataDir = options.dataDir === undefined ? '' : ` --data-dir ${shellWord(options.dataDir)}`;
  const asking = canAsk(io) ? 'Without --action it asks here.\n' : '';
  await io.stderr.write(
    `The run waits for a person. Go on with:\n  dify runs resume ${handle.facts.runId} ${answer}${dataDir}\n${asking}`,
  );
  return exitCodes.paused;
}

/** Asks on the terminal; without one the pause cannot be kept, since nothing stores the run. */
export async function answerForms(
  handle: FollowedRunHandle,
  scope: Scope,
  io: Io,
): Promise<Record<string, FormAnswer>> {
  const forms = await openForms(handle);
  const answers = canAsk(io) ? await askForms(forms, { scope, io }) : undefined;
  if (!answers) throw pauseIsLost(forms);
  return answers;
}

/** The forms that nobody has answered yet. */
async function openForms(handle: FollowedRunHandle): Promise<FormRequested[]> {
  const open = new Map<string, FormRequested>();
  for await (const { event } of handle.events()) {
    if (event.type === 'form-requested') open.set(event.formId, event);
    if (event.type === 'form-answered') open.delete(event.formId);
  }
  return [...open.values()];
}
