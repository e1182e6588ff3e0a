import type { Clock } from '../../kernel/index.ts';
import {
  type CredentialQuery,
  type CredentialSource,
  type CredentialTable,
  findModelProvider,
  type ModelCredential,
  type ModelKind,
  type ModelReference,
  sealCredential,
  unsealCredential,
} from '../../models/index.ts';
import type { Vault } from '../../platform/secrets/index.ts';
import type { TenantStores } from '../../storage/index.ts';

export interface ModelCredentialOptions {
  /** Of the workspace; asked for when the first model is. Undefined: there is no workspace. */
  readonly stores: () => Promise<TenantStores | undefined>;
  readonly vault: () => Vault;
  readonly clock: Clock;
  /** False: what an earlier key sealed stays as it is. */
  readonly mayWrite: boolean;
}

/** Dify rests a credential for so long (core/model_manager.py, `_round_robin_invoke`). */
const COOL_DOWN_MS = { 'rate-limited': 60_000, refused: 10_000, unreachable: 10_000 } as const;

/** The stored credentials of one workspace: those of a model itself before those of its provider, in turns. */
export function openModelCredentials(options: ModelCredentialOptions): CredentialSource {
  const { clock } = options;
  let opened: Promise<TenantStores | undefined> | undefined;
  const stores = () => {
    opened ??= options.stores();
    return opened;
  };
  const turns = new Map<string, number>();
  const restsUntil = new Map<string, number>();
  return {
    async find(query) {
      const found = await stores();
      const rows = found ? await rowsFor(found, query) : [];
      const credentials = found ? await unsealAll(rows, found, options) : [];
      const key = [query.provider, query.kind, query.model].join('\n');
      const turn = turns.get(key) ?? 0;
      if (credentials.length > 1) turns.set(key, (turn + 1) % credentials.length);
      const inTurn = [...credentials.slice(turn), ...credentials.slice(0, turn)];
      return rested(inTurn, restsUntil, clock.now());
    },
    report(credentialId, outcome) {
      restsUntil.set(credentialId, clock.now() + COOL_DOWN_MS[outcome]);
    },
    async defaultModel(kind) {
      const found = await stores();
      return found && defaultModelOf(found, kind);
    },
  };
}

/** Those that do not rest; when all do, the one that has rested longest: a try is better than a certain failure. */
function rested(
  credentials: readonly ModelCredential[],
  restsUntil: ReadonlyMap<string, number>,
  now: number,
): readonly ModelCredential[] {
  const wakesAt = ({ id }: ModelCredential) => restsUntil.get(id) ?? 0;
  const awake = credentials.filter((credential) => wakesAt(credential) <= now);
  return awake.length > 0 ? awake : credentials.toSorted((a, b) => wakesAt(a) - wakesAt(b)).slice(0, 1);
}

interface StoredRow {
  readonly table: CredentialTable;
  readonly id: string;
  readonly encryptedConfig: string;
}

async function rowsFor({ models }: TenantStores, query: CredentialQuery): Promise<readonly StoredRow[]> {
  const name = { providerName: query.provider, modelName: query.model, modelType: query.kind };
  const own = await models.listModelCredentials(name);
  if (own.length > 0) return own.map((row) => ({ ...row, table: 'provider_model_credentials' }));
  const ofProvider = await models.listCredentials(query.provider);
  return ofProvider.map((row) => ({ ...row, table: 'provider_credentials' }));
}

/** One that cannot be read is passed over as long as another one can. */
async function unsealAll(
  rows: readonly StoredRow[],
  stores: TenantStores,
  options: ModelCredentialOptions,
): Promise<ModelCredential[]> {
  if (rows.length === 0) return [];
  const vault = options.vault();
  const credentials: ModelCredential[] = [];
  let failure: unknown;
  for (const row of rows) {
    try {
      credentials.push({ id: row.id, values: unsealCredential(vault, row.table, row) });
    } catch (error) {
      failure ??= error;
      continue;
    }
    if (options.mayWrite && vault.isOutdated(row.encryptedConfig)) await reseal(row, stores, vault);
  }
  if (credentials.length === 0) throw failure;
  return credentials;
}

/** Moves what an earlier key sealed to the present one, unless somebody has changed it since. */
async function reseal(row: StoredRow, stores: TenantStores, vault: Vault): Promise<void> {
  await stores.transaction(async ({ models }) => {
    const isOfProvider = row.table === 'provider_credentials';
    const now = await (isOfProvider ? models.findCredential(row.id) : models.findModelCredential(row.id));
    if (now?.encryptedConfig !== row.encryptedConfig) return;
    const patch = {
      encryptedConfig: sealCredential(vault, row.table, row.id, unsealCredential(vault, row.table, row)),
    };
    await (isOfProvider ? models.updateCredential(row.id, patch) : models.updateModelCredential(row.id, patch));
  });
}

/** The chosen one; else the first of the kind that somebody added, or that a provider with credentials is known for. */
async function defaultModelOf({ models }: TenantStores, kind: ModelKind): Promise<ModelReference | undefined> {
  const chosen = await models.findDefault(kind);
  if (chosen) return { provider: chosen.providerName, name: chosen.modelName };
  const added = (await models.listModels()).find(({ modelType, isValid }) => modelType === kind && isValid);
  if (added) return { provider: added.providerName, name: added.modelName };
  for (const { providerName } of await models.listProviders()) {
    const known = (await findModelProvider(providerName))?.models.find((model) => model.kind === kind);
    if (known) return { provider: providerName, name: known.name };
  }
  return undefined;
}
