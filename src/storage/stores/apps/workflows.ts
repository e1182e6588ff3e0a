import { and, eq, ne } from 'drizzle-orm';
import {
  type AccountId,
  type AppId,
  isWorkflowMode,
  type JsonArray,
  type JsonObject,
  type TenantId,
  type WorkflowId,
} from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { countRows, findRow, insertRow, updateRows } from '../../dialects/sqlite/statements.ts';
import { type KeysetPage, OwnedRows } from '../../owned-rows.ts';
import type { App, Workflow } from '../../rows.ts';

export const DRAFT = 'draft';

/** What a workflow consists of; an app file holds the same. */
export interface WorkflowContent {
  readonly graph: JsonObject;
  readonly features: JsonObject;
  readonly environmentVariables: JsonArray;
  readonly conversationVariables: JsonArray;
  readonly ragPipelineVariables?: JsonArray;
}

export interface VersionNote {
  readonly markedName?: string;
  readonly markedComment?: string;
}

export class WorkflowStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.workflows, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.workflows, { tenantId });
  }

  find(id: WorkflowId): Promise<Workflow | undefined> {
    return this.#rows.find({ id });
  }

  async get(id: WorkflowId): Promise<Workflow> {
    return found(await this.find(id), 'Workflow', id);
  }

  findDraft(appId: AppId): Promise<Workflow | undefined> {
    return this.#rows.find({ appId, version: DRAFT });
  }

  /** The version that runs; undefined before the first publish. */
  async findPublished(appId: AppId): Promise<Workflow | undefined> {
    return this.#ground.access.read((connection) => {
      const app = findRow(connection, tables.apps, { id: appId, tenantId: this.#tenantId });
      if (!app?.workflowId) return undefined;
      return findRow(connection, tables.workflows, { id: app.workflowId, appId, tenantId: this.#tenantId });
    });
  }

  /** The name of a version, without what it consists of; undefined where there is none. */
  findVersionName(appId: AppId, id: WorkflowId): Promise<string | undefined> {
    return this.#ground.access.recall(`version ${this.#tenantId} ${appId} ${id}`, ({ db }) => {
      const { workflows } = tables;
      const isAsked = and(eq(workflows.id, id), eq(workflows.appId, appId), eq(workflows.tenantId, this.#tenantId));
      return db.select({ name: workflows.version }).from(workflows).where(isAsked).get()?.name;
    });
  }

  /** Newest first, without the draft. */
  listVersions(
    appId: AppId,
    request: {
      readonly after?: Workflow;
      readonly limit?: number;
      readonly createdBy?: AccountId;
      readonly isNamed?: boolean;
    } = {},
  ): Promise<KeysetPage<Workflow>> {
    const { createdBy, isNamed } = request;
    const filter = and(
      ne(tables.workflows.version, DRAFT),
      createdBy && eq(tables.workflows.createdBy, createdBy),
      isNamed ? ne(tables.workflows.markedName, '') : undefined,
    );
    return this.#rows.listAfter({ appId }, { orderBy: 'createdAt', direction: 'descending', filter }, request);
  }

  /** Writes the one draft of an app. */
  saveDraft(app: App, content: WorkflowContent, by?: AccountId): Promise<Workflow> {
    return this.#ground.access.write((connection) => {
      const where = { appId: app.id, tenantId: this.#tenantId, version: DRAFT };
      const patch = { ...content, updatedBy: by ?? null, updatedAt: this.#ground.clock.now() };
      if (updateRows(connection, tables.workflows, where, patch) === 0) {
        this.#insert(connection, app, content, { version: DRAFT, by });
      }
      return found(findRow(connection, tables.workflows, where), 'Draft of app', app.id);
    });
  }

  /** Adds a version and makes it the one that runs. */
  publish(app: App, content: WorkflowContent, note: VersionNote & { readonly by?: AccountId } = {}): Promise<Workflow> {
    return this.#ground.access.write((connection) => {
      const id = this.#insert(connection, app, content, { ...note, version: this.#newVersion(connection, app.id) });
      const patch = { workflowId: id, updatedAt: this.#ground.clock.now() };
      updateRows(connection, tables.apps, { id: app.id, tenantId: this.#tenantId }, patch);
      return found(findRow(connection, tables.workflows, { id }), 'Workflow', id);
    });
  }

  async updateNote(id: WorkflowId, note: VersionNote, by?: AccountId): Promise<Workflow> {
    await this.#rows.update({ id }, { ...note, updatedBy: by ?? null, updatedAt: this.#ground.clock.now() });
    return this.get(id);
  }

  async delete(id: WorkflowId): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }

  #insert(
    connection: Connection,
    app: App,
    content: WorkflowContent,
    { by, ...rest }: VersionNote & { readonly version: string; readonly by?: AccountId | undefined },
  ): WorkflowId {
    found(findRow(connection, tables.apps, { id: app.id, tenantId: this.#tenantId }), 'App', app.id);
    const now = this.#ground.clock.now();
    const id = this.#ground.ids.next() as WorkflowId;
    const type = isWorkflowMode(app.mode) ? app.mode : 'chat';
    const { ragPipelineVariables = [], ...shared } = content;
    const stamps = { createdBy: by ?? null, createdAt: now, updatedAt: now };
    insertRow(connection, tables.workflows, {
      ...{ id, tenantId: this.#tenantId, appId: app.id, type, ragPipelineVariables },
      ...shared,
      ...rest,
      ...stamps,
    });
    return id;
  }

  /** Dify names versions by the instant of publishing; two in the same instant need different names. */
  #newVersion(connection: Connection, appId: AppId): string {
    for (let instant = this.#ground.clock.now(); ; instant++) {
      const version = new Date(instant).toISOString().replace('T', ' ').replace('Z', '000');
      if (countRows(connection, tables.workflows, { appId, version }) === 0) return version;
    }
  }
}
