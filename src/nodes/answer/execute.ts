import {
  type FileReference,
  files,
  type NodeContext,
  type NodeResult,
  string,
  succeeded,
  type VariableReader,
} from '../../engine/index.ts';
import { segmentsOf } from '../template-references.ts';
import type { AnswerConfig } from './config.ts';

export async function execute(config: AnswerConfig, context: Pick<NodeContext, 'variables'>): Promise<NodeResult> {
  const answer = context.variables.render(config.answer, 'markdown');
  return succeeded({ outputs: { answer: string(answer), files: files(filesIn(config.answer, context.variables)) } });
}

function filesIn(template: string, variables: VariableReader): readonly FileReference[] {
  return segmentsOf(template).flatMap((segment) => {
    const value = segment.kind === 'variable' ? variables.get(segment.selector) : undefined;
    if (value?.type === 'file') return [value.value];
    return value?.type === 'array[file]' ? value.value : [];
  });
}
