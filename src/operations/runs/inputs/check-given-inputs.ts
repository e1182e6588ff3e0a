import type { AppDefinition } from '../../../dsl/index.ts';
import { KnownError } from '../../../kernel/index.ts';
import { StartConfig, type StartVariable } from '../../../nodes/index.ts';
import { workflowOf } from '../plan/runnable-app.ts';

/** What came by hand: names of values and of files. */
export interface GivenNames {
  readonly values: readonly string[];
  readonly files: readonly string[];
  readonly hasQuery: boolean;
  readonly rootNodeId: string | undefined;
}

/**
 * Somebody who types inputs is told of all that are missing at once, and of those that come to nothing (what the API
 * ignores, as Dify does). Returns the warnings.
 */
export function checkGivenInputs(definition: AppDefinition, given: GivenNames): string[] {
  const idle = given.hasQuery && definition.mode === 'workflow' ? ['a workflow takes no query'] : [];
  const form = startForm(definition, given.rootNodeId);
  if (!form) return idle;
  const names = new Set([...given.values, ...given.files.filter((name) => name !== 'sys')]);
  refuseMissing(form.filter(({ required, variable }) => required && !names.has(variable)));
  const known = form.map(({ variable }) => variable);
  const strays = [...names].filter((name) => !known.includes(name));
  const offered = known.length === 0 ? 'takes none' : `takes ${known.join(', ')}`;
  return [...idle, ...strays.map((name) => `there is no input "${name}": the app ${offered}`)];
}

/** The fields of the start node; undefined where a run starts with something else, or the file is not right. */
function startForm(definition: AppDefinition, rootNodeId: string | undefined): StartConfig['variables'] | undefined {
  const { nodes } = workflowOf(definition).graph;
  const start = nodes.find(({ id, type }) => type === 'start' && (rootNodeId ?? id) === id);
  const isTriggered = nodes.some(({ type }) => type.startsWith('trigger-'));
  if (!start || isTriggered) return undefined;
  return StartConfig.safeParse(start.data).data?.variables;
}

function refuseMissing(missing: readonly StartVariable[]): void {
  if (missing.length === 0) return;
  const names = missing.map(({ variable }) => variable).join(', ');
  throw new KnownError('invalid_param', {
    message: `${names} ${missing.length === 1 ? 'is' : 'are'} required in input form`,
    hint: `Give ${missing.length === 1 ? 'it' : 'them'} with ${missing.map(flagOf).join(' ')}`,
  });
}

/** How the command line takes a field. */
function flagOf({ type, variable, options }: StartVariable): string {
  if (type === 'file' || type === 'file-list') return `--file ${variable}=PATH`;
  if (type === 'json_object') return `-i ${variable}:='{…}'`;
  if (type === 'select') return `-i ${variable}={${options.join(' | ')}}`;
  if (type === 'checkbox') return `-i ${variable}={true | false}`;
  return `-i ${variable}=${type === 'number' ? 'NUMBER' : 'TEXT'}`;
}
