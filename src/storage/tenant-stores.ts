import { KnownError, type TenantId } from '../kernel/index.ts';
import type { Ground } from './access.ts';
import type { App } from './rows.ts';
import { AppStore } from './stores/apps.ts';
import { ConversationStore } from './stores/conversations.ts';
import { MessageStore } from './stores/messages.ts';
import type { PendingBatches } from './stores/run-recording.ts';
import { RunStore } from './stores/runs.ts';
import { WorkflowStore } from './stores/workflows.ts';

/** The stores of one app, which came from its tenant's own store. */
export class AppStores {
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;

  constructor(ground: Ground, app: App) {
    this.conversations = new ConversationStore(ground, app.id);
    this.messages = new MessageStore(ground, app.id);
  }
}

/** Everything of one tenant, and nothing of another: each store was made with the tenant's id. */
export class TenantStores {
  readonly tenantId: TenantId;
  readonly #ground: Ground;
  readonly #pending: PendingBatches;
  readonly apps: AppStore;
  readonly workflows: WorkflowStore;
  readonly runs: RunStore;

  constructor(ground: Ground, tenantId: TenantId, pending: PendingBatches) {
    this.#ground = ground;
    this.#pending = pending;
    this.tenantId = tenantId;
    this.apps = new AppStore(ground, tenantId);
    this.workflows = new WorkflowStore(ground, tenantId);
    this.runs = new RunStore(ground, tenantId, pending);
  }

  ofApp(app: App): AppStores {
    if (app.tenantId !== this.tenantId) throw new KnownError('app_not_found');
    return new AppStores(this.#ground, app);
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
