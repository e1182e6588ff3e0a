import { type AppId, KnownError, type TenantId } from '../kernel/index.ts';
import type { Ground } from './access.ts';
import type { App } from './rows.ts';
import { Fts5TextIndex } from './search/fts5.ts';
import { SqliteVectorIndex } from './search/sqlite-vec.ts';
import type { TextIndex } from './search/text-index.ts';
import type { VectorIndex } from './search/vector-index.ts';
import { ApiExtensionStore } from './stores/apps/api-extensions.ts';
import { ApiTokenStore } from './stores/apps/api-tokens.ts';
import { AppLogStore } from './stores/apps/app-logs.ts';
import { AppStore } from './stores/apps/apps.ts';
import { EndUserStore } from './stores/apps/end-users.ts';
import { InstalledAppStore } from './stores/apps/installed-apps.ts';
import { ModelConfigStore } from './stores/apps/model-configs.ts';
import { PendingImportStore } from './stores/apps/pending-imports.ts';
import { SiteStore } from './stores/apps/sites.ts';
import { TagStore } from './stores/apps/tags.ts';
import { WorkflowStore } from './stores/apps/workflows.ts';
import { AnnotationStore } from './stores/chat/annotations.ts';
import { ConversationStore } from './stores/chat/conversations.ts';
import { MessagePartStore } from './stores/chat/message-parts.ts';
import { MessageStore } from './stores/chat/messages.ts';
import { ToolFileStore } from './stores/files/tool-files.ts';
import { UploadFileStore } from './stores/files/upload-files.ts';
import { TenantJobStore } from './stores/jobs/jobs.ts';
import { EmbeddingStore } from './stores/models/embeddings.ts';
import { ModelStore } from './stores/models/models.ts';
import { FormStore } from './stores/runs/forms.ts';
import type { PendingBatches } from './stores/runs/run-recording.ts';
import { RunStore } from './stores/runs/runs.ts';
import { MemberStore } from './stores/tenants/members.ts';

/** Stores of more apps are made anew. */
const MOST_APPS = 1000;

/** The stores of one app, which came from its tenant's own store. */
export class AppStores {
  readonly modelConfigs: ModelConfigStore;
  readonly site: SiteStore;
  readonly endUsers: EndUserStore;
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
  readonly messageParts: MessagePartStore;
  readonly annotations: AnnotationStore;
  readonly logs: AppLogStore;

  constructor(ground: Ground, app: App) {
    this.modelConfigs = new ModelConfigStore(ground, app.id);
    this.site = new SiteStore(ground, app.id);
    this.endUsers = new EndUserStore(ground, app);
    this.conversations = new ConversationStore(ground, app.id);
    this.messages = new MessageStore(ground, app.id);
    this.messageParts = new MessagePartStore(ground, app.id);
    this.annotations = new AnnotationStore(ground, app.id);
    this.logs = new AppLogStore(ground, app.id);
  }
}

/** Everything of one tenant, and nothing of another: each store was made with the tenant's id. */
export class TenantStores {
  readonly tenantId: TenantId;
  readonly #ground: Ground;
  readonly #pending: PendingBatches;
  readonly #apps = new Map<AppId, AppStores>();
  readonly members: MemberStore;
  readonly apps: AppStore;
  readonly workflows: WorkflowStore;
  readonly runs: RunStore;
  readonly forms: FormStore;
  readonly apiTokens: ApiTokenStore;
  readonly uploadFiles: UploadFileStore;
  readonly toolFiles: ToolFileStore;
  readonly tags: TagStore;
  readonly installedApps: InstalledAppStore;
  readonly pendingImports: PendingImportStore;
  readonly models: ModelStore;
  readonly apiExtensions: ApiExtensionStore;
  readonly embeddings: EmbeddingStore;
  readonly jobs: TenantJobStore;
  readonly vectors: VectorIndex;
  readonly texts: TextIndex;

  constructor(ground: Ground, tenantId: TenantId, pending: PendingBatches) {
    this.#ground = ground;
    this.#pending = pending;
    this.tenantId = tenantId;
    this.members = new MemberStore(ground, tenantId);
    this.apps = new AppStore(ground, tenantId);
    this.workflows = new WorkflowStore(ground, tenantId);
    this.runs = new RunStore(ground, tenantId, pending);
    this.forms = new FormStore(ground, tenantId);
    this.apiTokens = new ApiTokenStore(ground, tenantId);
    this.uploadFiles = new UploadFileStore(ground, tenantId);
    this.toolFiles = new ToolFileStore(ground, tenantId);
    this.tags = new TagStore(ground, tenantId);
    this.installedApps = new InstalledAppStore(ground, tenantId);
    this.pendingImports = new PendingImportStore(ground, tenantId);
    this.models = new ModelStore(ground, tenantId);
    this.apiExtensions = new ApiExtensionStore(ground, tenantId);
    this.embeddings = new EmbeddingStore(ground, tenantId);
    this.jobs = new TenantJobStore(ground, tenantId);
    this.vectors = new SqliteVectorIndex(ground.access, tenantId);
    this.texts = new Fts5TextIndex(ground.access, tenantId);
  }

  /** The same stores each time: every request asks for some. */
  ofApp(app: App): AppStores {
    if (app.tenantId !== this.tenantId) throw new KnownError('app_not_found');
    const known = this.#apps.get(app.id);
    if (known) return known;
    if (this.#apps.size >= MOST_APPS) this.#apps.clear();
    const stores = new AppStores(this.#ground, app);
    this.#apps.set(app.id, stores);
    return stores;
  }

  /**
   * All or nothing, with nobody writing in between. Only the stores given to `work` take part. Never wait for a model or
   * the network in here: every other writer of this process waits, too.
   */
  transaction<T>(work: (stores: TenantStores) => Promise<T>): Promise<T> {
    return this.#ground.access.transaction((access) =>
      work(new TenantStores({ ...this.#ground, access }, this.tenantId, this.#pending)),
    );
  }
}
