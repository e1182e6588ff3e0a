import { type NodeContext, type NodeResult, succeeded, type VariableUpdate } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { failedBy } from '../node-error.ts';
import { overlaid } from '../overlaid-variables.ts';
import { recordOf } from '../records.ts';
import { applyItem } from './apply-item.ts';
import type { ItemsAssignerConfig } from './config.ts';
import { updatedVariables } from './updated-variables.ts';

/** Version 2: items in order, each sees what the ones before it wrote; all of them take effect, or none. */
export async function executeItems(
  config: ItemsAssignerConfig,
  context: Pick<NodeContext, 'variables'>,
): Promise<NodeResult> {
  const inputs = recordOfConfig(config);
  const written = new Map<string, VariableUpdate>();
  try {
    for (const item of config.items) {
      const selector = item.variable_selector;
      const value = applyItem(item, overlaid(context.variables, written.values()));
      if (value) written.set(keyOf(selector), { selector, value });
    }
  } catch (error) {
    return failedBy(error, { inputs });
  }
  const updates = [...written.values()];
  return succeeded({
    outputs: {},
    updates,
    inputs,
    processData: { ...newValues(updates), ...updatedVariables(updates) },
  });
}

/** Ids and names hold no NUL. */
function keyOf(selector: readonly string[]): string {
  return selector.slice(0, 2).join('\0');
}

function newValues(updates: readonly VariableUpdate[]): JsonObject {
  return Object.fromEntries(updates.map(({ selector, value }) => [selector[1] ?? '', recordOf(value)]));
}

function recordOfConfig(config: ItemsAssignerConfig): JsonObject {
  return { version: '2', items: config.items.map((item) => ({ ...item, value: item.value ?? null })) };
}
