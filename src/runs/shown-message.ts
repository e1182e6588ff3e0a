import {
  type AgentThought,
  AgentThoughts,
  type AnnotationSource,
  annotationToJson,
  Citations,
  type FileReference,
  type RunEvent,
  shownFileId,
  shownFiles,
  usageToJson,
} from '../engine/index.ts';
import type { AppMode, MessageId } from '../kernel/index.ts';
import type { MessagePatch, ThoughtRecord } from '../storage/index.ts';
import type { RunOutcome } from './output-filter.ts';

/** What the reader of a chat has been shown of one answer: a fold over the events of its run. */
export class ShownMessage {
  readonly #thoughts = new AgentThoughts();
  readonly #citations = new Citations();
  readonly #mode: AppMode;
  readonly #files: FileReference[] = [];
  #texts: string[] = [];
  #annotation: AnnotationSource | undefined;

  /** `earlier`: what other processes recorded of the same run. */
  constructor(mode: AppMode, earlier: readonly RunEvent[] = []) {
    this.#mode = mode;
    for (const event of earlier) this.note(event);
  }

  /** The thought that grew by this event, if one did. */
  note(event: RunEvent): AgentThought | undefined {
    this.#files.push(...shownFiles(event, this.#mode));
    switch (event.type) {
      case 'text-delta':
        if (event.replaces) this.#texts = [];
        this.#texts.push(event.text);
        return undefined;
      case 'answer-replaced':
        this.#texts = [event.text];
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
  patchAt(end: RunOutcome): MessagePatch {
    if (end.type === 'run-paused') return { answer: this.#texts.join(''), status: 'paused' };
    const { usage } = end;
    return {
      answer: this.#keptText(),
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

  /**
   * What the history shows beside the files of the message: no links to these. (Dify 1.x: `_save_message` of
   * easy_ui_based_generate_task_pipeline.py and of advanced_chat/generate_task_pipeline.py; there any picture goes.)
   */
  #keptText(): string {
    const text = this.#texts.join('');
    if (this.#mode !== 'advanced-chat') return text.trim();
    if (this.#files.length === 0) return text;
    const places = this.#files.flatMap(({ relatedId, remoteUrl }) => relatedId ?? remoteUrl ?? []);
    const isShown = (link: string) => places.some((place) => link.includes(place));
    return text.replaceAll(PICTURE, (link) => (isShown(link) ? '' : link)).trim();
  }
}

/** In Markdown. No beginning of one inside another: a text may be full of them, and each is looked at once. */
const PICTURE = /!\[[^\][\n]{0,300}\]\([^()\n]{0,1000}\)/g;

/** A thought as its message keeps it. */
export function thoughtRecord(thought: AgentThought, messageId: MessageId): ThoughtRecord {
  const { id, position, thought: text, tool, toolInput, toolLabels, observation, files } = thought;
  return {
    ...{ id, messageId, position, thought: text, tool, toolInput, toolLabels, observation },
    toolMeta: {},
    messageFiles: files.map((file) => shownFileId(messageId, file)),
  };
}
