import type { FileKind, FileReference, NodeRegistry, RunLimits } from '../engine/index.ts';
import type {
  AppId,
  Caller,
  Clock,
  ConversationId,
  IdSource,
  JsonObject,
  MessageId,
  WorkflowId,
} from '../kernel/index.ts';
import type { ModelRuntime } from '../models/index.ts';
import type { NodeCapabilities } from '../nodes/index.ts';
import type { Log } from '../platform/log/index.ts';
import type { Outbound } from '../platform/outbound/index.ts';
import type { Vault } from '../platform/secrets/index.ts';
import type { LiveRuns } from '../runs/index.ts';
import type { BlobStore, ChatOwner, CreatorRole, SystemStores, TenantStores } from '../storage/index.ts';

/**
 * What one caller's request may use: every room, already bound to that caller. `instance` makes it; an operation
 * names the members it needs (`Pick<Scope, …>`), so that its signature tells what it can touch.
 */
export interface Scope {
  readonly caller: Caller;
  /** Opens the storage on first use: a run that keeps nothing never opens it. */
  readonly stores: TenantStores;
  /** False in a scratch instance: runs leave no records. */
  readonly keepsRecords: boolean;
  readonly nodes: NodeRegistry<NodeCapabilities>;
  readonly runs: LiveRuns;
  readonly models: ModelRuntime;
  readonly versions: KnownVersions;
  readonly limits: RunLimits;
  /** `MAX_VARIABLE_SIZE` */
  readonly maxVariableBytes: number;
  /** `MODERATION_BUFFER_SIZE`: so much more of an answer is written before moderation looks at it again. */
  readonly moderationBufferCharacters: number;
  /** What requests to apps may take. */
  readonly appLimits: AppLimits;
  /** Who asked, as the wire shows it: `{id, user}` for end users, `{id, name, email}` for accounts. */
  readonly createdBy: JsonObject;
  readonly files: RunFileStore;
  /** What a run of this person may be given: a form is filled in for it, by whomever. */
  filesOf(owner: ChatOwner): RunFileStore;
  readonly uploads: UploadRules;
  /** For addresses that a caller names: public ones, and those the operator allowed. */
  readonly fetch: Outbound['fetch'];
  /** For addresses that those who look after the workspace configure: providers of models. */
  readonly fetchTrusted: typeof globalThis.fetch;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly vault: Vault;
  /** This process, as leases name it. */
  readonly processName: string;
  /** Until when a lease taken now is believed. */
  readonly leaseUntil: () => number;
  /** Whose chats a person's are, in one app. */
  readonly chatOwner: (appId: AppId, user: string) => Promise<ChatOwner>;
  /** The same as the columns of a record. */
  readonly creator: (
    appId: AppId,
    user: string,
  ) => Promise<{ readonly createdBy: string; readonly createdByRole: CreatorRole }>;
  /** The secret that opens a form of this instance. */
  readonly formToken: (formId: string) => string;
  /** What the nodes of one run may use. */
  readonly capabilities: (binding: RunBinding) => NodeCapabilities;
}

/** What published versions of apps consist of. A version never changes, so reading it once is enough. */
export interface KnownVersions {
  /** `key` names tenant, app and version. */
  of<Body>(key: string, read: () => Promise<Body>): Promise<Body>;
}

/**
 * What the work of the instance itself may use: what belongs to no workspace, or to all of them. `instance` gives it to
 * the job runner and to the machine's own command line, never to a request.
 */
export interface SystemScope {
  readonly stores: SystemStores;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
  readonly retention: RetentionRules;
}

/** How long what is over is kept. */
export interface RetentionRules {
  /** Absent: runs are kept for ever. */
  readonly runs?: {
    readonly days: number;
    /** Runs per commit. */
    readonly batchSize: number;
    /** Only runs of these; of all when empty. */
    readonly workflowIds: readonly WorkflowId[];
  };
  readonly jobDays: number;
  readonly embeddingDays: number;
}

/** Of every app; what an app says itself may be less. */
export interface AppLimits {
  /** `APP_MAX_ACTIVE_REQUESTS`: runs of one app at once; 0 for any number. */
  readonly maxActive: number;
  /** `APP_MAX_EXECUTION_TIME` */
  readonly maxSeconds: number;
}

/** To what the capabilities of a run are bound. */
export interface RunBinding {
  readonly appId: AppId;
  readonly conversationId?: ConversationId;
  /** Session id of the person who asked. */
  readonly user: string;
  /** Whose files it may read, when somebody else has it go on. */
  readonly owner?: ChatOwner;
  readonly messageId?: MessageId;
  /** What the message goes on with. */
  readonly parentMessageId?: MessageId | null;
}

/** Files on their way into a run. */
export interface RunFileStore {
  /** Keeps uploaded bytes. */
  store(file: {
    readonly bytes: Uint8Array;
    readonly filename: string;
    readonly mimeType: string;
  }): Promise<FileReference>;
  /**
   * The file object of a request (spec/api.md 6.3) as a reference, checked against the caller's own files. The host of a
   * remote one is asked for what the object does not tell, unless `asksHost` is false.
   */
  resolve(file: JsonObject, options?: { readonly asksHost?: boolean }): Promise<FileReference>;
}

/** What may be uploaded, and where it goes. */
export interface UploadRules {
  readonly blobs: BlobStore;
  readonly maxBytes: Readonly<Record<FileKind, number>>;
  /** Lower case, without the dot. */
  readonly blockedExtensions: readonly string[];
  /** Who uploads, as the columns of a file. */
  readonly maker: { readonly createdBy: string; readonly createdByRole: CreatorRole };
}
