import { readDsl } from '../../dsl/index.ts';
import { prepareGraph } from '../../engine/index.ts';
import { createNodeRegistry } from '../../nodes/index.ts';

export interface FoundProblem {
  readonly code: string;
  readonly message: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  readonly nodeId?: string;
}

/** Every problem of a DSL file that would stop an import or a run. Pure: needs no scope. */
export function validateDefinition(text: Uint8Array): FoundProblem[] {
  const read = readDsl(text);
  if (!read.file)
    return read.problems.length > 0
      ? [...read.problems]
      : [{ code: 'INVALID_DSL', message: read.error ?? 'not a Dify app' }];
  const { file } = read;
  const graph = file.app.workflow?.graph;
  const prepared = graph ? prepareGraph(graph, createNodeRegistry()) : { problems: [] };
  const found = prepared.problems.map((problem): FoundProblem => {
    const index = graph?.nodes.findIndex(({ id }) => id === problem.nodeId) ?? -1;
    const place = index < 0 ? undefined : file.locateNode(problem.nodeId ?? '', problem.path ?? []);
    return { ...problem, ...place };
  });
  return [...read.problems, ...found];
}
