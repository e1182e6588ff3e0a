import { type AgentTool, type AgentToolSource, type BuiltinTool, builtinTools } from '../../agents/index.ts';
import type { FileReference } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, KnownError } from '../../kernel/index.ts';
import type { Rooms } from '../rooms/rooms.ts';

/** The few tools that are always there, as an agent's configuration names them. */
export function toolsAtHand({ clock, outbound }: Pick<Rooms, 'clock' | 'outbound'>): AgentToolSource<FileReference> {
  const tools = builtinTools({ clock, fetch: outbound.fetch as typeof fetch }); // takes all that fetch takes
  return {
    open: async (configurations) => configurations.filter(isJsonObject).map((wanted) => openTool(tools, wanted)),
  };
}

function openTool(tools: readonly BuiltinTool[], wanted: JsonObject): AgentTool<FileReference> {
  const name = wanted['tool_name'];
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) {
    throw new KnownError('not_built', {
      message: `The tool "${String(name)}" cannot be used yet.`,
      hint: `Tools at hand: ${tools.map((known) => known.name).join(', ')}.`,
    });
  }
  const fixed = fixedParameters(wanted);
  return { ...tool, invoke: (input, signal) => tool.invoke({ ...input, ...fixed }, signal) };
}

/** What the app's author has set is not the model's to choose. */
function fixedParameters(wanted: JsonObject): JsonObject {
  const given = [wanted['tool_parameters'], wanted['settings'], wanted['parameters']].filter(
    (part) => part !== undefined && isJsonObject(part),
  );
  const entries = given
    .flatMap((part) => Object.entries(part as JsonObject))
    .map(([name, value]) => [name, plain(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== ''));
}

function plain(value: JsonValue): JsonValue {
  return isJsonObject(value) && 'value' in value ? (value['value'] ?? null) : value;
}
