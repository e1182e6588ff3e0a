import {
  failed,
  files,
  type NodeContext,
  type NodeFailed,
  type NodeResult,
  string,
  succeeded,
} from '../../engine/index.ts';
import { errorText, type JsonObject, KnownError } from '../../kernel/index.ts';
import type { NodeCapabilities, ToolReply, ToolRequest } from '../capabilities.ts';
import { fromForeignJson, valuesOf } from '../json-values.ts';
import { failedBy, NodeError } from '../node-error.ts';
import { doesNotExist, type ResolvedParameters, resolveParameters, resolveSettings } from '../node-parameters.ts';
import type { ToolConfig } from './config.ts';
import { textStreamer } from './text-streamer.ts';

type Context = Pick<NodeContext, 'variables' | 'signal' | 'emit'> & Pick<NodeCapabilities, 'tools'>;

export async function execute(config: ToolConfig, context: Context): Promise<NodeResult> {
  const { provider_type, provider_id, plugin_unique_identifier = null } = config;
  const metadata: JsonObject = { tool_info: { provider_type, provider_id, plugin_unique_identifier } };
  let inputs: JsonObject = {};
  try {
    const parameters = resolveParameters(config.tool_parameters, context.variables);
    inputs = parameters.shown;
    const request = requestOf(config, parameters, context);
    await refuseMissing(request, parameters, context);
    return succeeded({ outputs: outputsOf(await invoke(request, context)), inputs, metadata });
  } catch (error) {
    if (error instanceof KnownError) return unavailable(error, metadata);
    return failedBy(error, { inputs, metadata });
  }
}

function requestOf(config: ToolConfig, { values }: ResolvedParameters, { variables }: Context): ToolRequest {
  return {
    providerType: config.provider_type,
    providerId: config.provider_id,
    toolName: config.tool_name,
    ...(config.credential_id !== undefined && { credentialId: config.credential_id }),
    parameters: values,
    configurations: resolveSettings(config.tool_configurations, variables),
  };
}

/** A missing variable matters only to a parameter the tool cannot do without. */
async function refuseMissing(request: ToolRequest, { missing }: ResolvedParameters, { tools }: Context): Promise<void> {
  if (missing.size === 0 || !tools.required) return;
  const required = await tools.required(request);
  const [, selector] = [...missing].find(([name]) => required.includes(name)) ?? [];
  if (selector) throw new NodeError('ToolParameterError', doesNotExist(selector));
}

async function invoke(request: ToolRequest, { tools, signal, emit }: Context): Promise<ToolReply> {
  const streamer = textStreamer(emit);
  try {
    const reply = await tools.invoke(request, signal, streamer.send);
    streamer.finish(reply.text);
    return reply;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof KnownError || error instanceof NodeError) throw error;
    const message = `Failed to invoke tool: ${errorText(error)}`;
    throw new NodeError('ToolRuntimeInvocationError', message, { cause: error });
  }
}

/** The tool was not found, or its credentials are missing: it did not even begin. */
function unavailable(error: KnownError, metadata: JsonObject): NodeFailed {
  const message = `Failed to get tool runtime: ${error.message}`;
  return failed('ToolRuntimeResolutionError', message, { inputs: {}, metadata, code: error.code });
}

function outputsOf(reply: ToolReply) {
  return {
    text: string(reply.text),
    files: files(reply.files),
    json: fromForeignJson(reply.json.length > 0 ? reply.json : [{ data: [] }]),
    ...valuesOf(reply.variables),
  };
}
