import { Float, isJsonObject, isNumber, type JsonObject, type JsonValue } from '../kernel/index.ts';
import type { AppDefinition } from './app-definition.ts';
import { asText, listAt } from './fields.ts';
import { type DslProblem, DslRefusal } from './problem.ts';
import { placeOfGraph, readApp } from './read-app.ts';
import { decodeSource } from './source-text.ts';
import { CURRENT_DSL_VERSION, checkVersion, type ImportStatus } from './version.ts';
import { locator, type Path } from './yaml/locate.ts';
import { parseYaml } from './yaml/parse.ts';
import type { Position } from './yaml/position.ts';
import { YamlError } from './yaml/yaml-error.ts';

export interface DslFile {
  /** The whole file with everything it holds, nothing lifted: what an export writes back. */
  readonly document: JsonObject;
  readonly version: string;
  readonly app: AppDefinition;
  /** Where a value of the document stands in the file, or the nearest thing around it. */
  locate(path: Path): Position | undefined;
  /** The same for a path inside the `data` of a node. */
  locateNode(nodeId: string, path?: Path): Position | undefined;
}

export interface DslReadResult {
  readonly status: ImportStatus;
  readonly version?: string;
  /** Why the import failed, in Dify's words. */
  readonly error?: string;
  readonly problems: readonly DslProblem[];
  /** Absent when the import failed. */
  readonly file?: DslFile;
}

/** What the oldest files are, which name no version. */
const OLDEST_VERSION = '0.1.0';

/** Reads a DSL file. Never throws: whatever is wrong stands in the result. */
export function readDsl(source: string | Uint8Array): DslReadResult {
  let find: ((path: Path) => Position | undefined) | undefined;
  let version: string | undefined;
  try {
    const text = decodeSource(source);
    const parsed = parseYaml(text);
    if (!isJsonObject(parsed)) {
      throw new DslRefusal('NOT_A_MAPPING', 'Invalid YAML format: content must be a mapping');
    }
    const isBare = isBareGraph(parsed);
    const document = isBare ? wrapBareGraph(parsed) : parsed;
    const locate = locator(text);
    find = (path) => locate(isBare ? pathInBareGraph(path) : path);
    version = readVersion(document);
    return readDocument(document, version, find);
  } catch (error) {
    return { status: 'failed', ...(version !== undefined && { version }), ...describeFailure(error, find) };
  }
}

function readDocument(
  document: JsonObject,
  version: string,
  find: (path: Path) => Position | undefined,
): DslReadResult {
  const status = checkVersion(version);
  if (status === 'failed') throw new DslRefusal('INVALID_VERSION', `Invalid version: '${version}'`, ['version']);
  const { app, problems } = readApp(document);
  return {
    status,
    version,
    problems: problems.map((problem) => ({ ...problem, ...(problem.path && find(problem.path)) })),
    file: { document, version, app, locate: find, locateNode: nodeLocator(document, find) },
  };
}

/** Dify takes any false value for no version, and anything else that is not text for a mistake. */
function readVersion(document: JsonObject): string {
  const version = document['version'];
  if (typeof version === 'string' && version !== '') return version;
  if (version === undefined || isFalse(version)) return OLDEST_VERSION;
  const message = `Invalid version type, expected str, got <class '${pythonClass(version)}'>`;
  throw new DslRefusal('INVALID_VERSION', message, ['version']);
}

/** False as Python sees it, as far as a version can be. */
function isFalse(value: JsonValue): boolean {
  return !value || (value instanceof Float && value.value === 0);
}

function pythonClass(value: JsonValue): string {
  if (typeof value === 'boolean') return 'bool';
  if (isNumber(value)) return value instanceof Float || !Number.isInteger(Number(value)) ? 'float' : 'int';
  return Array.isArray(value) ? 'list' : 'dict';
}

/** Only a graph, without an app around it: what people cut out of a file, and what tests are written in. */
function isBareGraph(document: JsonObject): boolean {
  return (
    Array.isArray(document['nodes']) &&
    !['app', 'workflow', 'model_config', 'rag_pipeline'].some((key) => key in document)
  );
}

function wrapBareGraph(graph: JsonObject): JsonObject {
  const { version, kind, ...rest } = graph;
  const app = { name: '', mode: 'workflow', icon: '🤖', icon_background: '#FFEAD5', description: '' };
  return { version: version ?? CURRENT_DSL_VERSION, kind: kind ?? 'app', app, workflow: { graph: rest } };
}

function pathInBareGraph(path: Path): Path {
  return path[0] === 'workflow' && path[1] === 'graph' ? path.slice(2) : path;
}

function nodeLocator(document: JsonObject, find: (path: Path) => Position | undefined): DslFile['locateNode'] {
  let indexes: ReadonlyMap<string, number> | undefined;
  return (nodeId, path = []) => {
    const workflow = document['workflow'];
    if (workflow === undefined || !isJsonObject(workflow)) return undefined;
    const graph = placeOfGraph(workflow);
    indexes ??= new Map(
      listAt(graph.place, 'nodes').map((node, index) => [(isJsonObject(node) && asText(node['id'])) || '', index]),
    );
    const index = indexes.get(nodeId);
    if (index === undefined) return undefined;
    return find([...graph.path, 'nodes', index, ...(path.length > 0 ? ['data', ...path] : [])]);
  };
}

function describeFailure(
  error: unknown,
  find: ((path: Path) => Position | undefined) | undefined,
): Required<Pick<DslReadResult, 'error' | 'problems'>> {
  if (error instanceof YamlError) {
    const { line, column } = error;
    const message = `Invalid YAML format: ${error.message} (line ${line}, column ${column})`;
    return { error: message, problems: [{ code: 'INVALID_YAML', message, line, column }] };
  }
  if (!(error instanceof DslRefusal)) throw error;
  const { code, message, path } = error;
  return { error: message, problems: [{ code, message, path, ...find?.(path) }] };
}
