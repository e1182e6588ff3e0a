import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { ApiTokenId, TenantId, UploadFileId, WorkflowRunId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRowIfAbsent } from '../../dialects/sqlite/statements.ts';
import type { ApiToken, App, HumanInputForm, Site, Tenant, ToolFile, UploadFile } from '../../rows.ts';
import { hashToken } from '../apps/api-tokens.ts';

export interface TokenOwner {
  readonly token: ApiToken;
  readonly tenant: Tenant;
  /** Absent for keys of datasets. */
  readonly app: App | undefined;
}

/** Characters that Dify's column for codes holds (Dify 1.x api/models/model.py, `Site.code`); a longer one is nobody's. */
const LONGEST_CODE = 255;
/** Ours are shorter, and Dify's column holds as many (Dify 1.x api/models/model.py, `ApiToken.token`). */
const LONGEST_KEY = 255;
const TOUCH_INTERVAL_MS = 60_000; // Dify writes `last_used_at` at most once a minute

/** From what a request shows to whose it is. Only who has checked a secret or a signature may ask. */
export class LookupStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Whose key it is, found by its hash. Undefined for a key that nobody has. */
  async findToken(key: string): Promise<TokenOwner | undefined> {
    if (key === '' || key.length > LONGEST_KEY) return undefined;
    return this.#ground.access.recall(`token ${key}`, (connection) => {
      const token = findRow(connection, tables.apiTokens, { tokenHash: hashToken(key) });
      if (!token) return undefined;
      const tenant = findRow(connection, tables.tenants, { id: token.tenantId });
      const app = token.appId ? findRow(connection, tables.apps, { id: token.appId }) : undefined;
      return tenant && { token, tenant, app };
    });
  }

  /** Notes that a key was used, unless that was noted within the last minute. */
  async touchToken({ id, lastUsedAt }: { readonly id: ApiTokenId; readonly lastUsedAt: number | null }): Promise<void> {
    const now = this.#ground.clock.now();
    if (lastUsedAt !== null && lastUsedAt > now - TOUCH_INTERVAL_MS) return;
    const { apiTokens } = tables;
    const isOld = or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, now - TOUCH_INTERVAL_MS));
    await this.#ground.access.write((connection) =>
      connection.db
        .update(apiTokens)
        .set({ lastUsedAt: now })
        .where(and(eq(apiTokens.id, id), isOld))
        .run(),
    );
  }

  async findSite(code: string): Promise<{ readonly site: Site; readonly app: App } | undefined> {
    if (code.length > LONGEST_CODE) return undefined;
    return this.#ground.access.recall(`site ${code}`, (connection) => {
      const site = findRow(connection, tables.sites, { code });
      const app = site && findRow(connection, tables.apps, { id: site.appId });
      return site && app && { site, app };
    });
  }

  findUploadFile(id: UploadFileId): Promise<UploadFile | undefined> {
    return this.#ground.access.read((connection) => findRow(connection, tables.uploadFiles, { id }));
  }

  findToolFile(id: string): Promise<ToolFile | undefined> {
    return this.#ground.access.read((connection) => findRow(connection, tables.toolFiles, { id }));
  }

  findForm(token: string): Promise<HumanInputForm | undefined> {
    return this.#ground.access.read((connection) => findRow(connection, tables.humanInputForms, { token }));
  }

  /** For commands that are given nothing but the id of a run. */
  findTenantOfRun(id: WorkflowRunId): Promise<TenantId | undefined> {
    return this.#ground.access.read((connection) => findRow(connection, tables.workflowRuns, { id })?.tenantId);
  }

  /** When the first owner was made; undefined before. */
  async findSetupTime(): Promise<number | undefined> {
    return this.#ground.access.read((connection) => findRow(connection, tables.difySetups, {})?.setupAt);
  }

  /** True for the one who sets the instance up. */
  recordSetup(version: string): Promise<boolean> {
    return this.#ground.access.write((connection) => recordSetup(connection, version, this.#ground.clock.now()));
  }
}

export function recordSetup(connection: Connection, version: string, now: number): boolean {
  if (findRow(connection, tables.difySetups, {})) return false;
  return insertRowIfAbsent(connection, tables.difySetups, { version, setupAt: now });
}
