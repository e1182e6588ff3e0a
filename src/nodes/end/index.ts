import type { ResponseSegment } from '../../engine/index.ts';
import { defineNode } from '../define-node.ts';
import { EndConfig } from './config.ts';
import { execute } from './execute.ts';

/** Names the outputs of a workflow. While the run goes on they are sent in order, each on a line of its own. */
export const end = defineNode({
  type: 'end',
  version: '1',
  role: 'response',
  config: EndConfig,
  reads: (config) => config.outputs.map((output) => output.value_selector),
  response: responseOf,
  execute,
});

function responseOf(config: EndConfig): readonly ResponseSegment[] {
  return config.outputs.flatMap(({ value_selector: selector }, i): ResponseSegment[] => {
    const value: ResponseSegment = { kind: 'variable', selector };
    return i === 0 ? [value] : [{ kind: 'text', text: '\n' }, value];
  });
}
