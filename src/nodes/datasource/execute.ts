import {
  type NodeContext,
  type NodeResult,
  string,
  succeeded,
  type Value,
  type VariableReader,
} from '../../engine/index.ts';
import { type JsonObject, KnownError } from '../../kernel/index.ts';
import type { DatasourceRequest, NodeCapabilities } from '../capabilities.ts';
import { valuesOf } from '../json-values.ts';
import { failedBy, NodeError, ofCapability } from '../node-error.ts';
import { doesNotExist, resolveParameters } from '../node-parameters.ts';
import type { DatasourceConfig } from './config.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> & Pick<NodeCapabilities, 'datasources'>;

/** Gives what `sys.datasource_info` stands for. A crawled website is in it already; the rest is fetched. */
export async function execute(config: DatasourceConfig, context: Context): Promise<NodeResult> {
  let record: { inputs?: JsonObject; metadata?: JsonObject } = {};
  try {
    const type = typeOf(context.variables);
    const info = infoOf(context.variables);
    record = { inputs: info, metadata: { datasource_info: info } };
    const outputs = type === 'website_crawl' ? valuesOf(info) : await read(config, type, info, context);
    return succeeded({ outputs: { ...outputs, datasource_type: string(type) }, ...record });
  } catch (error) {
    return failedBy(error, record);
  }
}

const types = ['local_file', 'online_document', 'online_drive', 'website_crawl'] as const;

function typeOf(variables: VariableReader): (typeof types)[number] {
  const given = variables.get(['sys', 'datasource_type'])?.value;
  if (given === undefined || given === null || given === '') throw datasourceError('Datasource type is not set');
  const type = types.find((known) => known === given);
  if (!type) throw datasourceError(`Unsupported datasource provider: ${String(given)}`);
  return type;
}

function infoOf(variables: VariableReader): JsonObject {
  const info = variables.get(['sys', 'datasource_info']);
  if (info === undefined) throw datasourceError('Datasource info is not set');
  if (info.type !== 'object') throw datasourceError('Invalid datasource info format');
  return info.value;
}

async function read(
  config: DatasourceConfig,
  type: DatasourceRequest['type'],
  info: JsonObject,
  { datasources, variables, signal }: Context,
): Promise<Readonly<Record<string, Value>>> {
  if (!datasources) {
    throw new KnownError('not_built', { message: `Datasources of type ${type} are not available in this run.` });
  }
  const { values, missing } = resolveParameters(config.datasource_parameters, variables);
  const [selector] = missing.values();
  if (selector) throw new NodeError('DatasourceParameterError', doesNotExist(selector));
  const { plugin_id, provider_name, datasource_name } = config;
  const source = { pluginId: plugin_id, providerName: provider_name, datasourceName: datasource_name };
  return datasources
    .read({ type, ...source, info, parameters: values }, signal)
    .catch((error) => ofCapability(error, signal, 'DatasourceNodeError', 'Failed to invoke datasource: '));
}

function datasourceError(message: string): NodeError {
  return new NodeError('DatasourceNodeError', message);
}
