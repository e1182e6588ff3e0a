import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KnownError, type TenantId } from '../../kernel/index.ts';
import {
  type CredentialSource,
  type EmbeddingCache,
  type ModelRuntime,
  openModelRuntime,
  parseModelOverride,
} from '../../models/index.ts';
import { findSecretKey, openVault, type Vault } from '../../platform/secrets/index.ts';
import { openStorageToRead, type Storage } from '../../storage/index.ts';
import type { Rooms, TenantModels } from '../rooms/rooms.ts';
import { openModelCredentials } from './model-credentials.ts';

type Needs = Pick<Rooms, 'config' | 'keepsRecords' | 'clock' | 'ids' | 'outbound' | 'vault' | 'storage'>;

/** `warn` is told when what a scratch instance would borrow cannot be read. */
export function openTenantModels(rooms: Needs, warn: (text: string) => void): TenantModels {
  const runtimes = new Map<TenantId, ModelRuntime>();
  const sources = new Map<TenantId, CredentialSource>();
  const borrowed = rooms.keepsRecords ? undefined : borrowCredentials(rooms, warn);
  const sourceOf = (tenantId: TenantId): CredentialSource | undefined => {
    if (!rooms.keepsRecords) return borrowed?.source;
    const source = sources.get(tenantId) ?? ownCredentials(rooms, tenantId);
    sources.set(tenantId, source);
    return source;
  };
  const open = (tenantId: TenantId, overrides: readonly string[]) => {
    const embeddings = rooms.keepsRecords ? keptEmbeddings(rooms, tenantId) : undefined;
    return openModels(rooms, { credentials: sourceOf(tenantId), embeddings, overrides });
  };
  return {
    of(tenantId, overrides = []) {
      if (overrides.length > 0) return open(tenantId, overrides);
      const runtime = runtimes.get(tenantId) ?? open(tenantId, []);
      runtimes.set(tenantId, runtime);
      return runtime;
    },
    close: async () => borrowed?.close(),
  };
}

interface OfTenant {
  readonly credentials: CredentialSource | undefined;
  readonly embeddings: EmbeddingCache | undefined;
  readonly overrides: readonly string[];
}

function openModels(
  { config, outbound, clock }: Needs,
  { credentials, embeddings, overrides }: OfTenant,
): ModelRuntime {
  const { modelGateway: url, modelGatewayApiKey: apiKey, environment } = config;
  return openModelRuntime({
    fetch: outbound.fetchTrusted as typeof fetch, // takes all that fetch takes
    clock,
    overrides: overrides.map(parseModelOverride),
    environment,
    ...(credentials && { credentials }),
    ...(embeddings && { embeddingCache: embeddings }),
    ...(url !== undefined && { gateway: { url, ...(apiKey !== undefined && { apiKey }) } }),
  });
}

/** The storage opens with the first text that is embedded. */
function keptEmbeddings({ storage }: Needs, tenantId: TenantId): EmbeddingCache {
  const store = () => storage.open().tenant(tenantId).embeddings;
  return {
    find: ({ provider, name }, hashes) => store().find({ providerName: provider, modelName: name }, hashes),
    keep: ({ provider, name }, vectors) => store().keep({ providerName: provider, modelName: name }, vectors),
  };
}

function ownCredentials({ storage, vault, clock }: Needs, tenantId: TenantId): CredentialSource {
  return openModelCredentials({
    stores: async () => storage.open().tenant(tenantId),
    vault: () => vault,
    clock,
    mayWrite: true,
  });
}

interface BorrowedCredentials {
  readonly source: CredentialSource;
  close(): Promise<void>;
}

/**
 * A scratch instance uses what the data directory of this person has, without writing there. It opens nothing before a
 * model is asked for that neither an override nor a gateway gives. What another version wrote stays as it is, and the
 * instance goes on without.
 */
function borrowCredentials(
  { config, clock, ids }: Needs,
  warn: (text: string) => void,
): BorrowedCredentials | undefined {
  const path = join(config.dataDir, 'dify.db');
  if (!existsSync(path)) return undefined;
  let storage: Storage | undefined;
  let vault: Vault | undefined;
  const source = openModelCredentials({
    async stores() {
      storage = openIfReadable({ path, clock, ids }, warn);
      const [oldest] = (await storage?.system.tenants.list()) ?? [];
      return oldest && storage?.tenant(oldest.id);
    },
    vault() {
      // without the key the vault says so about the first credential it is shown
      const key = config.secretKey ?? findSecretKey(join(config.dataDir, 'secret.key'));
      vault ??= openVault([key ?? randomBytes(32).toString('hex'), ...config.earlierSecretKeys]);
      return vault;
    },
    clock,
    mayWrite: false,
  });
  return { source, close: async () => storage?.close() };
}

function openIfReadable(
  options: Parameters<typeof openStorageToRead>[0],
  warn: (text: string) => void,
): Storage | undefined {
  try {
    return openStorageToRead(options);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    warn(`stored model credentials are not used: ${error.message}`);
    return undefined;
  }
}
