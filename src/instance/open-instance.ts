import type { Scope } from '../operations/index.ts';
import { silentLog } from '../platform/log/index.ts';
import { createCallerResolver } from './callers/callers.ts';
import { openPassports } from './callers/passports.ts';
import { signedFileUrl, signedToolFileUrl } from './files/file-links.ts';
import { openSignedFiles } from './files/signed-files.ts';
import type { Instance, InstanceOptions, LocalScopeRequest } from './instance.ts';
import { openRooms } from './rooms/open-rooms.ts';
import type { Rooms } from './rooms/rooms.ts';
import { enterApp, enterForm, enterFormUploads, enterWebApp, enterWorkspace } from './scopes/entrances.ts';
import { localTenant, openLocalScope } from './scopes/local-scope.ts';
import { createSystemScope } from './scopes/system-scope.ts';
import { askServer } from './upkeep/server-door.ts';
import { Upkeep } from './upkeep/upkeep.ts';

const silent = { log: silentLog, warn: () => {}, tell: () => {} };

/** Builds the rooms and opens the ways into them. */
export function openInstance(options: InstanceOptions): Instance {
  const rooms = openRooms({ ...silent, ...options });
  const upkeep = new Upkeep(rooms);
  const { config, log, runs, storage } = rooms;
  return {
    ...{ config, log, runs },
    callers: createCallerResolver(storage.open),
    passports: openPassports(storage.open, rooms.signer, rooms.ids),
    files: openSignedFiles({ ...rooms, storage: storage.open, maxAgeSeconds: config.filesAccessSeconds }),
    enterApp: (holder, user) => enterApp(rooms, holder, user),
    enterWebApp: (holder) => enterWebApp(rooms, holder),
    enterWorkspace: (tenantId) => enterWorkspace(rooms, tenantId),
    enterForm: (token) => enterForm(rooms, token),
    enterFormUploads: (holder, token) => enterFormUploads(rooms, holder, token),
    localScope: (request) => enterLocally(rooms, upkeep, request),
    systemScope: () => createSystemScope(rooms, log),
    listensAt: (url) => rooms.address.listensAt(url),
    signedFileUrl: (id) => signedFileUrl(rooms, id),
    signedToolFileUrl: (file) => signedToolFileUrl(rooms, file),
    askServer: async (request) => (rooms.keepsRecords ? askServer(config.dataDir, request) : undefined),
    prepareServing: () => prepareServing(rooms, upkeep),
    get isDraining() {
      return upkeep.isDraining;
    },
    drain: () => upkeep.drain(),
    close: () => upkeep.close(),
  };
}

/** A command that keeps records looks after the runs it starts. */
async function enterLocally(rooms: Rooms, upkeep: Upkeep, request: LocalScopeRequest): Promise<Scope> {
  const scope = await openLocalScope(rooms, request);
  if (rooms.keepsRecords) upkeep.keepRuns();
  return scope;
}

/** True when the data directory had no workspace: it has one now. */
async function prepareServing({ storage }: Rooms, upkeep: Upkeep): Promise<boolean> {
  const [first] = await storage.open().system.tenants.list();
  if (!first) await localTenant(storage.open());
  await upkeep.serve();
  return first === undefined;
}
