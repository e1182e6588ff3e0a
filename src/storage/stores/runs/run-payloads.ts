import { type NodeExecutionId, printJson } from '../../../kernel/index.ts';
import { type Column, INLINE_LIMIT, type LargePayload, toColumn } from '../../payloads.ts';
import type { NewWorkflowRun, NodeExecutionRecord, RecordedEvents, RunBatch, WorkflowRunPatch } from './run-batch.ts';

/** The places of a run's large payloads. */
export const runPlaces = { inputs: 'run:inputs', outputs: 'run:outputs' } as const;
export const DEFINITION_PLACE = 'run:definition';
export const eventsPlace = (sequence: number) => `events:${sequence}`;
export const nodePlaces = (id: NodeExecutionId) =>
  ({ inputs: `node:${id}:inputs`, processData: `node:${id}:process_data`, outputs: `node:${id}:outputs` }) as const;

/** A batch, and those of its values that may be large, as their columns take them. */
export interface PreparedBatch {
  readonly batch: RunBatch;
  readonly run: Columns<'inputs' | 'outputs'> | undefined;
  readonly nodes: readonly Columns<'inputs' | 'processData' | 'outputs'>[];
  readonly lines: string | null;
  readonly large: readonly LargePayload[];
}

/** Printed text, which a JSON column takes, too. */
type Columns<Key extends string> = { readonly [Name in Key]: Column } & object;

/** Prints what may be large, and finds out what is. */
export function prepareBatch(batch: RunBatch): PreparedBatch {
  const { definition, run, runPatch, nodeExecutions = [], events } = batch;
  const large: LargePayload[] = [];
  if (definition !== undefined) large.push({ place: DEFINITION_PLACE, text: printJson(definition) });
  return {
    batch,
    run: run || runPatch ? prepareRun(run, runPatch, large) : undefined,
    nodes: nodeExecutions.map((node) => prepareNode(node, large)),
    lines: events ? prepareLines(events, large) : null,
    large,
  };
}

function prepareRun(run: NewWorkflowRun | undefined, patch: WorkflowRunPatch | undefined, large: LargePayload[]) {
  const inputs = patch?.inputs === undefined ? run?.inputs : patch.inputs;
  const outputs = patch?.outputs === undefined ? run?.outputs : patch.outputs;
  return {
    inputs: toColumn(inputs, runPlaces.inputs, large),
    outputs: toColumn(outputs, runPlaces.outputs, large),
  };
}

function prepareNode({ id, inputs, processData, outputs }: NodeExecutionRecord, large: LargePayload[]) {
  const places = nodePlaces(id);
  return {
    inputs: toColumn(inputs, places.inputs, large),
    processData: toColumn(processData, places.processData, large),
    outputs: toColumn(outputs, places.outputs, large),
  };
}

function prepareLines({ sequence, text }: RecordedEvents, large: LargePayload[]): string | null {
  if (text.length <= INLINE_LIMIT) return text;
  large.push({ place: eventsPlace(sequence), text });
  return null;
}
