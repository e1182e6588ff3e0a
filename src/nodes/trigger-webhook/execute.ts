import {
  fromJson,
  type NodeContext,
  type NodeResult,
  object,
  string,
  succeeded,
  toJson,
  type Value,
} from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, pythonStr } from '../../kernel/index.ts';
import { fromForeignJson } from '../json-values.ts';
import { recordsOf } from '../records.ts';
import { systemOutputs } from '../system-variables.ts';
import type { TriggerWebhookConfig } from './config.ts';

/** `webhook_data` of the run's inputs: `{headers, query_params, body, files}`, as the webhook's route made it. */
export async function execute(
  config: TriggerWebhookConfig,
  { inputs = {}, variables }: Pick<NodeContext, 'inputs' | 'variables'>,
): Promise<NodeResult> {
  const given = inputs['webhook_data'];
  const data = given ? partOf(toJson(given)) : {};
  const outputs = {
    ...headerOutputs(config, partOf(data['headers'])),
    ...paramOutputs(config, partOf(data['query_params'])),
    ...bodyOutputs(config, partOf(data['body']), partOf(data['files'])),
    _webhook_raw: object(data),
    ...systemOutputs(variables),
  };
  return succeeded({ outputs, inputs: recordsOf(inputs) });
}

type Outputs = Record<string, Value>;

function partOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Header names in any case; dashes become underscores. */
function headerOutputs({ headers }: TriggerWebhookConfig, given: JsonObject): Outputs {
  const values = new Map(Object.entries(given).map(([name, value]) => [normalized(name), value]));
  return Object.fromEntries(
    headers.map(({ name }) => [name.replaceAll('-', '_'), fromForeignJson(values.get(normalized(name)) ?? null)]),
  );
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

function paramOutputs({ params }: TriggerWebhookConfig, given: JsonObject): Outputs {
  return Object.fromEntries(params.map(({ name }) => [name, fromForeignJson(own(given, name))]));
}

function bodyOutputs({ content_type, body }: TriggerWebhookConfig, given: JsonObject, files: JsonObject): Outputs {
  return Object.fromEntries(
    body.map(({ name, type }): [string, Value] => {
      if (content_type === 'text/plain') return [name, string(pythonStr(own(given, 'raw') ?? ''))];
      // references that the webhook's route made of what was sent
      if (content_type === 'application/octet-stream') return [name, fromJson(own(files, 'raw') ?? own(given, 'raw'))];
      return [name, type === 'file' ? fromJson(own(files, name)) : fromForeignJson(own(given, name))];
    }),
  );
}

function own(values: JsonObject, name: string): JsonValue {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}
