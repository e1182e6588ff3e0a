import { z } from 'zod';
import { withDefault } from '../config-fields.ts';
import { Parameters } from '../node-parameters.ts';

export const DatasourceConfig = z.object({
  plugin_id: z.string(),
  provider_name: z.string(),
  provider_type: z.string(),
  datasource_name: withDefault(z.string(), ''),
  datasource_parameters: withDefault(Parameters, {}),
});
export type DatasourceConfig = z.infer<typeof DatasourceConfig>;
