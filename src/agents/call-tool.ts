import { errorText, isJsonObject, type JsonObject, parseJson } from '../kernel/index.ts';
import type { ToolOutcome, ToolUse } from './agent-event.ts';
import type { AgentTool } from './agent-tool.ts';

/** Calls the tool. A failure is something the model may read and react to, not the end of the agent. */
export async function callTool<File>(
  tools: readonly AgentTool<File>[],
  use: ToolUse,
  signal: AbortSignal,
): Promise<ToolOutcome<File>> {
  const tool = tools.find(({ name }) => name === use.name);
  if (!tool) return failure(`there is not a tool named ${use.name}`);
  try {
    const { text, files = [], json = [] } = await tool.invoke(use.input, signal);
    return { observation: text, files, json };
  } catch (error) {
    signal.throwIfAborted();
    return failure(`tool invoke error: ${errorText(error)}`);
  }
}

/** For what the model still wants to call when it may not be asked again. */
export function refuseTool({ name }: ToolUse, maxRounds: number): ToolOutcome<never> {
  return failure(
    `Maximum iteration limit (${maxRounds}) reached. Cannot call tool '${name}'. Please consider increasing the iteration limit.`,
  );
}

function failure(error: string): ToolOutcome<never> {
  return { observation: error, files: [], json: [], error };
}

/** The arguments as a model wrote them; an empty text means none, broken JSON is kept for the tool to complain about. */
export function parseInput(text: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    const parsed = parseJson(text);
    return isJsonObject(parsed) ? parsed : { input: parsed };
  } catch {
    return { input: text };
  }
}
