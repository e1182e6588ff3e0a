import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { JobRunner } from '../jobs/index.ts';
import { type Caller, type JsonObject, KnownError, type TenantId } from '../kernel/index.ts';
import { openDocumentReader } from '../knowledge/index.ts';
import { createNodeRegistry, NodeMocks, withMocks } from '../nodes/index.ts';
import type { Scope, SystemScope } from '../operations/index.ts';
import { createIdSource, systemClock } from '../platform/clock/index.ts';
import type { Config } from '../platform/config/index.ts';
import type { LocalListener } from '../platform/local-socket/index.ts';
import { type Log, silentLog } from '../platform/log/index.ts';
import { openOutbound } from '../platform/outbound/index.ts';
import { openSandbox } from '../platform/sandbox/index.ts';
import { createSigner, loadOrCreateSecretKey, openVault } from '../platform/secrets/index.ts';
import { LiveRuns } from '../runs/index.ts';
import { type App, isPresent, openStorage, type Storage, showPresence, sweepPresences } from '../storage/index.ts';
import {
  type AppAccess,
  type CallerResolver,
  createCallerResolver,
  DEFAULT_USER,
  endUserCaller,
  requireOpenWorkspace,
  type TokenHolder,
} from './callers.ts';
import {
  createScope,
  type LazyStorage,
  type Rooms,
  sharedPartsOf,
  signedFileUrl,
  signedToolFileUrl,
} from './create-scope.ts';
import { openDataDirectory } from './data-directory.ts';
import { keepRuns } from './keep-runs.ts';
import { openKnownVersions } from './known-versions.ts';
import { openPassports, type PassportHolder, type Passports, visitorCaller } from './passports.ts';
import { isOfThisMachine, nameProcess } from './process-name.ts';
import { sandboxOptionsOf } from './sandbox-options.ts';
import { askServer, openServerDoor, type ServerAnswer, type ServerRequest } from './server-door.ts';
import { openSignedFiles, type SignedFiles } from './signed-files.ts';
import { createSystemScope } from './system-scope.ts';
import { openTenantModels } from './tenant-models.ts';

export interface InstanceOptions {
  readonly config: Config;
  /** False: a scratch instance in memory that leaves nothing behind. */
  readonly keepsRecords: boolean;
  /** Nothing is said without one. */
  readonly log?: Log;
  /** Told, in one line, what is not as a person would expect and stops nothing. */
  readonly warn?: (text: string) => void;
  /** Told, in one line, what keeps a person waiting for longer than about a second. */
  readonly tell?: (text: string) => void;
}

/** All rooms of the program, built once. */
export interface Instance {
  readonly config: Config;
  readonly runs: LiveRuns;
  readonly log: Log;
  readonly callers: CallerResolver;
  /** What the holder of an app's key may use, in the name of an end user. */
  enterApp(holder: TokenHolder, user: string | undefined): Promise<AppAccess>;
  /** What the visitor of a published web app may use. */
  enterWebApp(holder: PassportHolder): AppAccess;
  /** What the holder of a workspace's key, or of a link it has signed, may use. */
  enterWorkspace(tenantId: TenantId): Scope;
  /** What the holder of a form's token may use; undefined for an unknown token. */
  enterForm(token: string): Promise<FormHolder | undefined>;
  readonly passports: Passports;
  readonly files: SignedFiles;
  /** What the owner of this machine may use: the command line. */
  localScope(request: LocalScopeRequest): Promise<Scope>;
  /** What belongs to no workspace: for whoever looks after this machine. */
  systemScope(): SystemScope;
  /** A link that opens one file for a while. */
  signedFileUrl(id: string): string;
  signedToolFileUrl(file: { readonly id: string; readonly name: string }): string;
  /** Lets the server of this data directory do something; undefined when none is there, and the caller has to do it. */
  askServer(request: ServerRequest): Promise<ServerAnswer | undefined>;
  /** Opens what a server needs; true when nobody has used the data directory before. */
  prepareServing(): Promise<boolean>;
  /** Since when it takes nothing new. */
  readonly isDraining: boolean;
  /** Takes over nothing more and lets runs end for a while; what is left then goes on when a server is back. */
  drain(): Promise<void>;
  /** Ends what is under way and lets go of everything. */
  close(): Promise<void>;
}

/** Who was sent the address of a form. */
export interface FormHolder {
  readonly scope: Scope;
  readonly app: App;
}

export interface LocalScopeRequest {
  readonly user: string;
  /** Id or name of a workspace; the oldest when absent. */
  readonly workspace?: string;
  /** `--model FROM=TO`. */
  readonly modelOverrides?: readonly string[];
  /** `--mocks`: outputs that replace the work of nodes. */
  readonly mocks?: JsonObject;
}

/** How long a process's word about a run is believed without a sign of life. */
const LEASE_MS = 30_000;

export function openInstance(options: InstanceOptions): Instance {
  const { config, keepsRecords, log = silentLog, warn = () => {}, tell = () => {} } = options;
  const rooms = openRooms({ config, keepsRecords, log, warn, tell });
  let stopKeeping = () => {};
  let jobs: JobRunner | undefined;
  let draining: Promise<void> | undefined;
  let isClosed = false;
  let door: LocalListener | undefined;
  /** Once: afterwards the place may be another server's. */
  const closeDoor = async () => {
    const open = door;
    door = undefined;
    await open?.close();
  };
  const keep = (isServer: boolean) => {
    stopKeeping();
    const scopeOf = async (tenantId: TenantId) => systemScope(rooms, tenantId);
    stopKeeping = keepRuns(rooms, { isServer, scopeOf, log, policy: config.runRecovery });
  };
  const drain = async () => {
    if (isClosed) return; // it has ended its runs itself
    await closeDoor();
    keep(false);
    const isOver = new AbortController();
    const patience = rooms.clock.sleep(config.drainSeconds * 1000, isOver.signal).catch(() => {}); // over sooner
    await rooms.runs.drain(patience, rooms.clock.now);
    isOver.abort();
    await rooms.storage.open().system.runs.endLeases(rooms.processName);
  };
  return {
    config,
    runs: rooms.runs,
    log,
    callers: createCallerResolver(() => rooms.storage.open()),
    enterApp: (holder, user) => enterApp(rooms, holder, user),
    enterWebApp: (holder) => {
      const { app, endUser } = holder;
      const user = endUser.sessionId;
      return { app, user, scope: requestScope(rooms, visitorCaller(holder), user) };
    },
    enterWorkspace: (tenantId) => {
      const actor = { kind: 'holder', holds: 'workspace-key' } as const;
      return requestScope(rooms, { tenantId, actor, invokeFrom: 'service-api' }, 'dataset key');
    },
    enterForm: (token) => enterForm(rooms, token),
    passports: openPassports(() => rooms.storage.open(), rooms.signer, rooms.ids),
    files: openSignedFiles({
      ...rooms,
      storage: () => rooms.storage.open(),
      maxAgeSeconds: config.filesAccessSeconds,
    }),
    localScope: async (request) => {
      const scope = await openLocalScope(rooms, request);
      if (keepsRecords) keep(jobs !== undefined); // a server stays one
      return scope;
    },
    systemScope: () => createSystemScope(rooms, log),
    signedFileUrl: (id) => signedFileUrl(rooms, id),
    signedToolFileUrl: (file) => signedToolFileUrl(rooms, file),
    askServer: async (request) => (keepsRecords ? askServer(config.dataDir, request) : undefined),
    async prepareServing() {
      const [first] = await rooms.storage.open().system.tenants.list();
      if (!first) await localTenant(rooms.storage.open());
      keep(true);
      const { startJobs } = await import('./run-jobs.ts'); // commands that serve nothing need no queue
      jobs ??= startJobs(rooms, { log, enter: (caller) => requestScope(rooms, caller, nameOf(caller)) });
      door ??= await openServerDoor(rooms, { log, scopeOf: (tenantId) => systemScope(rooms, tenantId) });
      return first === undefined;
    },
    get isDraining() {
      return draining !== undefined;
    },
    drain() {
      draining ??= drain();
      return draining;
    },
    async close() {
      isClosed = true;
      await closeDoor();
      stopKeeping();
      await jobs?.close();
      await rooms.runs.close();
      await Promise.all([
        rooms.sandbox.close(),
        rooms.documents.close(),
        rooms.models.close(),
        rooms.outbound.close(),
        rooms.storage.close(),
      ]);
    },
  };
}

function openRooms({ config, keepsRecords, log, warn, tell }: Required<InstanceOptions>): Rooms {
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
    signer: createSigner(secretKey),
    vault: openVault([secretKey, ...config.earlierSecretKeys]),
    storage: lazyStorage(keepsRecords ? openKept : () => openStorage({ path: ':memory:', clock, ids })),
    processName,
    isProcessGone: (name: string) => isOfThisMachine(name) && !isPresent(presences, name),
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

async function enterApp(rooms: Rooms, holder: TokenHolder, user: string | undefined): Promise<AppAccess> {
  const caller = await endUserCaller(rooms.storage.open(), holder, user);
  const session = user ?? DEFAULT_USER;
  return { scope: requestScope(rooms, caller, session), app: holder.app, user: session };
}

/** A form is answered in the name of nobody in particular: whoever holds its token may. */
async function enterForm(rooms: Rooms, token: string): Promise<FormHolder | undefined> {
  const form = await rooms.storage.open().system.lookups.findForm(token);
  if (!form) return undefined;
  await requireOpenWorkspace(rooms.storage.open(), form.tenantId);
  const caller: Caller = {
    tenantId: form.tenantId,
    actor: { kind: 'holder', holds: 'form-token' },
    invokeFrom: 'web-app',
  };
  const scope = requestScope(rooms, caller, 'form');
  const app = await scope.stores.apps.find(form.appId);
  return app && { scope, app }; // a form is nothing without its app
}

function requestScope(rooms: Rooms, caller: Caller, user: string): Scope {
  return createScope(rooms, { caller, user, models: rooms.models.of(caller.tenantId), nodes: rooms.nodes });
}

/** Under which name records show a caller whose request is over. */
function nameOf({ actor }: Caller): string {
  if (actor.kind === 'end-user') return actor.sessionId;
  return actor.kind === 'account' ? actor.accountId : 'system';
}

async function openLocalScope(rooms: Rooms, request: LocalScopeRequest): Promise<Scope> {
  const tenantId = rooms.keepsRecords ? await findTenant(rooms.storage.open(), request.workspace) : SCRATCH_TENANT;
  return createScope(rooms, {
    caller: { tenantId, actor: { kind: 'system', reason: 'command line' }, invokeFrom: 'service-api' },
    user: request.user,
    models: rooms.models.of(tenantId, request.modelOverrides),
    nodes: request.mocks === undefined ? rooms.nodes : withMocks(rooms.nodes, readMocks(request.mocks)),
  });
}

/** What the instance itself may use in a workspace: taking over runs, ending forms. */
function systemScope(rooms: Rooms, tenantId: TenantId): Scope {
  const caller: Caller = { tenantId, actor: { kind: 'system', reason: 'recovery' }, invokeFrom: 'service-api' };
  return requestScope(rooms, caller, 'system');
}

/** A scratch instance has one workspace, and nothing outlives it. */
const SCRATCH_TENANT = '00000000-0000-8000-8000-000000000001' as TenantId;

async function findTenant(storage: Storage, wanted: string | undefined): Promise<TenantId> {
  if (wanted === undefined) return localTenant(storage);
  const tenants = await storage.system.tenants.list();
  const found = tenants.filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length === 1 && found[0]) return found[0].id;
  throw new KnownError('not_found', {
    message: `There is ${found.length > 1 ? 'more than one' : 'no'} workspace "${wanted}".`,
    hint: `Workspaces: ${tenants.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none'}`,
  });
}

/** The workspace of the command line: the oldest, made when there is none. */
async function localTenant(storage: Storage): Promise<TenantId> {
  return storage.system.transaction(async ({ tenants }) => {
    const [first] = await tenants.list();
    return (first ?? (await tenants.create({ name: 'Workspace' }))).id;
  });
}

function readMocks(mocks: JsonObject): NodeMocks {
  const parsed = NodeMocks.safeParse(mocks);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KnownError('usage', {
    message: `--mocks: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`,
    hint: 'Expected {"nodes": {ID: {"outputs": {…}}}, "node_types": {TYPE: {"outputs": {…}}}}.',
  });
}
