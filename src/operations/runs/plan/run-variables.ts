import type { VariableDefinition } from '../../../dsl/index.ts';
import {
  array,
  arrayTypes,
  type FileReference,
  files,
  fromJson,
  number,
  secret,
  string,
  type Value,
  type VariableSelector,
} from '../../../engine/index.ts';
import {
  isWorkflowMode,
  type JsonObject,
  type JsonValue,
  KnownError,
  printJson,
  toUnixSeconds,
} from '../../../kernel/index.ts';
import type { RunFacts } from '../../../runs/index.ts';

type Named = readonly [VariableSelector, Value];

/** What is known of a run before its first node, beside the form. */
export interface RunContext {
  readonly facts: Pick<RunFacts, 'runId' | 'appId' | 'workflowId' | 'conversationId' | 'createdAt' | 'mode'>;
  readonly user: string;
  readonly files: readonly FileReference[];
  readonly query?: string;
  /** Earlier messages of the thread + 1. */
  readonly dialogueCount?: number;
}

/**
 * The `sys` variables (spec: system variables) under their full names, as `workflow_started` shows them. Chatflows have
 * a query, workflows a timestamp.
 */
export function systemVariables(context: RunContext): Readonly<Record<`sys.${string}`, Value>> {
  const { facts } = context;
  const ofRun = {
    'sys.user_id': string(context.user),
    'sys.app_id': string(facts.appId),
    'sys.workflow_id': string(facts.workflowId),
    'sys.workflow_run_id': string(facts.runId),
    'sys.files': files(context.files),
  };
  if (isWorkflowMode(facts.mode)) {
    return { ...ofRun, 'sys.timestamp': number(toUnixSeconds(facts.createdAt)) };
  }
  return {
    ...ofRun,
    'sys.query': string(context.query ?? ''),
    'sys.conversation_id': string(facts.conversationId ?? ''),
    'sys.dialogue_count': number(context.dialogueCount ?? 1),
  };
}

/** Environment variables, some of them overridden for this run. */
export function environmentVariables(
  definitions: readonly VariableDefinition[],
  overrides: Readonly<Record<string, string>>,
  maxBytes: number,
): Named[] {
  refuseUnknown(definitions, overrides);
  return definitions.map((definition): Named => {
    const override = overrides[definition.name];
    const value = override === undefined ? definition.value : overridden(definition, override);
    refuseLarge(definition.name, value, maxBytes);
    return [['env', definition.name], definition.valueType === 'secret' ? secret(asText(value)) : fromJson(value)];
  });
}

function refuseUnknown(definitions: readonly VariableDefinition[], overrides: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(overrides).find((name) => !definitions.some((definition) => definition.name === name));
  if (unknown === undefined) return;
  const known = definitions.map(({ name }) => name).join(', ') || 'none';
  throw new KnownError('invalid_param', {
    message: `The app has no environment variable "${unknown}" (known: ${known}).`,
  });
}

function overridden(definition: VariableDefinition, text: string): JsonValue {
  if (definition.valueType !== 'number') return text;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new KnownError('invalid_param', {
    message: `Environment variable "${definition.name}" is a number, got "${text}".`,
  });
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : printJson(value);
}

/** `MAX_VARIABLE_SIZE`: one variable may not be larger. */
function refuseLarge(name: string, value: JsonValue, maxBytes: number): void {
  const size = Buffer.byteLength(asText(value));
  if (size <= maxBytes) return;
  throw new KnownError('invalid_param', {
    message: `Variable "${name}" has ${size} bytes, allowed are ${maxBytes} (MAX_VARIABLE_SIZE).`,
  });
}

/** Conversation variables: stored values, and the definition's where none is stored yet. */
export function conversationVariables(definitions: readonly VariableDefinition[], stored: JsonObject): Named[] {
  return definitions.map((definition): Named => {
    const value = stored[definition.name] ?? definition.value;
    return [['conversation', definition.name], typedValue(definition.valueType, value)];
  });
}

/** The value with its declared type: an empty list keeps the kind of its elements. */
function typedValue(valueType: string, value: JsonValue): Value {
  const type = arrayTypes.find((name) => name === valueType);
  return type && Array.isArray(value) ? array(type, value) : fromJson(value);
}
