import { and, asc, eq, exists, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import type { WorkflowRunId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import type { HumanInputForm, WorkflowRun } from '../../rows.ts';
import { isUnfinished } from '../../tables/runs.ts';
import type { Lease } from './runs.ts';

export type RunOfTenant = Pick<WorkflowRun, 'id' | 'tenantId' | 'appId' | 'status' | 'leaseOwner'>;

/** The runs of all tenants, as the process sees them that executes them or cleans up after another. */
export class RunLeaseStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /**
   * Keeps the leases alive that a process holds of these runs; answers how many. A run that it holds and does not name
   * any more falls to whoever recovers runs.
   */
  renew({ owner, expiresAt }: Lease, ids: readonly WorkflowRunId[]): Promise<number> {
    const { workflowRuns: runs } = tables;
    return this.#ground.access.write(
      (connection) =>
        connection.db
          .update(runs)
          .set({ leaseExpiresAt: expiresAt })
          .where(and(isUnfinished(runs.status), eq(runs.leaseOwner, owner), inArray(runs.id, [...ids])))
          .run().changes,
    );
  }

  /** The processes that hold leases of runs. */
  listOwners(): Promise<string[]> {
    const { leaseOwner: owner, leaseExpiresAt, status } = tables.workflowRuns;
    const rows = this.#ground.access.read((connection) =>
      connection.db
        .selectDistinct({ owner })
        .from(tables.workflowRuns)
        .where(and(isUnfinished(status), isNotNull(leaseExpiresAt)))
        .all(),
    );
    return rows.then((all) => all.flatMap(({ owner }) => owner ?? []));
  }

  /** Takes the leases of a process that is known to be gone; answers how many it held. Its runs are interrupted. */
  endLeases(owner: string): Promise<number> {
    const { workflowRuns: runs } = tables;
    return this.#ground.access.write(
      (connection) =>
        connection.db
          .update(runs)
          .set({ leaseOwner: null, leaseExpiresAt: null })
          .where(and(isUnfinished(runs.status), eq(runs.leaseOwner, owner)))
          .run().changes,
    );
  }

  /** Runs that should be executing, and whose process has not been heard of: oldest first. */
  listInterrupted(limit = 100): Promise<RunOfTenant[]> {
    const { workflowRuns: runs } = tables;
    const isSilent = or(isNull(runs.leaseExpiresAt), lt(runs.leaseExpiresAt, this.#ground.clock.now()));
    return this.#list(and(ne(runs.status, 'paused'), isSilent), limit);
  }

  /** Runs of this process that another one was asked to stop. */
  listStopRequests(owner: string): Promise<RunOfTenant[]> {
    const { workflowRuns: runs } = tables;
    return this.#list(and(eq(runs.leaseOwner, owner), isNotNull(runs.stopRequestedAt)), 1000);
  }

  /** Forms that still wait although their time is over. Where the run itself has ended, nobody waits for them. */
  listOverdueForms(limit = 100): Promise<HumanInputForm[]> {
    const { humanInputForms: forms, workflowRuns: runs } = tables;
    const ofPaused = exists(
      sql`(select 1 from ${runs} where ${and(eq(runs.id, forms.workflowRunId), eq(runs.status, 'paused'))})`,
    );
    const isOverdue = and(eq(forms.status, 'waiting'), lte(forms.expiresAt, this.#ground.clock.now()), ofPaused);
    return this.#ground.access.read((connection) =>
      connection.db.select().from(forms).where(isOverdue).orderBy(asc(forms.expiresAt)).limit(limit).all(),
    );
  }

  /** Runs that wait although somebody has answered: whoever was to go on with them did not. */
  listAnswered(limit = 100): Promise<RunOfTenant[]> {
    const { humanInputForms: forms, workflowRuns: runs } = tables;
    const answered = sql`(select ${forms.workflowRunId} from ${forms} where ${eq(forms.status, 'answered')})`;
    return this.#list(and(eq(runs.status, 'paused'), inArray(runs.id, answered)), limit);
  }

  #list(condition: ReturnType<typeof and>, limit: number): Promise<RunOfTenant[]> {
    const { id, tenantId, appId, status, leaseOwner, createdAt } = tables.workflowRuns;
    return this.#ground.access.read((connection) =>
      connection.db
        .select({ id, tenantId, appId, status, leaseOwner })
        .from(tables.workflowRuns)
        .where(and(isUnfinished(status), condition))
        // no index gives this order: SQLite would rather walk through all runs there are than sort the few unfinished
        .orderBy(sql`+${createdAt}`)
        .limit(limit)
        .all(),
    );
  }
}
