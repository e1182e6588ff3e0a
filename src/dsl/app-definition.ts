import type { GraphDefinition } from '../engine/index.ts';
import type { AppMode, JsonObject, JsonValue } from '../kernel/index.ts';
import type { WorkflowFeatures } from './features.ts';
import type { ModelConfig } from './model-config.ts';

export const iconTypes = ['emoji', 'image', 'link'] as const;
export type IconType = (typeof iconTypes)[number];

/** An app as the rest of the program knows it, whatever version of the format it was written in. */
export interface AppDefinition {
  readonly mode: AppMode;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly iconType: IconType;
  readonly iconBackground: string;
  readonly useIconAsAnswerIcon: boolean;
  /** Of workflow, advanced-chat and rag-pipeline apps. */
  readonly workflow?: WorkflowDefinition;
  /** Of chat, agent-chat and completion apps. */
  readonly modelConfig?: ModelConfig;
}

export interface WorkflowDefinition {
  readonly graph: GraphDefinition;
  readonly features: WorkflowFeatures;
  readonly environmentVariables: readonly VariableDefinition[];
  readonly conversationVariables: readonly VariableDefinition[];
  /** The form of a knowledge pipeline, as the document has it. */
  readonly ragPipelineVariables: readonly JsonObject[];
}

/** An environment or conversation variable. */
export interface VariableDefinition {
  /** Not always a UUID. */
  readonly id?: string;
  readonly name: string;
  /** 'string', 'number', 'secret', 'object', 'array[string]', … */
  readonly valueType: string;
  readonly value: JsonValue;
  readonly description: string;
}
