import { and, eq, gte, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import { type AppId, isUuid } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { holdsText } from '../../dialects/sqlite/holds-text.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { type NumberedPage, OwnedRows } from '../../owned-rows.ts';
import type { Account, EndUser, WorkflowAppLog, WorkflowRun } from '../../rows.ts';
import type { RunStatus } from '../../tables/words.ts';

export interface AppLogFilter {
  /** Part of inputs, outputs or the asker's session id; or the id of a run. */
  readonly keyword?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** Instants, both included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly endUserSessionId?: string | undefined;
  readonly accountEmail?: string | undefined;
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
}

/** A line of an app's log, with who asked and what came of it. */
export interface AppLogEntry {
  readonly log: WorkflowAppLog;
  readonly run: WorkflowRun | undefined;
  readonly endUser: EndUser | undefined;
  readonly account: Account | undefined;
}

/** The log of one app: the runs that were asked for from outside. */
export class AppLogStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.workflowAppLogs, { appId: AppId }>;

  constructor(ground: Ground, appId: AppId) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.workflowAppLogs, { appId });
  }

  /** Newest first. What takes long to find is looked for until `signal` is aborted. */
  async list(request: AppLogFilter = {}, signal?: AbortSignal): Promise<NumberedPage<AppLogEntry>> {
    const order = { orderBy: 'createdAt', direction: 'descending', filter: periodOf(request) } as const;
    const condition = conditionOf(this.#rows.owner.appId, request);
    const page = condition
      ? await this.#rows.scanNumbered({}, { ...order, condition }, request, signal)
      : await this.#rows.listNumbered({}, order, request);
    return { ...page, items: await this.#withParts(page.items) };
  }

  #withParts(logs: readonly WorkflowAppLog[]): Promise<AppLogEntry[]> {
    const { workflowRuns: runs, endUsers, accounts } = tables;
    const makers = logs.map(({ createdBy }) => createdBy);
    return this.#ground.access.read(({ db }) => {
      const ofRuns = inArray(
        runs.id,
        logs.map(({ workflowRunId }) => workflowRunId),
      );
      const foundRuns = db.select().from(runs).where(ofRuns).all();
      const foundEndUsers = db
        .select()
        .from(endUsers)
        .where(inArray(endUsers.id, makers as EndUser['id'][]))
        .all();
      const foundAccounts = db
        .select()
        .from(accounts)
        .where(inArray(accounts.id, makers as Account['id'][]))
        .all();
      return logs.map((log) => ({
        log,
        run: foundRuns.find(({ id }) => id === log.workflowRunId),
        endUser: foundEndUsers.find(({ id }) => id === log.createdBy),
        account: foundAccounts.find(({ id }) => id === log.createdBy),
      }));
    });
  }
}

/** What the index of the table answers. */
function periodOf({ from, to }: AppLogFilter): SQL | undefined {
  const { createdAt } = tables.workflowAppLogs;
  return and(from === undefined ? undefined : gte(createdAt, from), to === undefined ? undefined : lte(createdAt, to));
}

/** What must be looked for in the rows of others. */
function conditionOf(appId: AppId, filter: AppLogFilter): SQL | undefined {
  const { workflowAppLogs: logs, workflowRuns: runs, endUsers, accounts } = tables;
  const ofRun = (condition: SQL | undefined) =>
    sql`exists (select 1 from ${runs} where ${and(eq(runs.id, logs.workflowRunId), condition)})`;
  const ofEndUser = (condition: SQL | undefined) =>
    sql`exists (select 1 from ${endUsers} where ${and(eq(endUsers.id, logs.createdBy), condition)})`;
  // found once, not for every line
  const ofSession = (session: string) =>
    sql`${logs.createdBy} in (select ${endUsers.id} from ${endUsers} where ${and(eq(endUsers.appId, appId), eq(endUsers.sessionId, session))})`;
  const ofAccount = (email: string) =>
    sql`${logs.createdBy} in (select ${accounts.id} from ${accounts} where ${eq(accounts.email, email)})`;
  const { keyword, status, endUserSessionId: session, accountEmail } = filter;
  return and(
    keyword
      ? or(
          ofRun(or(holdsText(runs.inputs, keyword), holdsText(runs.outputs, keyword))),
          ofEndUser(holdsText(endUsers.sessionId, keyword)),
          isUuid(keyword) ? sql`${logs.workflowRunId} = ${keyword}` : undefined,
        )
      : undefined,
    status && ofRun(eq(runs.status, status)),
    session ? ofSession(session) : undefined,
    accountEmail ? ofAccount(accountEmail.toLowerCase()) : undefined,
  );
}
