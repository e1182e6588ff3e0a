import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { isJsonObject, type JsonObject, parseJson, printJson } from '../../kernel/index.ts';
import type { ProviderTurn, ToolCall, TurnPart } from '../model-runtime.ts';

type StreamPart = LanguageModelV4StreamPart;
type CallPart = Extract<StreamPart, { type: 'tool-call' }>;
type BlockPart = Extract<StreamPart, { type: `${'text' | 'reasoning'}-${'start' | 'delta' | 'end'}` }>;
type Block = { type: 'text' | 'reasoning'; text: string; seal?: Seal };
type Seal = NonNullable<TurnPart['seal']>;

const BLOCKS: Readonly<Record<BlockPart['type'], Block['type']>> = {
  'text-start': 'text',
  'text-delta': 'text',
  'text-end': 'text',
  'reasoning-start': 'reasoning',
  'reasoning-delta': 'reasoning',
  'reasoning-end': 'reasoning',
};

/**
 * Puts a streamed turn together again. Texts and thinking come in pieces that name their block; what seals a block
 * (Claude: the signature of its thinking, or thinking that is encrypted; Gemini: the signature of a thought) may come
 * with any of its pieces, the last one holds.
 */
export class TurnRecorder {
  readonly #parts: TurnPart[] = [];
  readonly #blocks: Record<Block['type'], Map<string, Block>> = { text: new Map(), reasoning: new Map() };
  #hasCalls = false;

  note(part: StreamPart): void {
    if (part.type === 'tool-call') {
      // What the provider ran itself (Gemini's code) needs no answer of ours.
      if (!part.providerExecuted) this.#noteCall(part);
    } else if (isOfBlock(part)) this.#notePiece(part);
  }

  /** Undefined when texts and calls say it all. Thinking without a seal is left out: providers refuse it. */
  turn(): ProviderTurn | undefined {
    const parts = this.#parts.filter((part) => part.seal || part.type === 'tool-call' || isText(part));
    return this.#hasCalls && parts.some((part) => part.seal) ? parts : undefined;
  }

  #notePiece(part: BlockPart): void {
    const block = this.#blockOf(BLOCKS[part.type], part.id);
    if ('delta' in part) block.text += part.delta;
    if (part.providerMetadata) block.seal = toSeal(part.providerMetadata);
  }

  #blockOf(type: Block['type'], id: string): Block {
    const known = this.#blocks[type].get(id);
    if (known) return known;
    const block: Block = { type, text: '' };
    this.#blocks[type].set(id, block);
    this.#parts.push(block);
    return block;
  }

  #noteCall(part: CallPart): void {
    this.#hasCalls = true;
    const { providerMetadata: sealed } = part;
    this.#parts.push({ type: 'tool-call', call: toToolCall(part), ...(sealed && { seal: toSeal(sealed) }) });
  }
}

const isText = (part: TurnPart) => part.type === 'text' && part.text !== '';

function isOfBlock(part: StreamPart): part is BlockPart {
  return Object.hasOwn(BLOCKS, part.type);
}

export function toToolCall(part: CallPart): ToolCall {
  return { id: part.toolCallId, name: part.toolName, arguments: part.input };
}

/** Through text, which leaves out what is undefined. */
function toSeal(sealed: NonNullable<CallPart['providerMetadata']>): Seal {
  const json = parseJson(printJson(sealed));
  const entries = Object.entries(isJsonObject(json) ? json : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])));
}
