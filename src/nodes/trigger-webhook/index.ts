import { defineNode } from '../define-node.ts';
import { TriggerWebhookConfig } from './config.ts';
import { execute } from './execute.ts';

/** Where a run begins that a request to a webhook started. */
export const triggerWebhook = defineNode({
  type: 'trigger-webhook',
  version: '1',
  role: 'root',
  config: TriggerWebhookConfig,
  execute,
});
