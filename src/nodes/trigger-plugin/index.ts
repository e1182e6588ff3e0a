import { z } from 'zod';
import { type NodeContext, type NodeResult, succeeded } from '../../engine/index.ts';
import { jsonObject, withDefault } from '../config-fields.ts';
import { defineNode } from '../define-node.ts';
import { recordsOf } from '../records.ts';
import { systemOutputs } from '../system-variables.ts';

const TriggerPluginConfig = z.object({
  plugin_id: withDefault(z.string(), ''),
  provider_id: withDefault(z.string(), ''),
  event_name: withDefault(z.string(), ''),
  subscription_id: withDefault(z.string(), ''),
  plugin_unique_identifier: withDefault(z.string(), ''),
  event_parameters: withDefault(jsonObject, {}),
});
type TriggerPluginConfig = z.infer<typeof TriggerPluginConfig>;

/** Where a run begins that an event of a plugin started: it gives the event's payload. */
export const triggerPlugin = defineNode({
  type: 'trigger-plugin',
  version: '1',
  role: 'root',
  config: TriggerPluginConfig,
  execute,
});

async function execute(
  config: TriggerPluginConfig,
  { inputs = {}, variables }: Pick<NodeContext, 'inputs' | 'variables'>,
): Promise<NodeResult> {
  const { provider_id, event_name, plugin_unique_identifier } = config;
  return succeeded({
    outputs: { ...inputs, ...systemOutputs(variables) },
    inputs: recordsOf(inputs),
    metadata: { trigger_info: { provider_id, event_name, plugin_unique_identifier } },
  });
}
