import { type AppMode, isAppMode, isJsonObject, isUuid, type JsonObject } from '../kernel/index.ts';
import { type AppDefinition, type IconType, iconTypes, type WorkflowDefinition } from './app-definition.ts';
import { readFeatures } from './features.ts';
import { asText, flagAt, mappingAt, mappingsAt, textAt } from './fields.ts';
import { readGraph } from './graph/read-graph.ts';
import { readModelConfig } from './model-config.ts';
import { type DslProblem, DslRefusal } from './problem.ts';
import { findDuplicateVariables, readVariables } from './variables.ts';
import type { Path } from './yaml/locate.ts';

const GRAPH_MODES: readonly AppMode[] = ['workflow', 'advanced-chat', 'rag-pipeline'];
const DEFAULT_ICON_BACKGROUND = '#FFFFFF';

export interface AppReading {
  readonly app: AppDefinition;
  readonly problems: readonly DslProblem[];
}

/** Reads an app from a whole document; throws a `DslRefusal` where Dify refuses the import, in Dify's words. */
export function readApp(document: JsonObject): AppReading {
  const isPipeline = document['kind'] === 'rag_pipeline';
  const section = isPipeline ? 'rag_pipeline' : 'app';
  const facts = document[section];
  if (!isJsonObject(facts) || Object.keys(facts).length === 0) {
    throw new DslRefusal('MISSING_APP', `Missing ${section} data in YAML content`);
  }
  const mode = isPipeline ? 'rag-pipeline' : readMode(facts);
  const { workflow, modelConfig, problems } = readBody(document, mode);
  return {
    app: {
      mode,
      ...readFacts(facts),
      ...(workflow && { workflow }),
      ...(modelConfig && { modelConfig }),
    },
    problems,
  };
}

function readMode(facts: JsonObject): AppMode {
  const mode = facts['mode'];
  if (!mode) throw new DslRefusal('MISSING_MODE', 'loss app mode', ['app']);
  if (isAppMode(mode)) return mode;
  throw new DslRefusal('INVALID_MODE', `'${asText(mode) ?? typeof mode}' is not a valid AppMode`, ['app', 'mode']);
}

function readFacts(facts: JsonObject) {
  const icon = textAt(facts, 'icon');
  return {
    name: textAt(facts, 'name'),
    description: textAt(facts, 'description'),
    icon,
    iconType: iconTypes.find((type) => type === facts['icon_type']) ?? guessIconType(facts, icon),
    iconBackground: textAt(facts, 'icon_background') || DEFAULT_ICON_BACKGROUND,
    useIconAsAnswerIcon: flagAt(facts, 'use_icon_as_answer_icon'),
  };
}

/** Files from before `icon_type` say by the icon itself what it is. */
function guessIconType(facts: JsonObject, icon: string): IconType {
  if (asText(facts['icon_type'])) return 'emoji';
  if (isUuid(icon)) return 'image';
  return /^https?:\/\//.test(icon) ? 'link' : 'emoji';
}

function readBody(document: JsonObject, mode: AppMode): Partial<AppReading['app']> & Pick<AppReading, 'problems'> {
  if (!GRAPH_MODES.includes(mode)) {
    const config = document['model_config'];
    if (isFilled(config)) return { modelConfig: readModelConfig(config), problems: [] };
    throw new DslRefusal('MISSING_MODEL_CONFIG', 'Missing model_config for chat/agent-chat/completion app');
  }
  const workflow = document['workflow'];
  if (isFilled(workflow)) return readWorkflow(workflow);
  throw new DslRefusal('MISSING_WORKFLOW', 'Missing workflow data for workflow/advanced chat app');
}

function isFilled(value: JsonObject[string] | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value) && Object.keys(value).length > 0;
}

export interface WorkflowReading {
  readonly workflow: WorkflowDefinition;
  readonly problems: readonly DslProblem[];
}

/** Reads the `workflow` of a document, or the same keys of a stored draft. Paths of problems start at the document. */
export function readWorkflow(document: JsonObject): WorkflowReading {
  const { place, path } = placeOfGraph(document);
  const { graph, problems } = readGraph(place);
  return {
    workflow: {
      graph,
      features: readFeatures(mappingAt(document, 'features')),
      environmentVariables: readVariables(document, 'environment_variables'),
      conversationVariables: readVariables(document, 'conversation_variables'),
      ragPipelineVariables: mappingsAt(document, 'rag_pipeline_variables'),
    },
    problems: [
      ...problems.map((problem) => ({ ...problem, path: [...path, ...(problem.path ?? [])] })),
      ...findDuplicateVariables(document, 'environment_variables'),
      ...findDuplicateVariables(document, 'conversation_variables'),
    ],
  };
}

/** Some generators write the lists of nodes and edges straight into the workflow. */
export function placeOfGraph(workflow: JsonObject): { readonly place: JsonObject; readonly path: Path } {
  const graph = workflow['graph'];
  if (isJsonObject(graph)) return { place: graph, path: ['workflow', 'graph'] };
  const isDirect = Array.isArray(workflow['nodes']);
  return isDirect ? { place: workflow, path: ['workflow'] } : { place: {}, path: ['workflow', 'graph'] };
}

/** The graph of a document as the canvas has it, nothing lifted: what a draft keeps. */
export function graphDocument(document: JsonObject): JsonObject {
  const { place, path } = placeOfGraph(mappingAt(document, 'workflow'));
  return path.length === 2 ? place : { nodes: place['nodes'] ?? [], edges: place['edges'] ?? [] };
}
