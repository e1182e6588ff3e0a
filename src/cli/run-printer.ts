import { isJsonObject, isWorkflowMode, type JsonValue, printJson } from '../kernel/index.ts';
import type { RunEvent, RunOutcome } from '../operations/index.ts';
import { blockingReply, createStreamEncoder, type StreamContext, type StreamEvent } from '../protocol/index.ts';
import type { Io } from './io.ts';
import type { OutputForm } from './run-options.ts';

/** Prints one run on standard output, in one of three forms. */
export interface RunPrinter {
  onEvent(event: RunEvent): Promise<void>;
  onEnd(outcome: RunOutcome): Promise<void>;
}

export function createRunPrinter(form: OutputForm, context: StreamContext, io: Io): RunPrinter {
  if (form === 'events') return printEvents(context, io);
  return form === 'json' ? printReply(context, io) : printText(context, io);
}

/** Exactly the stream events of the API, one JSON object per line. */
function printEvents(context: StreamContext, io: Io): RunPrinter {
  const encoder = createStreamEncoder(context);
  return {
    async onEvent(event) {
      for (const line of encoder.encode(event)) await io.stdout.write(`${printJson(line)}\n`);
    },
    async onEnd() {},
  };
}

/** The body that the blocking call would return. */
function printReply(context: StreamContext, io: Io): RunPrinter {
  const encoder = createStreamEncoder(context);
  const events: StreamEvent[] = [];
  return {
    async onEvent(event) {
      events.push(...encoder.encode(event));
    },
    async onEnd(outcome) {
      await io.stdout.write(`${printJson(blockingReply(events, outcome, context), 2)}\n`);
    },
  };
}

/** A chat's answer as it streams; a workflow's outputs at its end. */
function printText(context: StreamContext, io: Io): RunPrinter {
  const isWorkflow = isWorkflowMode(context.mode);
  let lastCharacter = '';
  return {
    async onEvent(event) {
      if (isWorkflow || (event.type !== 'text-delta' && event.type !== 'answer-replaced') || event.text === '') return;
      const isAnew = event.type === 'answer-replaced' && lastCharacter !== '' && lastCharacter !== '\n';
      lastCharacter = event.text.slice(-1);
      await io.stdout.write(isAnew ? `\n${event.text}` : event.text);
    },
    async onEnd(outcome) {
      if (!isWorkflow && lastCharacter !== '' && lastCharacter !== '\n') await io.stdout.write('\n');
      if (isWorkflow && outcome.type === 'run-finished' && hasSucceeded(outcome.status)) {
        await io.stdout.write(`${outputsText(blockingReply([], outcome, context))}\n`);
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
