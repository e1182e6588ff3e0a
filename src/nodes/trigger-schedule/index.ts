import { z } from 'zod';
import { succeeded } from '../../engine/index.ts';
import { jsonObject, optionally, withDefault } from '../config-fields.ts';
import { defineNode } from '../define-node.ts';
import { systemOutputs } from '../system-variables.ts';

/** When it fires is the scheduler's to read. */
const TriggerScheduleConfig = z.object({
  mode: withDefault(z.enum(['visual', 'cron']), 'visual'),
  frequency: optionally(z.enum(['hourly', 'daily', 'weekly', 'monthly'])),
  visual_config: optionally(jsonObject),
  cron_expression: optionally(z.string()),
  timezone: withDefault(z.string(), 'UTC'),
});

/** Where a run begins that the clock started. */
export const triggerSchedule = defineNode({
  type: 'trigger-schedule',
  version: '1',
  role: 'root',
  config: TriggerScheduleConfig,
  execute: async (_, { variables }) => succeeded({ outputs: systemOutputs(variables), inputs: {} }),
});
