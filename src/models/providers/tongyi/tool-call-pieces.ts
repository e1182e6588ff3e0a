import { isJsonObject, isNumber, type JsonValue, toNumber } from '../../../kernel/index.ts';
import type { ToolCall } from '../../model-runtime.ts';

/**
 * Puts calls together that come in pieces: the first names the tool, the others go on with the text of its arguments;
 * `index` tells several calls apart.
 */
export class ToolCallPieces {
  readonly #calls = new Map<number, ToolCall>();

  add(pieces: JsonValue | undefined): void {
    for (const piece of Array.isArray(pieces) ? pieces : []) this.#addOne(piece);
  }

  /** In the order in which the model began them. */
  all(): ToolCall[] {
    return [...this.#calls.values()].map((call) => ({ ...call, id: call.id || call.name }));
  }

  #addOne(piece: JsonValue): void {
    const wanted = isJsonObject(piece) ? piece['function'] : undefined;
    if (!isJsonObject(piece) || !isJsonObject(wanted)) return;
    const index = isNumber(piece['index']) ? toNumber(piece['index']) : 0;
    const { id, name, arguments: text } = this.#calls.get(index) ?? { id: '', name: '', arguments: '' };
    this.#calls.set(index, {
      id: id || wordOf(piece['id']),
      name: name + wordOf(wanted['name']),
      arguments: text + wordOf(wanted['arguments']),
    });
  }
}

const wordOf = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '');
