import type { AgentToolSource } from '../../agents/index.ts';
import type { FileReference, NodeRegistry, RunLimits } from '../../engine/index.ts';
import type { Clock, IdSource, TenantId } from '../../kernel/index.ts';
import type { DocumentReader } from '../../knowledge/index.ts';
import type { ModelRuntime } from '../../models/index.ts';
import type { HttpClient, NodeCapabilities, NodeLimits } from '../../nodes/index.ts';
import type { AppLimits, KnownVersions } from '../../operations/index.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { SandboxPool } from '../../platform/sandbox/index.ts';
import type { Signer, Vault } from '../../platform/secrets/index.ts';
import type { LiveRuns } from '../../runs/index.ts';
import type { Storage } from '../../storage/index.ts';
import type { OwnAddress } from '../files/own-address.ts';

/** How long a process's word about a run is believed without a sign of life. */
export const LEASE_MS = 30_000;

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
  readonly address: OwnAddress;
  readonly signer: Signer;
  readonly vault: Vault;
  readonly nodes: NodeRegistry<NodeCapabilities>;
  readonly storage: LazyStorage;
  readonly processName: string;
  /** For certain: a process of this machine that held leases here and does not live any more. */
  readonly isProcessGone: (processName: string) => boolean;
  /** No other process works on the data directory. */
  readonly isAlone: () => boolean;
  readonly leaseUntil: () => number;
  readonly models: TenantModels;
  readonly versions: KnownVersions;
  readonly shared: SharedParts;
}

export interface LazyStorage {
  open(): Storage;
  close(): Promise<void>;
}

/** What is the same for every caller, made once. */
export interface SharedParts {
  readonly runLimits: RunLimits;
  readonly nodeLimits: NodeLimits;
  readonly appLimits: AppLimits;
  readonly http: HttpClient;
  readonly tools: AgentToolSource<FileReference>;
  readonly formToken: (formId: string) => string;
}

/** The models of each workspace. What credentials rest, and whose turn it is, all requests of a workspace share. */
export interface TenantModels {
  /** The same runtime each time, unless overrides (`--model FROM=TO`) make it another one. */
  of(tenantId: TenantId, overrides?: readonly string[]): ModelRuntime;
  close(): Promise<void>;
}
