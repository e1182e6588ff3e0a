import {
  type AgentThought,
  AgentThoughts,
  type AnswerReplaced,
  Citations,
  isSameFile,
  type NodeFinished,
  type PresetAnswered,
  type RunEvent,
  type RunFinished,
  shownFiles,
  type TextDelta,
} from '../../engine/index.ts';
import { truncateEvent } from '../truncate.ts';
import { type EncoderState, showsGraph } from './encoder-state.ts';
import { formAnswerEvent, formData } from './form-events.ts';
import {
  agentLogData,
  errorEvent,
  fileEvents,
  messageEnd,
  reasoningData,
  replaceEvent,
  textEvent,
  thoughtEvents,
} from './message-events.ts';
import { nodeEndData, nodeStartData, roundStartEvents, roundsEndData, roundsStartData } from './node-events.ts';
import { finishData, pauseData, startData } from './run-events.ts';
import { inMessage, inRun, isWorkflow, type StreamContext, type StreamEvent } from './stream-event.ts';

export interface StreamEncoder {
  /** The stream events of one run event: none, one or several. */
  encode(event: RunEvent): readonly StreamEvent[];
  /** Takes in what later events tell of, where nobody is to see the event itself. */
  note(event: RunEvent): void;
}

/**
 * Turns the events of one run, in order, into stream events. `earlier`: what its reader was shown before, or never
 * will be; the end of the run tells of it, too.
 */
export function createStreamEncoder(context: StreamContext, earlier: readonly RunEvent[] = []): StreamEncoder {
  const state: EncoderState = {
    citations: new Citations(),
    isPreset: false,
    files: [],
    forms: new Map(),
    answers: new Map(),
    thoughts: new AgentThoughts(),
  };
  const note = (event: RunEvent) => void noteEvent(event, context, state);
  for (const event of earlier) note(event);
  const { shown } = context;
  if (!shown) return { note, encode: (event) => encodeEvent(event, context, state) };
  const encode = (event: RunEvent) => encodeEvent(event, context, state).map((told) => truncateEvent(told, shown));
  return { note, encode };
}

function encodeEvent(event: RunEvent, context: StreamContext, state: EncoderState): readonly StreamEvent[] {
  const thought = noteEvent(event, context, state);
  if (event.type === 'text-delta') return [...begunThought(context, state), textEvent(event, context, state)];
  if (event.type === 'answer-replaced') return event === state.replacement ? [] : [replacedBy(event, context)];
  if (event.type === 'preset-answered') return [];
  if (event.type === 'run-finished') return finishEvents(event, context, state);
  if (thought) return [...fileEvents(event, context), ...thoughtEvents(thought, context)];
  if (showsGraph(context, state)) return graphEvents(event, context, state);
  return state.isPreset ? [] : fileEvents(event, context);
}

/** The thought that an event is part of, in apps that show thoughts. */
function noteEvent(event: RunEvent, context: StreamContext, state: EncoderState): AgentThought | undefined {
  keepFiles(event, context, state);
  if (event.type === 'agent-logged' && context.mode === 'agent-chat') return state.thoughts.add(event);
  if (event.type === 'preset-answered') notePreset(event, state);
  // a complete answer is looked at when its run is over (Dify 1.x advanced_chat/generate_task_pipeline.py)
  if (event.type === 'answer-replaced' && event.isAtEnd && showsGraph(context, state)) state.replacement = event;
  if (event.type === 'node-finished') state.citations.add(event.citations ?? []);
  if (event.type === 'form-requested') state.forms.set(event.formId, event);
  if (event.type === 'form-answered') state.answers.set(event.nodeId, event.answer);
  return undefined;
}

/** Readers add the words of an agent to the thought they know last: of a new one they must know before. */
function begunThought(context: StreamContext, { thoughts }: EncoderState): readonly StreamEvent[] {
  const begun = context.mode === 'agent-chat' ? thoughts.announce() : undefined;
  return begun ? thoughtEvents(begun, context) : [];
}

const replacedBy = ({ text, reason }: AnswerReplaced, context: StreamContext) => replaceEvent(text, reason, context);

function notePreset({ annotation }: PresetAnswered, state: EncoderState): void {
  state.isPreset = true;
  if (annotation) state.annotation = annotation;
}

function graphEvents(
  event: Exclude<RunEvent, TextDelta | AnswerReplaced | PresetAnswered | RunFinished>,
  context: StreamContext,
  state: EncoderState,
): readonly StreamEvent[] {
  switch (event.type) {
    case 'run-started':
      return [inRun('workflow_started', startData(event, context), context)];
    case 'node-started':
      return [inRun('node_started', nodeStartData(event), context)];
    case 'node-retried':
      return [inRun('node_retry', { ...nodeEndData(event, context), retry_index: event.retryIndex }, context)];
    case 'node-finished':
      return nodeFinishEvents(event, context, state);
    case 'rounds-started':
      return [inRun(`${event.container}_started`, roundsStartData(event), context)];
    case 'round-started':
      return roundStartEvents(event, context);
    case 'round-finished':
      return [];
    case 'reasoning-delta':
      return [inMessage('reasoning_chunk', reasoningData(event, context), context)];
    case 'agent-logged':
      return [inMessage('agent_log', agentLogData(event), context)];
    case 'form-requested':
      return [inRun('human_input_required', formData(event, context), context)];
    case 'form-answered':
      return []; // told when the node that asked has worked on it
    case 'run-paused':
      return [inRun('workflow_paused', pauseData(event, context, state), context)];
    default:
      return event satisfies never;
  }
}

function nodeFinishEvents(event: NodeFinished, context: StreamContext, state: EncoderState): readonly StreamEvent[] {
  if (event.status === 'paused') return []; // told by human_input_required
  if (event.rounds === undefined) {
    const finished = inRun('node_finished', nodeEndData(event, context), context);
    return event.nodeType === 'human-input' && event.status === 'succeeded'
      ? [formAnswerEvent(event, context, state), finished]
      : [finished];
  }
  return [inRun(`${event.nodeType}_completed`, roundsEndData(event), context)];
}

function keepFiles(event: RunEvent, context: StreamContext, { files }: EncoderState): void {
  if (isWorkflow(context)) return;
  for (const file of shownFiles(event, context.mode))
    if (!files.some((known) => isSameFile(known, file))) files.push(file);
}

function finishEvents(event: RunFinished, context: StreamContext, state: EncoderState): readonly StreamEvent[] {
  // it has not finished: another process goes on with it
  if (event.errorCode === 'run_interrupted') return [errorEvent(event, context)];
  const finished = showsGraph(context, state) ? [inRun('workflow_finished', finishData(event, context), context)] : [];
  if (isWorkflow(context)) return finished;
  const { replacement } = state;
  const replaced = replacement ? [replacedBy(replacement, context)] : [];
  const last = event.status === 'failed' ? errorEvent(event, context) : messageEnd(event, context, state);
  return [...finished, ...replaced, last];
}
