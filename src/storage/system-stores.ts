import type { Ground } from './access.ts';
import { TenantSystemStore } from './stores/tenants.ts';

/** What belongs to no tenant: set-up, look-ups before a tenant is known, the work of the instance itself. */
export class SystemStores {
  readonly #ground: Ground;
  readonly tenants: TenantSystemStore;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.tenants = new TenantSystemStore(ground);
  }

  transaction<T>(work: (stores: SystemStores) => Promise<T>): Promise<T> {
    return this.#ground.access.transaction((access) => work(new SystemStores({ ...this.#ground, access })));
  }
}
