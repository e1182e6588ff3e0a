import type { FormRequested } from '../../engine/index.ts';
import { type JsonObject, type JsonValue, KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import { type FileContent, type GivenFile, keepGiven } from '../files/given-file.ts';
import { requireMember } from '../members/require-member.ts';
import { ownerOfRun } from '../runs/plan/stored-plan.ts';
import { chooseForm } from '../runs/resume-run.ts';
import type { RunFileStore, Scope } from '../scope.ts';
import { describeField, takeFields } from './form-fields.ts';
import { listWaitingForms } from './waiting-forms.ts';

type Needs = Pick<Scope, 'stores' | 'caller' | 'files' | 'filesOf'>;

export interface KeepFormFileRequest {
  /** The field of the form, as it was asked. */
  readonly field: JsonValue;
  readonly file: FileContent;
  /** The stored run that asks; absent where nothing but this process remembers it. */
  readonly runId?: WorkflowRunId;
}

/**
 * Keeps a file for a field of a form that is being filled in; what the field does not allow is refused at once. The
 * value for the field: a file, or a list of one.
 */
export async function keepFormFile(scope: Needs, { field, file, runId }: KeepFormFileRequest): Promise<JsonValue> {
  const files = runId === undefined ? scope.files : await filesOfRun(scope, runId);
  const { name, type } = describeField(field);
  const mapping = await keepGiven(files, file);
  const taken = await takeFields(files, [field], { [name]: type === 'file-list' ? [mapping] : mapping });
  return taken[name] ?? null;
}

/** Of the person whose run it is, not of whoever fills the form in: no other files are found when the run goes on. */
async function filesOfRun(scope: Needs, runId: WorkflowRunId): Promise<RunFileStore> {
  requireMember(scope.caller);
  return scope.filesOf(ownerOfRun(await scope.stores.runs.get(runId)));
}

export interface KeepFormFilesRequest {
  readonly runId: WorkflowRunId;
  /** The chosen action, or `__timeout`: it tells which form, when several wait. */
  readonly actionId: string;
  /** For which field each is, in the order they are to have there. */
  readonly files: readonly GivenFile[];
}

export interface KeptFormFiles {
  readonly formId: string;
  /** By field. */
  readonly inputs: JsonObject;
}

/** Keeps files for the form that a stored run waits for. */
export async function keepFormFiles(
  scope: Needs,
  { runId, actionId, files }: KeepFormFilesRequest,
): Promise<KeptFormFiles> {
  const form = chooseForm(await listWaitingForms(scope, { runId }), { actionId });
  const given = files.map(({ input, ...file }) => ({ input, file, field: fileFieldOf(form, input) }));
  const inputs: Record<string, JsonValue> = {};
  for (const { input, file, field } of given) {
    const value = await keepFormFile(scope, { field, file, runId });
    inputs[input] = Array.isArray(value) ? [inputs[input] ?? [], value].flat() : value;
  }
  return { formId: form.formId, inputs };
}

function fileFieldOf({ form }: FormRequested, name: string): JsonObject {
  const fields = form.inputs.filter((field) => ['file', 'file-list'].includes(describeField(field).type));
  const field = fields.find((field) => describeField(field).name === name);
  if (field) return field;
  const known = fields.map((field) => describeField(field).name).join(', ') || 'none';
  throw new KnownError('invalid_form_data', { message: `The form takes no file "${name}" (file fields: ${known}).` });
}
