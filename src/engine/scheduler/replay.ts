import type {
  FormAnswered,
  FormRequested,
  NodeStarted,
  RoundFinished,
  RoundStarted,
  RoundsStarted,
  RunEvent,
} from '../events/run-event.ts';
import { keyOf } from './run-frame.ts';
import { type Execution, getNode, type RunState } from './run-state.ts';

/** Folds one event into the state. Events of nodes that the graph no longer has are a broken record, and throw. */
export function applyEvent<C>(state: RunState<C>, event: RunEvent): void {
  if (event.type === 'run-started') state.beginProcess(event.at, event.reason);
  else state.sawTime(event.at);
  switch (event.type) {
    case 'node-started':
      openExecution(state, event);
      break;
    case 'node-retried':
      state.retry(executionOf(state, event), event.retryIndex, event.usage);
      break;
    case 'node-finished':
      state.finish(state.executions.get(event.executionId) ?? addExecution(state, event), event);
      break;
    case 'rounds-started':
      announceRounds(state, event);
      break;
    case 'round-started':
      startRound(state, event);
      break;
    case 'round-finished':
      finishRound(state, event);
      break;
    case 'form-requested':
      requestForm(state, event);
      break;
    case 'form-answered':
      answerForm(state, event);
      break;
    case 'run-paused':
      state.endProcess(event.elapsedSeconds);
      break;
    case 'run-finished':
      state.end = event;
      break;
    case 'text-delta': {
      const { frame, responseNodeId } = event;
      state.text.record({ frameKey: keyOf(frame), frame, responseNodeId }, event);
      break;
    }
    case 'run-started':
    case 'reasoning-delta':
    case 'agent-logged':
    // what surrounds the run changes nothing in it
    case 'preset-answered':
    case 'answer-replaced':
      break;
    default:
      event satisfies never;
  }
}

function announceRounds<C>(state: RunState<C>, event: RoundsStarted): void {
  // the start of a container is recorded only here
  const execution = state.executions.get(event.executionId) ?? addExecution(state, event);
  state.roundsOf(execution).announced = { length: event.length, inputs: event.inputs };
}

function startRound<C>(state: RunState<C>, event: RoundStarted): void {
  const execution = executionOf(state, event);
  const start = execution.node.inner?.start;
  if (!start) throw new Error(`The container "${event.nodeId}" has no start node`);
  const { round: index, set, at, container } = event;
  const variables = event.variables ?? (container === 'loop' ? 'shared' : 'isolated');
  state.openRound(execution, { index, set, variables, at }, start).enter(start);
}

function finishRound<C>(state: RunState<C>, event: RoundFinished): void {
  const execution = executionOf(state, event);
  const rounds = state.roundsOf(execution);
  const frame = rounds.frames.get(event.round);
  if (frame) rounds.outcomes.set(event.round, state.closeRound(execution, frame, event));
}

function requestForm<C>(state: RunState<C>, event: FormRequested): void {
  const execution = executionOf(state, event);
  execution.form = event;
  delete execution.answer;
}

function answerForm<C>(state: RunState<C>, event: FormAnswered): void {
  const execution = [...state.executions.values()].find((each) => each.form?.formId === event.formId);
  if (execution) execution.answer = event.answer;
}

function openExecution<C>(state: RunState<C>, event: NodeStarted): void {
  const known = state.executions.get(event.executionId);
  if (known) state.reopen(known, event.at);
  else addExecution(state, event);
}

type InNode = Pick<
  NodeStarted | RoundsStarted,
  'at' | 'frame' | 'executionId' | 'nodeId' | 'index' | 'predecessorNodeId'
>;

function addExecution<C>(state: RunState<C>, event: InNode): Execution<C> {
  const frame = state.frameAt(event.frame);
  if (!frame) throw new Error(`The events of the run do not fit: node "${event.nodeId}" ran in an unknown round`);
  const execution: Execution<C> = {
    id: event.executionId,
    node: getNode(state.graph, event.nodeId),
    frame,
    index: event.index,
    predecessor: event.predecessorNodeId,
    startedAt: event.at,
    retries: 0,
  };
  state.open(execution);
  return execution;
}

function executionOf<C>(state: RunState<C>, event: { readonly executionId: string }): Execution<C> {
  const execution = state.executions.get(event.executionId);
  if (!execution) throw new Error(`The events of the run do not fit: execution "${event.executionId}" never started`);
  return execution;
}
