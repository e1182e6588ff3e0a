import { defineNode } from '../define-node.ts';
import { referencesOf } from '../template-references.ts';
import { HumanInputConfig } from './config.ts';
import { execute, TIMEOUT_HANDLE } from './execute.ts';

/** Waits for a person: the way on is the action they choose. */
export const humanInput = defineNode({
  type: 'human-input',
  version: '1',
  role: 'branch',
  config: HumanInputConfig,
  reads: (config) => [
    ...referencesOf(config.form_content),
    ...config.inputs.flatMap(({ default: source }) => (source?.type === 'variable' ? [source.selector] : [])),
  ],
  handles: (config) => [...config.user_actions.map((action) => action.id), TIMEOUT_HANDLE],
  execute,
});
