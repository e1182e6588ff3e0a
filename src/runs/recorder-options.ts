import type { RunEvent } from '../engine/index.ts';
import type { ConversationId, JsonValue } from '../kernel/index.ts';
import type {
  ConversationVariableRecord,
  MessageFileRecord,
  NewConversation,
  NewMessage,
  NewWorkflowRun,
  RunBatch,
  TenantStores,
} from '../storage/index.ts';
import type { RunFacts } from './run-facts.ts';

/** The rows that come into being with a run's first events. */
export interface RunBirth {
  readonly run: NewWorkflowRun;
  readonly conversation?: NewConversation;
  /** The conversation that goes on: it was used now. */
  readonly usedConversation?: ConversationId;
  readonly message?: NewMessage;
  /** What came with the question. */
  readonly messageFiles?: readonly MessageFileRecord[];
  /** The values with which the variables of a new conversation begin. */
  readonly variables?: readonly ConversationVariableRecord[];
  readonly appLog?: RunBatch['appLog'];
  readonly job?: RunBatch['job'];
  /** What was run, where no published version holds it. */
  readonly definition?: JsonValue;
}

export interface RecorderOptions {
  readonly stores: Pick<TenantStores, 'runs'>;
  readonly facts: RunFacts;
  /** Absent when the run was begun by an earlier process. */
  readonly birth?: RunBirth;
  /** This process, as the run's lease names it. */
  readonly leaseOwner: string;
  /** What is known of a conversation variable beside its value. */
  readonly describeVariable: (name: string) => Omit<ConversationVariableRecord, 'value'> | undefined;
  /** True for the id of a file that the app's own definition names: whoever edits the app chose it. */
  readonly isConfigured?: (fileId: string) => boolean;
  /** What other processes recorded of a run that goes on. */
  readonly earlier?: readonly RunEvent[];
  /** The secret that opens a form. */
  readonly formToken: (formId: string) => string;
}
