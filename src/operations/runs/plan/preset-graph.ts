import { presetAnswerGraph, type WorkflowDefinition } from '../../../dsl/index.ts';
import type { PresetAnswered } from '../../../engine/index.ts';
import type { Scope } from '../../scope.ts';
import { prepareWorkflow } from './runnable-app.ts';

/** A preset answer as the smallest of graphs, so that it is streamed, recorded and remembered like any other. */
export function presetGraph(scope: Pick<Scope, 'nodes'>, app: WorkflowDefinition, { answer }: PresetAnswered) {
  const workflow = { ...app, graph: presetAnswerGraph(answer) };
  return { workflow, graph: prepareWorkflow(workflow, scope) };
}
