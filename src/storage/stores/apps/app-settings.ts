import { type AccountId, type AppId, type JsonObject, KnownError } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { AppModelConfig, NewRow, Site } from '../../rows.ts';

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

type Made = 'id' | 'appId' | 'createdAt' | 'updatedAt';
export type SiteRecord = Omit<NewRow<'sites'>, Made>;
export type SitePatch = Partial<Omit<Site, Made>>;

/** The published web app. */
export class SiteStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.sites, { appId: AppId }>;

  constructor(ground: Ground, appId: AppId) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.sites, { appId });
  }

  find(): Promise<Site | undefined> {
    return this.#rows.find({});
  }

  async get(): Promise<Site> {
    const site = await this.find();
    if (!site) throw new KnownError('not_found', { message: 'The app has no site' });
    return site;
  }

  create(site: SiteRecord): Promise<Site> {
    const now = this.#ground.clock.now();
    return this.#rows.insert({ ...site, id: this.#ground.ids.next(), createdAt: now, updatedAt: now });
  }

  async update(patch: SitePatch): Promise<Site> {
    await this.#rows.update({}, { ...patch, updatedAt: this.#ground.clock.now() });
    return this.get();
  }
}
