import { z } from 'zod';
import { jsonObject, optionally, withDefault } from '../config-fields.ts';
import { Parameters } from '../node-parameters.ts';

export const ToolConfig = z.object({
  provider_id: z.string(),
  provider_type: z.enum(['builtin', 'plugin', 'api', 'workflow', 'mcp', 'app', 'dataset-retrieval']),
  provider_name: withDefault(z.string(), ''),
  tool_name: z.string(),
  tool_label: withDefault(z.string(), ''),
  tool_configurations: withDefault(jsonObject, {}),
  tool_parameters: withDefault(Parameters, {}),
  credential_id: optionally(z.string()),
  plugin_unique_identifier: optionally(z.string()),
});
export type ToolConfig = z.infer<typeof ToolConfig>;
