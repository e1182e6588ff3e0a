import {
  type AgentThought,
  AgentThoughts,
  type AnnotationSource,
  annotationToJson,
  Citations,
  type RunEvent,
  type RunFinished,
  type RunPaused,
  usageToJson,
} from '../engine/index.ts';
import type { MessageId } from '../kernel/index.ts';
import type { MessagePatch, ThoughtRecord } from '../storage/index.ts';

/** What the reader of a chat has been shown of one answer: a fold over the events of its run. */
export class ShownMessage {
  readonly #thoughts = new AgentThoughts();
  readonly #citations = new Citations();
  #text = '';
  #annotation: AnnotationSource | undefined;

  /** `earlier`: what other processes recorded of the same run. */
  constructor(earlier: readonly RunEvent[] = []) {
    for (const event of earlier) this.note(event);
  }

  /** The thought that grew by this event, if one did. */
  note(event: RunEvent): AgentThought | undefined {
    switch (event.type) {
      case 'text-delta':
        this.#text = event.replaces ? event.text : this.#text + event.text;
        return undefined;
      case 'answer-replaced':
        this.#text = event.text;
        return undefined;
      case 'preset-answered':
        this.#annotation = event.annotation;
        return undefined;
      case 'node-finished':
        this.#citations.add(event.citations ?? []);
        return undefined;
      case 'agent-logged':
        return this.#thoughts.add(event);
      default:
        return undefined;
    }
  }

  /** The message as it is when the run ends or waits. */
  patchAt(end: RunFinished | RunPaused): MessagePatch {
    if (end.type === 'run-paused') return { answer: this.#text, status: 'paused' };
    const { usage } = end;
    return {
      answer: this.#text,
      status: end.status === 'failed' ? 'error' : 'normal',
      error: end.status === 'failed' ? (end.error ?? null) : null,
      messageTokens: usage.promptTokens,
      messageUnitPrice: usage.promptUnitPrice,
      messagePriceUnit: usage.promptPriceUnit,
      answerTokens: usage.completionTokens,
      answerUnitPrice: usage.completionUnitPrice,
      answerPriceUnit: usage.completionPriceUnit,
      totalPrice: usage.totalPrice,
      currency: usage.currency,
      providerResponseLatency: end.elapsedSeconds,
      messageMetadata: {
        annotation_reply: this.#annotation ? annotationToJson(this.#annotation) : null,
        retriever_resources: this.#citations.list(),
        usage: usageToJson(usage),
      },
    };
  }
}

/** A thought as its message keeps it. */
export function thoughtRecord(thought: AgentThought, messageId: MessageId): ThoughtRecord {
  const { id, position, thought: text, tool, toolInput, toolLabels, observation } = thought;
  return {
    ...{ id, messageId, position, thought: text, tool, toolInput, toolLabels, observation },
    toolMeta: {},
    messageFiles: [],
  };
}
