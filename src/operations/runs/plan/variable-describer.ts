import type { VariableDefinition } from '../../../dsl/index.ts';
import { idFromText } from '../../../kernel/index.ts';
import type { ConversationVariableRecord } from '../../../storage/index.ts';

/** What is known of a conversation variable beside its value. Ids that are no UUIDs are taken as they are. */
export function variableDescriber(definitions: readonly VariableDefinition[]) {
  return (name: string): Omit<ConversationVariableRecord, 'value'> | undefined => {
    const found = definitions.find((definition) => definition.name === name);
    if (!found) return undefined;
    const { valueType, description } = found;
    return { variableId: found.id ?? idFromText(`variable ${name}`), name, valueType, description };
  };
}
