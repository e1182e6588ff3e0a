import { z } from 'zod';
import { booleanField, integerField, optionally, textField, withDefault } from '../config-fields.ts';
import { Parameters } from '../node-parameters.ts';
import { VisionConfig } from '../prompting/model-fields.ts';

export const AgentConfig = z.object({
  agent_strategy_provider_name: z.string(),
  agent_strategy_name: z.string(),
  agent_strategy_label: withDefault(textField, ''),
  agent_parameters: withDefault(Parameters, {}),
  memory: optionally(
    z.object({
      window: withDefault(z.object({ enabled: withDefault(booleanField, false), size: optionally(integerField) }), {
        enabled: false,
        size: undefined,
      }),
    }),
  ),
  /** Of agent apps, which are agent nodes that see; the nodes of Dify's editor do not. */
  vision: optionally(VisionConfig),
});
export type AgentConfig = z.infer<typeof AgentConfig>;
