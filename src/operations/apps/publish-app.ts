import { type AppId, KnownError } from '../../kernel/index.ts';
import type { Workflow, WorkflowContent } from '../../storage/index.ts';
import { prepareWorkflow } from '../runs/plan/runnable-app.ts';
import type { Scope } from '../scope.ts';
import { requireEditor } from './require-editor.ts';
import { sealContent, unsealContent } from './sealed-variables.ts';
import { toDefinition } from './workflow-content.ts';

/** Makes the draft of an app the version that runs; undefined for apps without a graph. Refused when the graph could not run. */
export async function publishApp(
  scope: Pick<Scope, 'stores' | 'caller' | 'nodes' | 'vault'>,
  request: { readonly appId: AppId },
): Promise<Workflow | undefined> {
  requireEditor(scope.caller);
  const app = await scope.stores.apps.get(request.appId);
  if (app.appModelConfigId !== null) return undefined; // what is saved of such an app is what runs
  const draft = await scope.stores.workflows.findDraft(app.id);
  if (!draft) throw new KnownError('bad_request', { message: `App ${app.id} has no draft to publish.` });
  const content: WorkflowContent = unsealContent(scope, app.id, {
    graph: draft.graph,
    features: draft.features,
    environmentVariables: draft.environmentVariables,
    conversationVariables: draft.conversationVariables,
    ragPipelineVariables: draft.ragPipelineVariables,
  });
  prepareWorkflow(toDefinition(content), scope);
  return scope.stores.workflows.publish(app, sealContent(scope, app.id, content));
}
