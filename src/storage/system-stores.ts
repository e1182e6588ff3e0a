import type { Ground } from './access.ts';
import { JobStore } from './stores/jobs/jobs.ts';
import { RetentionStore } from './stores/retention/retention.ts';
import { RunLeaseStore } from './stores/runs/run-leases.ts';
import { LookupStore } from './stores/tenants/lookups.ts';
import { TenantSystemStore } from './stores/tenants/tenants.ts';

/** What belongs to no tenant: set-up, look-ups before a tenant is known, the work of the instance itself. */
export class SystemStores {
  readonly #ground: Ground;
  readonly tenants: TenantSystemStore;
  readonly lookups: LookupStore;
  readonly runs: RunLeaseStore;
  readonly jobs: JobStore;
  readonly retention: RetentionStore;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.tenants = new TenantSystemStore(ground);
    this.lookups = new LookupStore(ground);
    this.runs = new RunLeaseStore(ground);
    this.jobs = new JobStore(ground);
    this.retention = new RetentionStore(ground);
  }

  transaction<T>(work: (stores: SystemStores) => Promise<T>): Promise<T> {
    return this.#ground.access.transaction((access) => work(new SystemStores({ ...this.#ground, access })));
  }
}
