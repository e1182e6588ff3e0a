import { isJsonObject, isWorkflowMode, type JsonValue, printJson } from '../kernel/index.ts';
import type { RunEvent, RunOutcome } from '../operations/index.ts';
import { blockingReply, createStreamEncoder, type StreamContext, type StreamEvent } from '../protocol/index.ts';
import type { Output } from './io.ts';
import type { OutputForm } from './run-options.ts';

/** Prints one run, in one of three forms. */
export interface RunPrinter {
  onEvent(event: RunEvent): Promise<void>;
  onEnd(outcome: RunOutcome): Promise<void>;
}

export function createRunPrinter(form: OutputForm, context: StreamContext, out: Pick<Output, 'write'>): RunPrinter {
  if (form === 'events') return printEvents(context, out);
  return form === 'json' ? printReply(context, out) : printText(context, out);
}

/** Exactly the stream events of the API, one JSON object per line. */
function printEvents(context: StreamContext, out: Pick<Output, 'write'>): RunPrinter {
  const encoder = createStreamEncoder(context);
  return {
    async onEvent(event) {
      for (const line of encoder.encode(event)) await out.write(`${printJson(line)}\n`);
    },
    async onEnd() {},
  };
}

/** The body that the blocking call would return. */
function printReply(context: StreamContext, out: Pick<Output, 'write'>): RunPrinter {
  const encoder = createStreamEncoder(context);
  const events: StreamEvent[] = [];
  return {
    async onEvent(event) {
      events.push(...encoder.encode(event));
    },
    async onEnd(outcome) {
      await out.write(`${printJson(blockingReply(events, outcome, context), 2)}\n`);
    },
  };
}

/** A chat's answer as it streams; a workflow's outputs at its end. */
function printText(context: StreamContext, out: Pick<Output, 'write'>): RunPrinter {
  const isWorkflow = isWorkflowMode(context.mode);
  let lastCharacter = '';
  return {
    async onEvent(event) {
      if (isWorkflow || (event.type !== 'text-delta' && event.type !== 'answer-replaced') || event.text === '') return;
      const isAnew = event.type === 'answer-replaced' && lastCharacter !== '' && lastCharacter !== '\n';
      lastCharacter = event.text.slice(-1);
      await out.write(isAnew ? `\n${event.text}` : event.text);
    },
    async onEnd(outcome) {
      if (!isWorkflow && lastCharacter !== '' && lastCharacter !== '\n') await out.write('\n');
      if (isWorkflow && outcome.type === 'run-finished' && hasSucceeded(outcome.status)) {
        await out.write(`${outputsText(blockingReply([], outcome, context))}\n`);
      }
    },
  };
}

/** What a stopped run has by then is not the result somebody asked for. */
const hasSucceeded = (status: string) => status === 'succeeded' || status === 'partial-succeeded';

/** One text alone as that text, everything else as indented JSON. */
function outputsText(reply: JsonValue): string {
  const data = isJsonObject(reply) && isJsonObject(reply['data']) ? reply['data'] : {};
  const outputs = isJsonObject(data['outputs']) ? data['outputs'] : {};
  const values = Object.values(outputs);
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : printJson(outputs, 2);
}
