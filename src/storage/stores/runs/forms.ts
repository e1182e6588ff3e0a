import { inArray } from 'drizzle-orm';
import type { JsonObject, TenantId, WorkflowRunId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRow } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { HumanInputForm, NewRow } from '../../rows.ts';

export type NewHumanInputForm = Omit<NewRow<'humanInputForms'>, 'id' | 'tenantId' | 'appId' | 'createdAt'> & {
  readonly id?: string;
};

export interface FormAnswer {
  readonly actionId: string;
  readonly data: JsonObject;
  /** The end user or account. */
  readonly by?: string;
}

const oldestFirst = { orderBy: 'createdAt', direction: 'ascending' } as const;

/** The forms that people fill in while a run waits for them. */
export class FormStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #forms: OwnedRows<typeof tables.humanInputForms, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#forms = new OwnedRows(ground, tables.humanInputForms, { tenantId });
  }

  find(id: string): Promise<HumanInputForm | undefined> {
    return this.#forms.find({ id });
  }

  findByToken(token: string): Promise<HumanInputForm | undefined> {
    return this.#forms.find({ token });
  }

  listOfRuns(runIds: readonly WorkflowRunId[]): Promise<HumanInputForm[]> {
    const filter = inArray(tables.humanInputForms.workflowRunId, [...runIds]);
    return this.#forms.list({}, { ...oldestFirst, filter });
  }

  list(workflowRunId: WorkflowRunId): Promise<HumanInputForm[]> {
    return this.#forms.list({ workflowRunId }, oldestFirst);
  }

  /** Those whose answers the run has not taken yet. */
  listAnswered(workflowRunId: WorkflowRunId): Promise<HumanInputForm[]> {
    return this.#forms.list({ workflowRunId, status: 'answered' }, oldestFirst);
  }

  create(form: NewHumanInputForm): Promise<HumanInputForm> {
    const id = form.id ?? this.#ground.ids.next();
    return this.#ground.access.write((connection) => {
      const { appId } = this.#run(connection, form.workflowRunId);
      const row = { ...form, id, appId, tenantId: this.#tenantId, createdAt: this.#ground.clock.now() };
      insertRow(connection, tables.humanInputForms, row);
      return found(findRow(connection, tables.humanInputForms, { id }), 'Form', id);
    });
  }

  /**
   * Keeps the answer to a form that waits, until its run takes it. False when it was answered or ran out before: only one
   * answer counts.
   */
  async submit(id: string, answer: FormAnswer): Promise<boolean> {
    const changed = await this.#forms.update(
      { id, status: 'waiting' },
      {
        status: 'answered',
        selectedActionId: answer.actionId,
        submittedData: answer.data,
        submittedBy: answer.by ?? null,
        submittedAt: this.#ground.clock.now(),
      },
    );
    return changed > 0;
  }

  /** Ends a form that waits, without an answer. */
  async close(id: string, status: 'timeout' | 'expired'): Promise<boolean> {
    return (await this.#forms.update({ id, status: 'waiting' }, { status })) > 0;
  }

  /** Ends a form whose answer its run has no use for any more. */
  async discard(id: string): Promise<boolean> {
    return (await this.#forms.update({ id, status: 'answered' }, { status: 'expired' })) > 0;
  }

  #run(connection: Parameters<typeof findRow>[0], id: WorkflowRunId) {
    return found(findRow(connection, tables.workflowRuns, { id, tenantId: this.#tenantId }), 'Run', id);
  }
}
