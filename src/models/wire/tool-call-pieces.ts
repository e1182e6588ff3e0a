import type { JsonObject } from '../../kernel/index.ts';
import type { ToolCall } from '../model-runtime.ts';

/** A tool call arrives in pieces; those with the same key belong together, one without a key continues the last. */
export interface ToolCallPiece {
  readonly key?: string | number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments?: string;
  /** What the provider wants back together with the call. */
  readonly seal?: Readonly<Record<string, JsonObject>>;
}

interface SealedCall {
  readonly call: ToolCall;
  readonly seal?: Readonly<Record<string, JsonObject>>;
}

/** The tool calls of one reply, put together from their pieces. */
export class ToolCalls {
  readonly #calls = new Map<string | number, SealedCall>();
  #last: string | number = 0;

  get size(): number {
    return this.#calls.size;
  }

  /** In the order in which they began. */
  all(): readonly SealedCall[] {
    return [...this.#calls.values()];
  }

  add(piece: ToolCallPiece): void {
    this.#last = piece.key ?? this.#last;
    const known = this.#calls.get(this.#last);
    const seal = piece.seal ?? known?.seal;
    this.#calls.set(this.#last, {
      call: {
        id: known?.call.id || piece.id || `call_${this.#last}`,
        name: joinedName(known?.call.name ?? '', piece.name ?? ''),
        arguments: (known?.call.arguments ?? '') + (piece.arguments ?? ''),
      },
      ...(seal && { seal }),
    });
  }
}

/** Some providers cut the name into pieces, others repeat it whole with every piece of the arguments. */
function joinedName(known: string, piece: string): string {
  return known === piece ? known : known + piece;
}
