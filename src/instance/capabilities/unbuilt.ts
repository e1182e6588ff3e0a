import { KnownError } from '../../kernel/index.ts';
import type { KnowledgeRetriever, ToolRunner } from '../../nodes/index.ts';

/** Parts of the product that are not built yet say so, by name, when a node asks for them. */
function unbuilt(part: string): never {
  throw new KnownError('not_built', {
    message: `${part} cannot be used yet: this part of the program is not built.`,
    hint: 'dify run --mocks FILE replaces the work of such nodes.',
  });
}

export const unbuiltKnowledge: KnowledgeRetriever = { retrieve: async () => unbuilt('Knowledge bases') };
export const unbuiltTools: ToolRunner = { invoke: async () => unbuilt('Tools') };
