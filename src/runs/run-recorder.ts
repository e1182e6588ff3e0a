import { type AgentThought, recordEvents } from '../engine/index.ts';
import type { ConversationVariableRecord, RunBatch, ThoughtRecord } from '../storage/index.ts';
import type { RecorderOptions, RunBirth } from './recorder-options.ts';
import { rowsOf } from './rows/event-rows.ts';
import { bareEnd, runPatchOf } from './rows/run-patch.ts';
import type { RunFacts } from './run-facts.ts';
import type { NumberedEvent, RunJournal } from './run-log.ts';
import { ShownMessage, thoughtRecord } from './shown-message.ts';

/**
 * Turns the events of one run into rows. One batch holds a node's record, its events and its writes of conversation
 * variables, so that a repeated node cannot apply an append twice.
 */
export function createRunRecorder(options: RecorderOptions): RunJournal {
  let { birth } = options;
  const shown = new ShownMessage(options.facts.mode, options.earlier);
  return {
    async append(events) {
      const batch = toBatch(events, options, birth, shown);
      birth = undefined;
      await options.stores.runs.record(batch);
    },
    giveUp: (end) => options.stores.runs.record(bareEnd(end, options)),
  };
}

function toBatch(
  events: readonly NumberedEvent[],
  options: RecorderOptions,
  birth: RunBirth | undefined,
  shown: ShownMessage,
): RunBatch {
  const { runId, conversationId, messageId } = options.facts;
  const [first] = events;
  const all = events.map(({ event }) => event);
  const rows = rowsOf(all, options, shown);
  const { end, isResumed, thoughts, nodeExecutions, forms, formPatches } = rows;
  const variables = birth?.variables ? [...birth.variables, ...rows.variables] : rows.variables;
  // every field is named, absent or not: batches of one shape are made and read faster
  return {
    runId,
    leaseOwner: options.leaseOwner,
    events: first && { sequence: first.sequence, count: all.length, text: recordEvents(all) },
    nodeExecutions,
    messageFiles: birth?.messageFiles ? [...birth.messageFiles, ...rows.files] : rows.files,
    agentThoughts: thoughtsOf(thoughts, options.facts),
    forms,
    formPatches,
    run: birth?.run,
    definition: birth?.definition,
    conversation: birth?.conversation,
    conversationPatch: birth?.usedConversation && { id: birth.usedConversation },
    message: birth?.message,
    appLog: birth?.appLog,
    job: birth?.job,
    runPatch: runPatchOf(end, isResumed),
    messagePatch: end && messageId && { id: messageId, ...shown.patchAt(end) },
    conversationVariables:
      conversationId && variables.length > 0 ? { conversationId, variables: newest(variables) } : undefined,
  };
}

/** The thoughts of an agent app, which are part of its message, as they are now. */
function thoughtsOf(grown: readonly AgentThought[], { mode, messageId }: RunFacts): ThoughtRecord[] {
  if (mode !== 'agent-chat' || messageId === undefined) return [];
  const byId = new Map(grown.map((thought) => [thought.id, thought]));
  return [...byId.values()].map((thought) => thoughtRecord(thought, messageId));
}

/** The last value of each variable. */
function newest(variables: readonly ConversationVariableRecord[]): ConversationVariableRecord[] {
  return [...new Map(variables.map((variable) => [variable.variableId, variable])).values()];
}
