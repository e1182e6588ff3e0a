import { type AppId, KnownError } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { NewRow, Site } from '../../rows.ts';

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
