import { type JsonObject, type JsonValue, KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import {
  describeField,
  type FileContent,
  type FormAnswer,
  type FormField,
  type FormRequested,
  keepFormFile,
  type Scope,
} from '../../operations/index.ts';
import type { Io } from '../io.ts';
import { askFile, askFiles } from './ask-files.ts';
import { askChoice, askParagraph, askText, startingWith } from './ask-text.ts';
import { describeForm } from './describe-form.ts';
import { type LineReader, openLineReader } from './line-reader.ts';

/** A form as somebody has filled it in. */
export type FilledForm = Extract<FormAnswer, { kind: 'submitted' }>;

/** Asks a person for all of them, on the terminal. Undefined when the terminal gives nothing more. */
export async function askForms(
  forms: readonly FormRequested[],
  asked: Asked,
): Promise<Record<string, FilledForm> | undefined> {
  const lines = openLineReader(asked.io);
  try {
    const answers: Record<string, FilledForm> = {};
    for (const form of forms) {
      const answer = await askForm(form, { ...asked, lines });
      if (!answer) return undefined;
      answers[form.nodeId] = answer;
    }
    return answers;
  } finally {
    lines.close();
  }
}

interface Asked {
  readonly scope: Scope;
  readonly io: Io;
  /** The stored run that asks; absent where nothing but this process remembers it. */
  readonly runId?: WorkflowRunId;
}

type Asking = Asked & { readonly lines: LineReader };

async function askForm(requested: FormRequested, asking: Asking): Promise<FilledForm | undefined> {
  const { form } = requested;
  await asking.lines.say(`${describeForm(requested)}\n`);
  const inputs: Record<string, JsonValue> = {};
  for (const field of form.inputs) {
    const described = describeField(field);
    const value = await askField(field, described, form.defaults[described.name], asking);
    if (value === undefined) return undefined;
    inputs[described.name] = value;
  }
  const actionId = await askAction(
    form.actions.map(({ id }) => id),
    asking.lines,
  );
  return actionId === undefined ? undefined : { kind: 'submitted', actionId, inputs };
}

/** `found` is the default that a variable gave; a constant one stands in the field itself. */
async function askField(
  field: JsonObject,
  described: FormField,
  found: JsonValue | undefined,
  { lines, scope, io, runId }: Asking,
): Promise<JsonValue | undefined> {
  const { name, type, choices, initial } = described;
  const given = typeof found === 'string' ? found : initial;
  const question = { name, ...(given !== undefined && { initial: given }) };
  if (type === 'select' && choices.length > 0) return askChoice(lines, question, choices);
  if (type === 'paragraph') return askParagraph(lines, question);
  const isList = type === 'file-list';
  if (!isList && type !== 'file') return askText(lines, question);
  const take = (file: FileContent) => keepFormFile(scope, { field, file, ...(runId !== undefined && { runId }) });
  if (!isList) return askFile(lines, described, take, io);
  return (await askFiles(lines, described, take, io))?.flat();
}

async function askAction(ids: readonly string[], lines: LineReader): Promise<string | undefined> {
  for (;;) {
    const typed = (await lines.ask(`action (${ids.join(', ')}): `, startingWith(ids)))?.trim();
    if (typed === undefined || ids.includes(typed)) return typed;
    if (typed === '' && ids.length === 1) return ids[0];
    await lines.say(`  ${typed === '' ? 'Nothing is chosen' : `There is no action "${typed}"`}: type one of these.\n`);
  }
}

/** The way out where nobody can be asked: nothing stores the run, so its pause cannot be kept. */
export function pauseIsLost(forms: readonly FormRequested[]): KnownError {
  return new KnownError('run_paused', {
    message: `The run waits for a person at ${forms.map(({ title }) => `"${title}"`).join(', ')}, and nothing keeps it.`,
    hint: 'Use --data-dir DIR to keep the run; dify runs resume goes on with it.',
  });
}
