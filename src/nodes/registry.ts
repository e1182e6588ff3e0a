import type { NodeDefinition, NodeRegistry } from '../engine/index.ts';
import { agent, definedAgent } from './agent/index.ts';
import { answer } from './answer/index.ts';
import { assigner, itemsAssigner } from './assigner/index.ts';
import type { NodeCapabilities } from './capabilities.ts';
import { code } from './code/index.ts';
import { datasource } from './datasource/index.ts';
import { documentExtractor } from './document-extractor/index.ts';
import { end } from './end/index.ts';
import { httpRequest } from './http-request/index.ts';
import { humanInput } from './human-input/index.ts';
import { ifElse } from './if-else/index.ts';
import { iteration } from './iteration/index.ts';
import { iterationStart } from './iteration-start/index.ts';
import { knowledgeIndex } from './knowledge-index/index.ts';
import { knowledgeRetrieval, spaceRetrieval } from './knowledge-retrieval/index.ts';
import { listOperator } from './list-operator/index.ts';
import { llm } from './llm/index.ts';
import { loop } from './loop/index.ts';
import { loopEnd } from './loop-end/index.ts';
import { loopStart } from './loop-start/index.ts';
import { parameterExtractor } from './parameter-extractor/index.ts';
import { questionClassifier } from './question-classifier/index.ts';
import { start } from './start/index.ts';
import { templateTransform } from './template-transform/index.ts';
import { tool } from './tool/index.ts';
import { triggerPlugin } from './trigger-plugin/index.ts';
import { triggerSchedule } from './trigger-schedule/index.ts';
import { triggerWebhook } from './trigger-webhook/index.ts';
import { legacyVariableAssigner, variableAggregator } from './variable-aggregator/index.ts';

type AnyNode = NodeDefinition<unknown, NodeCapabilities>;

/** Every node type of the product. */
export function createNodeRegistry(): NodeRegistry<NodeCapabilities> {
  return registryOf([
    erased(agent),
    erased(definedAgent),
    erased(answer),
    erased(assigner),
    erased(itemsAssigner),
    erased(code),
    erased(datasource),
    erased(documentExtractor),
    erased(end),
    erased(httpRequest),
    erased(humanInput),
    erased(ifElse),
    erased(iteration),
    erased(iterationStart),
    erased(knowledgeIndex),
    erased(knowledgeRetrieval),
    erased(spaceRetrieval),
    erased(legacyVariableAssigner),
    erased(listOperator),
    erased(llm),
    erased(loop),
    erased(loopEnd),
    erased(loopStart),
    erased(parameterExtractor),
    erased(questionClassifier),
    erased(start),
    erased(templateTransform),
    erased(tool),
    erased(triggerPlugin),
    erased(triggerSchedule),
    erased(triggerWebhook),
    erased(variableAggregator),
  ]);
}

/** The engine hands a definition only what its own schema made of a document, so the type of the config may go. */
function erased<Config>(definition: NodeDefinition<Config, NodeCapabilities>): AnyNode {
  return definition as unknown as AnyNode;
}

/** Versions of one type stand from old to new. */
function registryOf(definitions: readonly AnyNode[]): NodeRegistry<NodeCapabilities> {
  const byType = Map.groupBy(definitions, (definition) => definition.type);
  return {
    types: [...byType.keys()],
    find(type, version) {
      const versions = byType.get(type);
      return versions?.find((definition) => definition.version === version) ?? versions?.at(-1);
    },
  };
}
