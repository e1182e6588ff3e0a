import { defineNode } from '../define-node.ts';
import { TemplateTransformConfig } from './config.ts';
import { execute } from './execute.ts';

/** Makes a text from variables with a Jinja2 template. */
export const templateTransform = defineNode({
  type: 'template-transform',
  version: '1',
  role: 'executable',
  config: TemplateTransformConfig,
  reads: (config) => config.variables.map((variable) => variable.value_selector),
  execute,
});
