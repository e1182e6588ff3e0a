import { createInterface } from 'node:readline/promises';
import { isJsonObject, type JsonObject, KnownError } from '../kernel/index.ts';
import type { FollowedRunHandle, FormAnswer, FormRequested, RunOutcome, Scope } from '../operations/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { RuntimeOptions } from './run-options.ts';

/** Tells on standard error which forms a stored run waits for, and how to answer them. */
export async function printForms(
  handle: FollowedRunHandle,
  _outcome: RunOutcome,
  scope: Scope,
  options: RuntimeOptions,
  io: Io,
): Promise<ExitCode> {
  for (const form of await openForms(handle)) {
    await io.stderr.write(`${describe(form)}\n  token: ${scope.formToken(form.formId)}\n`);
  }
  const action = (await openForms(handle))[0]?.form.actions[0]?.id ?? 'ACTION';
  const dataDir = options.dataDir === undefined ? '' : ` --data-dir ${options.dataDir}`;
  await io.stderr.write(
    `The run waits for a person. Go on with:\n  dify runs resume ${handle.facts.runId} --action ${action}${dataDir}\n`,
  );
  return exitCodes.paused;
}

/** Asks on the terminal; without one the pause cannot be kept, since nothing stores the run. */
export async function askForms(handle: FollowedRunHandle, io: Io): Promise<Record<string, FormAnswer>> {
  const forms = await openForms(handle);
  if (!io.stdin.isTTY || !io.stderr.isTTY) {
    throw new KnownError('run_paused', {
      message: `The run waits for a person at ${forms.map(({ title }) => `"${title}"`).join(', ')}, and nothing keeps it.`,
      hint: 'Use --data-dir DIR to keep the run; dify runs resume goes on with it.',
    });
  }
  const answers: Record<string, FormAnswer> = {};
  for (const form of forms) answers[form.nodeId] = await askForm(form, io);
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

function describe({ title, form }: FormRequested): string {
  const actions = form.actions.map(({ id, title: label }) => `  [${id}] ${label}`).join('\n');
  return `\n${title}\n${form.content}\n${actions}`;
}

async function askForm(requested: FormRequested, io: Io): Promise<FormAnswer> {
  await io.stderr.write(`${describe(requested)}\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const inputs: Record<string, string> = {};
    for (const field of requested.form.inputs) {
      const name = fieldName(field);
      const initial = requested.form.defaults[name];
      const shown = typeof initial === 'string' && initial !== '' ? ` [${initial}]` : '';
      const given = await terminal.question(`${name}${shown}: `);
      inputs[name] = given === '' && typeof initial === 'string' ? initial : given;
    }
    return { kind: 'submitted', actionId: await askAction(requested, terminal), inputs };
  } finally {
    terminal.close();
  }
}

async function askAction(
  requested: FormRequested,
  terminal: { question(text: string): Promise<string> },
): Promise<string> {
  const ids = requested.form.actions.map(({ id }) => id);
  for (;;) {
    const given = (await terminal.question(`action (${ids.join(', ')}): `)).trim();
    if (ids.includes(given)) return given;
  }
}

function fieldName(field: JsonObject): string {
  const name = isJsonObject(field) ? field['output_variable_name'] : undefined;
  return typeof name === 'string' ? name : '';
}
