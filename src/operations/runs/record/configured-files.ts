import type { WorkflowDefinition } from '../../../dsl/index.ts';
import { isJsonObject, type JsonValue } from '../../../kernel/index.ts';

/** Tells whether a workflow itself names a file, in a node's data or as the value of a variable. */
export function configuredFiles({
  graph,
  conversationVariables,
}: Pick<WorkflowDefinition, 'graph' | 'conversationVariables'>): (fileId: string) => boolean {
  const places = () => [...graph.nodes.map(({ data }) => data), ...conversationVariables.map(({ value }) => value)];
  return (fileId) => places().some((json) => holds(json, fileId));
}

/** Editors also write lists of files as JSON text. */
function holds(json: JsonValue, id: string): boolean {
  if (typeof json === 'string') return json.includes(id);
  if (Array.isArray(json)) return json.some((item) => holds(item, id));
  return isJsonObject(json) && Object.values(json).some((item) => holds(item, id));
}
