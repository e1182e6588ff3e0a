import { randomBytes } from 'node:crypto';
import { openAgentRunner } from '../agents/index.ts';
import type { FileReference, NodeRegistry } from '../engine/index.ts';
import {
  type AccountId,
  type AppId,
  type Caller,
  type Clock,
  type IdSource,
  KnownError,
  type TenantId,
  toUnixSeconds,
} from '../kernel/index.ts';
import type { DocumentReader } from '../knowledge/index.ts';
import type { ModelRuntime } from '../models/index.ts';
import type { NodeCapabilities, RunFiles } from '../nodes/index.ts';
import type { KnownVersions, RunBinding, RunFileStore, Scope, UploadRules } from '../operations/index.ts';
import type { Config } from '../platform/config/index.ts';
import type { Log } from '../platform/log/index.ts';
import type { Outbound } from '../platform/outbound/index.ts';
import type { SandboxPool } from '../platform/sandbox/index.ts';
import type { Signer, Vault } from '../platform/secrets/index.ts';
import type { LiveRuns } from '../runs/index.ts';
import { type ChatOwner, makerColumns as makerOf, type Storage } from '../storage/index.ts';
import { chatMemory } from './chat-memory.ts';
import { createHttpClient } from './http-client.ts';
import { createKeptFiles } from './kept-files.ts';
import { nodeLimitsOf, runLimitsOf } from './node-limits.ts';
import { createScratchFiles } from './scratch-files.ts';
import type { TenantModels } from './tenant-models.ts';
import { toolsAtHand } from './tools-at-hand.ts';
import { unbuiltKnowledge, unbuiltTools } from './unbuilt.ts';

/** Everything a scope is cut from. */
export interface Rooms {
  readonly config: Config;
  readonly log: Log;
  readonly keepsRecords: boolean;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly outbound: Outbound;
  readonly sandbox: SandboxPool;
  readonly documents: DocumentReader;
  readonly runs: LiveRuns;
  readonly signer: Signer;
  readonly vault: Vault;
  readonly nodes: NodeRegistry<NodeCapabilities>;
  readonly storage: LazyStorage;
  readonly processName: string;
  /** For certain: a process of this machine that held leases here and does not live any more. */
  readonly isProcessGone: (processName: string) => boolean;
  readonly leaseUntil: () => number;
  readonly models: TenantModels;
  readonly versions: KnownVersions;
}

export interface LazyStorage {
  open(): Storage;
  close(): Promise<void>;
}

export interface ScopeRequest {
  readonly caller: Caller;
  /** Session id of the person who asks. */
  readonly user: string;
  readonly models: ModelRuntime;
  readonly nodes: NodeRegistry<NodeCapabilities>;
}

/** Binds every room to one caller. */
export function createScope(rooms: Rooms, { caller, user, models, nodes }: ScopeRequest): Scope {
  const stores = () => rooms.storage.open().tenant(caller.tenantId);
  const chatOwner = (appId: AppId, session: string) => chatOwnerOf(caller, stores, appId, session);
  const filesOf = (owner: ChatOwner | undefined) => openKeptFiles(rooms, { tenantId: caller.tenantId, owner, stores });
  const files = rooms.keepsRecords ? filesOf(ownerOf(caller)) : createScratchFiles(rooms.outbound, rooms.ids);
  const early: Omit<Scope, keyof LateParts> = {
    caller,
    keepsRecords: rooms.keepsRecords,
    models,
    nodes,
    files,
    runs: rooms.runs,
    versions: rooms.versions,
    limits: runLimitsOf(rooms.config),
    maxVariableBytes: rooms.config.maxVariableBytes,
    moderationBufferCharacters: rooms.config.moderationBufferCharacters,
    appLimits: { maxActive: rooms.config.appMaxActiveRequests, maxSeconds: rooms.config.appMaxSeconds },
    createdBy: { id: idOf(caller), user },
    fetch: rooms.outbound.fetch,
    fetchTrusted: rooms.outbound.fetchTrusted as typeof fetch, // takes all that fetch takes
    log: rooms.log,
    clock: rooms.clock,
    ids: rooms.ids,
    vault: rooms.vault,
    processName: rooms.processName,
    leaseUntil: rooms.leaseUntil,
    chatOwner,
    creator: async (appId, session) => makerOf(await chatOwner(appId, session)),
    formToken: (formId) => rooms.signer.sign(`form|${formId}`),
    capabilities: (binding) => {
      const ofRun = binding.owner ? filesOf(binding.owner) : files;
      return capabilitiesOf(rooms, { caller, models, files: ofRun, stores }, binding);
    },
  };
  return Object.assign(new LateParts(stores, () => uploadRulesOf(rooms, caller)), early);
}

/**
 * What is opened only when it is asked for. A class, because getters in an object literal would give every scope a
 * hidden class of its own, which outlives many collections of garbage.
 */
class LateParts {
  readonly #stores: () => Scope['stores'];
  readonly #uploads: () => UploadRules;

  constructor(stores: () => Scope['stores'], uploads: () => UploadRules) {
    this.#stores = stores;
    this.#uploads = uploads;
  }

  get stores(): Scope['stores'] {
    return this.#stores();
  }

  get uploads(): UploadRules {
    return this.#uploads();
  }
}

/** End users own their chats, and so do accounts; the command line asks in the name of an end user. Holders have none. */
async function chatOwnerOf(
  { actor }: Caller,
  stores: () => Scope['stores'],
  appId: AppId,
  session: string,
): Promise<ChatOwner> {
  if (actor.kind === 'end-user') return { endUserId: actor.endUserId };
  if (actor.kind === 'account') return { accountId: actor.accountId };
  if (actor.kind === 'holder') throw new KnownError('forbidden');
  const app = await stores().apps.get(appId);
  const { id } = await stores()
    .ofApp(app)
    .endUsers.findOrCreate({ type: 'service-api', sessionId: session, externalUserId: session });
  return { endUserId: id };
}

function uploadRulesOf({ config, storage }: Rooms, { actor, tenantId }: Caller): UploadRules {
  const megabytes = (count: number) => count * 1024 * 1024;
  return {
    blobs: storage.open().blobs,
    blockedExtensions: config.uploadBlockedExtensions,
    maxBytes: {
      image: megabytes(config.uploadImageMb),
      video: megabytes(config.uploadVideoMb),
      audio: megabytes(config.uploadAudioMb),
      document: megabytes(config.uploadDocumentMb),
      custom: megabytes(config.uploadDocumentMb),
    },
    maker:
      actor.kind === 'end-user'
        ? { createdBy: actor.endUserId, createdByRole: 'end_user' }
        : { createdBy: actor.kind === 'account' ? actor.accountId : tenantId, createdByRole: 'account' },
  };
}

function idOf({ actor, tenantId }: Caller): string {
  if (actor.kind === 'end-user') return actor.endUserId;
  return actor.kind === 'account' ? actor.accountId : tenantId;
}

interface KeptFilesOf {
  readonly tenantId: TenantId;
  readonly owner: ChatOwner | undefined;
  readonly stores: () => Scope['stores'];
}

function openKeptFiles(rooms: Rooms, { tenantId, owner, stores }: KeptFilesOf) {
  return createKeptFiles({
    stores: stores(),
    blobs: rooms.storage.open().blobs,
    outbound: rooms.outbound,
    owner,
    fallbackMaker: nobodyOf(tenantId),
    signedUrl: (id) => signedFileUrl(rooms, id),
  });
}

/** The command line may use every file of its workspace, a holder only what belongs to nobody in particular. */
function ownerOf({ actor, tenantId }: Caller): ChatOwner | undefined {
  if (actor.kind === 'end-user') return { endUserId: actor.endUserId };
  if (actor.kind === 'account') return { accountId: actor.accountId };
  return actor.kind === 'holder' ? { accountId: nobodyOf(tenantId) } : undefined;
}

/** What belongs to nobody in particular hangs on the workspace. */
function nobodyOf(tenantId: TenantId): AccountId {
  return tenantId as string as AccountId; // no account has the id of a workspace
}

/** A link that opens one file for a while (Dify core/file/helpers.py). */
export function signedFileUrl(rooms: Rooms, id: string): string {
  return signedLink(rooms, id, `${id}/file-preview`);
}

/** The same for a file that a tool has made; readers know its kind by the extension. */
export function signedToolFileUrl(rooms: Rooms, { id, name }: { readonly id: string; readonly name: string }): string {
  return signedLink(rooms, id, `tools/${id}${/\.\w+$/.exec(name)?.[0] ?? '.bin'}`);
}

function signedLink({ config, signer, clock }: Rooms, id: string, path: string): string {
  const timestamp = toUnixSeconds(clock.now());
  const nonce = randomBytes(16).toString('hex');
  const sign = encodeURIComponent(signer.sign(`file-preview|${id}|${timestamp}|${nonce}`));
  const base = config.filesUrl ?? `http://${config.host}:${config.port}`;
  return `${base}/files/${path}?timestamp=${timestamp}&nonce=${nonce}&sign=${sign}`;
}

interface Bound {
  readonly caller: Caller;
  readonly models: ModelRuntime;
  readonly files: RunFiles & RunFileStore;
  readonly stores: () => Scope['stores'];
}

/** What the nodes of one run may use. */
function capabilitiesOf(rooms: Rooms, { caller, models, files, stores }: Bound, binding: RunBinding): NodeCapabilities {
  return {
    models,
    files,
    limits: nodeLimitsOf(rooms.config),
    http: createHttpClient(rooms.outbound),
    sandbox: rooms.sandbox.forApp(`${caller.tenantId}/${binding.appId}`),
    documents: rooms.documents,
    knowledge: unbuiltKnowledge,
    tools: unbuiltTools,
    agents: openAgentRunner<FileReference>({
      models,
      ids: rooms.ids,
      clock: rooms.clock,
      tools: toolsAtHand(rooms),
    }),
    conversation: chatMemory(rooms.keepsRecords ? stores() : undefined, files, binding),
    endUser: binding.user,
  };
}
