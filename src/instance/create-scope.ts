import type { NodeRegistry } from '../engine/index.ts';
import type { Caller, Clock, EndUserId, IdSource } from '../kernel/index.ts';
import type { ModelRuntime } from '../models/index.ts';
import type { NodeCapabilities } from '../nodes/index.ts';
import { idFromText, type RunBinding, type Scope } from '../operations/index.ts';
import type { Config } from '../platform/config/index.ts';
import type { Outbound } from '../platform/outbound/index.ts';
import type { SandboxPool } from '../platform/sandbox/index.ts';
import type { Signer, Vault } from '../platform/secrets/index.ts';
import type { LiveRuns } from '../runs/index.ts';
import type { Storage } from '../storage/index.ts';
import { chatMemory } from './chat-memory.ts';
import { createHttpClient } from './http-client.ts';
import { nodeLimitsOf, runLimitsOf } from './node-limits.ts';
import { createScratchFiles } from './scratch-files.ts';
import { unbuiltAgents, unbuiltDocuments, unbuiltKnowledge, unbuiltTools } from './unbuilt.ts';

/** Everything a scope is cut from. */
export interface Rooms {
  readonly config: Config;
  readonly keepsRecords: boolean;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly outbound: Outbound;
  readonly sandbox: SandboxPool;
  readonly runs: LiveRuns;
  readonly signer: Signer;
  readonly vault: Vault;
  readonly nodes: NodeRegistry<NodeCapabilities>;
  readonly storage: LazyStorage;
  readonly processName: string;
  readonly leaseUntil: () => number;
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
  const files = createScratchFiles(rooms.outbound, rooms.ids);
  const stores = () => rooms.storage.open().tenant(caller.tenantId);
  const endUser = async (appId: string, session: string) => idFromText(`end user ${appId} ${session}`) as EndUserId;
  return {
    caller,
    get stores() {
      return stores();
    },
    keepsRecords: rooms.keepsRecords,
    models,
    nodes,
    files,
    runs: rooms.runs,
    limits: runLimitsOf(rooms.config),
    maxVariableBytes: rooms.config.maxVariableBytes,
    createdBy: { id: caller.tenantId, user },
    clock: rooms.clock,
    ids: rooms.ids,
    vault: rooms.vault,
    processName: rooms.processName,
    leaseUntil: rooms.leaseUntil,
    chatOwner: async (appId, session) => ({ endUserId: await endUser(appId, session) }),
    creator: async (appId, session) => ({ createdBy: await endUser(appId, session), createdByRole: 'end_user' }),
    formToken: (formId) => rooms.signer.sign(`form|${formId}`),
    capabilities: (binding) => capabilitiesOf(rooms, { caller, models, files, stores }, binding),
  };
}

interface Bound {
  readonly caller: Caller;
  readonly models: ModelRuntime;
  readonly files: ReturnType<typeof createScratchFiles>;
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
    documents: unbuiltDocuments,
    knowledge: unbuiltKnowledge,
    tools: unbuiltTools,
    agents: unbuiltAgents,
    conversation: chatMemory(rooms.keepsRecords ? stores() : undefined, binding),
    endUser: binding.user,
  };
}
