import { failed, type NodeContext, type NodeResult, string, succeeded } from '../../engine/index.ts';
import { renderTemplate, TemplateError } from '../../jinja/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { recordOfBindings } from '../records.ts';
import { bindingsToJson } from '../variable-bindings.ts';
import type { TemplateTransformConfig } from './config.ts';

type Context = Pick<NodeContext, 'variables'> & Pick<NodeCapabilities, 'limits'>;

export async function execute(config: TemplateTransformConfig, context: Context): Promise<NodeResult> {
  const inputs = recordOfBindings(config.variables, context.variables);
  const variables = bindingsToJson(config.variables, context.variables);
  try {
    const output = renderTemplate(config.template, variables, { maxOutputLength: context.limits.templateMaxLength });
    return succeeded({ outputs: { output: string(output) }, inputs });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return failed('TemplateRenderError', error.message, { inputs });
  }
}
