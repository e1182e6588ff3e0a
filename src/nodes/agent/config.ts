import { z } from 'zod';
import { booleanField, integerField, optionally, textField, withDefault } from '../config-fields.ts';
import { Parameters } from '../node-parameters.ts';

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
});
export type AgentConfig = z.infer<typeof AgentConfig>;
