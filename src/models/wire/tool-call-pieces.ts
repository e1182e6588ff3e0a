import { isJsonObject, type JsonObject, parseJson } from '../../kernel/index.ts';
import type { ToolCall } from '../model-runtime.ts';

/** A tool call arrives in pieces. Providers mark what belongs together by the place, by the id, by both or not at all. */
export interface ToolCallPiece {
  /** The place among the calls of the reply. Some providers say 0 of every call. */
  readonly index?: number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments?: string;
  /** Makes the id of a call that has none unlike those of earlier replies. */
  readonly replyId?: string;
  /** What the provider wants back together with the call. */
  readonly seal?: Readonly<Record<string, JsonObject>>;
}

/** What is known of a call by now; its texts may yet be empty. */
type BegunCall = ToolCallPiece & ToolCall;

interface SealedCall {
  readonly call: ToolCall;
  readonly seal?: Readonly<Record<string, JsonObject>>;
}

/** The tool calls of one reply, put together from their pieces. */
export class ToolCalls {
  readonly #calls: BegunCall[] = [];

  /** In the order in which they began, each with an id of its own. */
  all(): readonly SealedCall[] {
    const ids = new Set<string>();
    return this.#calls.filter(saysAnything).map((begun, at) => {
      const { name, arguments: text, seal } = begun;
      const id = begun.id === '' || ids.has(begun.id) ? madeUpId(begun, at) : begun.id;
      ids.add(id);
      return { call: { id, name, arguments: text }, ...(seal && { seal }) };
    });
  }

  add(piece: ToolCallPiece): void {
    const likely = this.#likelyBefore(piece);
    if (likely && !beginsAnew(likely, piece)) this.#calls[this.#calls.lastIndexOf(likely)] = joined(likely, piece);
    else this.#calls.push(joined(NOTHING, piece));
  }

  /** The call that a piece goes on with, unless it begins another. */
  #likelyBefore({ index, id = '', name = '' }: ToolCallPiece): BegunCall | undefined {
    const last = this.#calls.at(-1);
    const atPlace = index === undefined ? undefined : this.#calls.findLast((call) => call.index === index);
    const withId = id === '' ? undefined : this.#calls.findLast((call) => call.id === id);
    if (name === '') return withId ?? atPlace ?? (index === undefined || last?.index === undefined ? last : undefined);
    if (index !== undefined) return atPlace;
    return id === '' ? last : withId;
  }
}

/**
 * Whether a piece that seems to belong to a call is the first of another. Only a piece with a name can be: some providers
 * say name and id but once, others with every piece, others give every piece an id of its own; and there are those that
 * give all calls of a reply the same place, or neither place nor id.
 */
function beginsAnew(call: BegunCall, { index, id = '', name = '', arguments: more = '' }: ToolCallPiece): boolean {
  if (name === '' || call.name === '') return false;
  const isMarked = index !== undefined || id !== '';
  const hasOtherId = id !== '' && call.id !== '' && id !== call.id;
  if (name !== call.name) return !isMarked || hasOtherId || call.arguments !== '';
  if (!isMarked && more === '') return true;
  return (hasOtherId || more.startsWith('{')) && isComplete(call.arguments);
}

function isComplete(text: string): boolean {
  if (!text.endsWith('}')) return false; // spares reading every beginning
  try {
    return isJsonObject(parseJson(text));
  } catch {
    return false;
  }
}

const NOTHING: BegunCall = { id: '', name: '', arguments: '' };

function joined(known: BegunCall, piece: ToolCallPiece): BegunCall {
  return {
    ...piece,
    ...known,
    id: known.id || (piece.id ?? ''),
    name: joinedName(known.name, piece.name ?? ''),
    arguments: known.arguments + (piece.arguments ?? ''),
  };
}

/** Some providers cut the name into pieces, others repeat it whole with every piece of the arguments. */
function joinedName(known: string, piece: string): string {
  return known === piece ? known : known + piece;
}

/** There are servers that name an empty call beside every word. */
const saysAnything = ({ name, arguments: text }: BegunCall) => name !== '' || text !== '';

function madeUpId({ replyId = '' }: BegunCall, at: number): string {
  if (replyId === '') return `call_${at}`;
  return at === 0 ? replyId : `${replyId}_${at}`;
}
