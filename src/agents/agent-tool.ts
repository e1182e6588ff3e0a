import type { JsonObject, JsonValue } from '../kernel/index.ts';

/** A tool in an agent's hands, whoever provides it. `File` is the caller's own word for a file. */
export interface AgentTool<File> {
  /** What the model calls it: letters, digits, `_` and `-`. */
  readonly name: string;
  readonly description: string;
  /** For logs: who provides it. */
  readonly provider?: string;
  /** JSON Schema of the arguments that the model chooses. */
  readonly parameters: JsonObject;
  invoke(input: JsonObject, signal: AbortSignal): Promise<ToolObservation<File>>;
}

export interface ToolObservation<File> {
  /** What the model gets to read. */
  readonly text: string;
  readonly files?: readonly File[];
  readonly json?: readonly JsonValue[];
}

/** Finds the tools that an agent's configuration names; implemented where tools live. */
export interface AgentToolSource<File> {
  open(configurations: readonly JsonValue[]): Promise<readonly AgentTool<File>[]>;
}
