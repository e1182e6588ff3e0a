import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openDocumentReader } from '../../knowledge/index.ts';
import { createNodeRegistry } from '../../nodes/index.ts';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { type Config, isGuessable } from '../../platform/config/index.ts';
import { openOutbound } from '../../platform/outbound/index.ts';
import { openSandbox } from '../../platform/sandbox/index.ts';
import { createSigner, loadOrCreateSecretKey, openVault } from '../../platform/secrets/index.ts';
import { LiveRuns } from '../../runs/index.ts';
import { isAlone, isPresent, openStorage, type Storage, showPresence, sweepPresences } from '../../storage/index.ts';
import { OwnAddress } from '../files/own-address.ts';
import type { InstanceOptions } from '../instance.ts';
import { openTenantModels } from '../models/tenant-models.ts';
import { openDataDirectory } from './data-directory.ts';
import { openKnownVersions } from './known-versions.ts';
import { isOfThisMachine, nameProcess } from './process-name.ts';
import { type LazyStorage, LEASE_MS, type Rooms } from './rooms.ts';
import { sandboxOptionsOf } from './sandbox-options.ts';
import { sharedPartsOf } from './shared-parts.ts';

/** Builds every room once. Nothing is opened on disk before somebody needs it, but for the key of the data directory. */
export function openRooms({ config, keepsRecords, log, warn, tell }: Required<InstanceOptions>): Rooms {
  const outbound = openOutbound({
    allow: config.outboundAllow,
    proxies: { http: config.httpProxy, https: config.httpsProxy, except: config.noProxy },
  });
  const clock = systemClock;
  const ids = createIdSource(() => clock.now());
  const secretKey = secretKeyOf(config, keepsRecords);
  const processName = nameProcess(ids.next());
  const presences = join(config.dataDir, 'processes');
  const openKept = () => openShown(config.dataDir, presences, processName, { clock, ids, log, tell });
  const rooms = {
    config,
    log,
    keepsRecords,
    outbound,
    clock,
    ids,
    sandbox: openSandbox(sandboxOptionsOf(config, outbound)),
    documents: openDocumentReader({ maxInputBytes: config.uploadDocumentMb * 1024 ** 2 }),
    runs: new LiveRuns(log),
    nodes: createNodeRegistry(),
    versions: openKnownVersions(),
    address: new OwnAddress(config),
    signer: createSigner(
      secretKey,
      config.earlierSecretKeys.filter((key) => !isGuessable(key)),
    ),
    vault: openVault([secretKey, ...config.earlierSecretKeys]),
    storage: lazyStorage(keepsRecords ? openKept : () => openStorage({ path: ':memory:', clock, ids })),
    processName,
    isProcessGone: (name: string) => isOfThisMachine(name) && !isPresent(presences, name),
    isAlone: () => isAlone(presences, processName),
    leaseUntil: () => clock.now() + LEASE_MS,
  };
  const withModels = { ...rooms, models: openTenantModels(rooms, warn) };
  return { ...withModels, shared: sharedPartsOf(withModels) };
}

/** A scratch instance signs for itself only, so its key need not outlive it. */
function secretKeyOf(config: Config, keepsRecords: boolean): string {
  if (config.secretKey !== undefined) return config.secretKey;
  if (!keepsRecords) return randomBytes(32).toString('hex');
  openDataDirectory(config.dataDir);
  return loadOrCreateSecretKey(join(config.dataDir, 'secret.key'));
}

/** The storage of a data directory. From here on, until it is closed, others see that this process lives. */
function openShown(
  dataDir: string,
  presences: string,
  name: string,
  rooms: Pick<Rooms, 'clock' | 'ids' | 'log'> & Pick<Required<InstanceOptions>, 'tell'>,
): Storage {
  const storage = openStorage({ path: join(dataDir, 'dify.db'), ...rooms });
  const presence = showPresence(presences, name);
  sweepPresences(presences, rooms.clock.now());
  return {
    ...storage,
    async close() {
      await storage.close();
      presence.close();
    },
  };
}

/** The storage, opened by whoever needs it first: a run that keeps nothing never does. */
function lazyStorage(openNow: () => Storage): LazyStorage {
  let opened: Storage | undefined;
  return {
    open: () => {
      opened ??= openNow();
      return opened;
    },
    close: async () => opened?.close(),
  };
}

/** Lets go of every room. Whoever works in them has ended before. */
export async function closeRooms({ sandbox, documents, models, outbound, storage }: Rooms): Promise<void> {
  await Promise.all([sandbox.close(), documents.close(), models.close(), outbound.close(), storage.close()]);
}
