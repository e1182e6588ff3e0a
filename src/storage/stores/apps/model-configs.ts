import type { AccountId, AppId, JsonObject } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { AppModelConfig } from '../../rows.ts';

/** Configurations of an app without a graph; the app's row says which one is published. */
export class ModelConfigStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.appModelConfigs, { appId: AppId }>;

  constructor(ground: Ground, appId: AppId) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.appModelConfigs, { appId });
  }

  find(id: string): Promise<AppModelConfig | undefined> {
    return this.#rows.find({ id });
  }

  create(configs: JsonObject, by?: AccountId): Promise<AppModelConfig> {
    const now = this.#ground.clock.now();
    const maker = { createdBy: by ?? null, updatedBy: by ?? null, createdAt: now, updatedAt: now };
    return this.#rows.insert({ id: this.#ground.ids.next(), configs, ...maker });
  }
}
