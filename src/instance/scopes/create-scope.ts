import { openAgentRunner } from '../../agents/index.ts';
import type { FileReference, NodeRegistry, RunLimits } from '../../engine/index.ts';
import {
  type AccountId,
  type AppId,
  type Caller,
  type Clock,
  type IdSource,
  type JsonObject,
  KnownError,
  type TenantId,
} from '../../kernel/index.ts';
import type { ModelRuntime } from '../../models/index.ts';
import type { NodeCapabilities, RunFiles } from '../../nodes/index.ts';
import type { AppLimits, KnownVersions, RunBinding, RunFileStore, Scope, UploadRules } from '../../operations/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { Vault } from '../../platform/secrets/index.ts';
import type { LiveRuns } from '../../runs/index.ts';
import { type ChatOwner, makerColumns as makerOf } from '../../storage/index.ts';
import { chatMemory } from '../capabilities/chat-memory.ts';
import { unbuiltKnowledge, unbuiltTools } from '../capabilities/unbuilt.ts';
import { signedFileUrl } from '../files/file-links.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import { createScratchFiles } from '../files/scratch-files.ts';
import type { Rooms } from '../rooms/rooms.ts';

export interface ScopeRequest {
  readonly caller: Caller;
  /** Session id of the person who asks. */
  readonly user: string;
  readonly models: ModelRuntime;
  readonly nodes: NodeRegistry<NodeCapabilities>;
}

/** Binds every room to one caller. */
export function createScope(rooms: Rooms, request: ScopeRequest): Scope {
  return new CallerScope(rooms, request);
}

/** Made for every request, so it holds next to nothing of its own. */
class CallerScope implements Scope {
  readonly caller: Caller;
  readonly models: ModelRuntime;
  readonly nodes: NodeRegistry<NodeCapabilities>;
  readonly createdBy: JsonObject;
  readonly #rooms: Rooms;
  #files: (RunFiles & RunFileStore) | undefined;

  constructor(rooms: Rooms, { caller, user, models, nodes }: ScopeRequest) {
    this.#rooms = rooms;
    this.caller = caller;
    this.models = models;
    this.nodes = nodes;
    this.createdBy = { id: idOf(caller), user };
  }

  get stores(): Scope['stores'] {
    return this.#rooms.storage.open().tenant(this.caller.tenantId);
  }

  get files(): RunFiles & RunFileStore {
    const { keepsRecords, outbound, ids } = this.#rooms;
    this.#files ??= keepsRecords ? this.#filesOf(ownerOf(this.caller)) : createScratchFiles(outbound, ids);
    return this.#files;
  }

  filesOf(owner: ChatOwner): RunFileStore {
    return this.#rooms.keepsRecords ? this.#filesOf(owner) : this.files;
  }

  get uploads(): UploadRules {
    return uploadRulesOf(this.#rooms, this.caller);
  }

  get keepsRecords(): boolean {
    return this.#rooms.keepsRecords;
  }

  get runs(): LiveRuns {
    return this.#rooms.runs;
  }

  get versions(): KnownVersions {
    return this.#rooms.versions;
  }

  get limits(): RunLimits {
    return this.#rooms.shared.runLimits;
  }

  get maxVariableBytes(): number {
    return this.#rooms.config.maxVariableBytes;
  }

  get moderationBufferCharacters(): number {
    return this.#rooms.config.moderationBufferCharacters;
  }

  get appLimits(): AppLimits {
    return this.#rooms.shared.appLimits;
  }

  get fetch(): Outbound['fetch'] {
    return this.#rooms.outbound.fetch;
  }

  get fetchTrusted(): typeof fetch {
    return this.#rooms.outbound.fetchTrusted as typeof fetch; // takes all that fetch takes
  }

  get log(): Log {
    return this.#rooms.log;
  }

  get clock(): Clock {
    return this.#rooms.clock;
  }

  get ids(): IdSource {
    return this.#rooms.ids;
  }

  get vault(): Vault {
    return this.#rooms.vault;
  }

  get processName(): string {
    return this.#rooms.processName;
  }

  get leaseUntil(): () => number {
    return this.#rooms.leaseUntil;
  }

  get formToken(): (formId: string) => string {
    return this.#rooms.shared.formToken;
  }

  /** End users own their chats, and so do accounts; the command line asks in the name of an end user. Holders have none. */
  readonly chatOwner = async (appId: AppId, session: string): Promise<ChatOwner> => {
    const { actor } = this.caller;
    if (actor.kind === 'end-user') return { endUserId: actor.endUserId };
    if (actor.kind === 'account') return { accountId: actor.accountId };
    if (actor.kind === 'holder') throw new KnownError('forbidden');
    const app = await this.stores.apps.get(appId);
    const { id } = await this.stores
      .ofApp(app)
      .endUsers.findOrCreate({ type: 'service-api', sessionId: session, externalUserId: session });
    return { endUserId: id };
  };

  readonly creator = async (appId: AppId, session: string) => makerOf(await this.chatOwner(appId, session));

  /** What the nodes of one run may use. */
  readonly capabilities = (binding: RunBinding): NodeCapabilities => {
    const rooms = this.#rooms;
    const { caller, models } = this;
    const files = binding.owner ? this.#filesOf(binding.owner) : this.files;
    return {
      models,
      files,
      limits: rooms.shared.nodeLimits,
      http: rooms.shared.http,
      sandbox: rooms.sandbox.forApp(`${caller.tenantId}/${binding.appId}`),
      documents: rooms.documents.forOwner(caller.tenantId),
      knowledge: unbuiltKnowledge,
      tools: unbuiltTools,
      agents: openAgentRunner<FileReference>({ models, ids: rooms.ids, clock: rooms.clock, tools: rooms.shared.tools }),
      conversation: chatMemory(rooms.keepsRecords ? this.stores : undefined, files, binding),
      endUser: binding.user,
    };
  };

  #filesOf(owner: ChatOwner | undefined): RunFiles & RunFileStore {
    const rooms = this.#rooms;
    return createKeptFiles({
      stores: this.stores,
      blobs: rooms.storage.open().blobs,
      outbound: rooms.outbound,
      owner,
      fallbackMaker: nobodyOf(this.caller.tenantId),
      signedUrl: (id) => signedFileUrl(rooms, id),
    });
  }
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
