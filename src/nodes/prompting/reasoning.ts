import { THINK_END, THINK_START, takeThinking } from '../../kernel/index.ts';

/**
 * What the reader of an answer sees of its thinking: `splitReasoning` takes it out of a whole text, `ReasoningFilter` out
 * of a stream, whose pieces may cut a tag anywhere.
 */
export interface SplitText {
  readonly text: string;
  readonly reasoning: string;
}

/** All blocks go, an unclosed one at the end too; their trimmed contents are joined by line breaks. */
export function splitReasoning(full: string): SplitText {
  const { kept, thoughts, unclosed } = takeThinking(full);
  if (unclosed) thoughts.push(unclosed.thought);
  const text = kept.replace(/\n\s*\n/g, '\n\n').trim();
  const said = thoughts.map((thought) => thought.trim()).filter((thought) => thought !== '');
  return { text, reasoning: said.join('\n') };
}

export interface FilteredPiece {
  readonly kind: 'text' | 'reasoning';
  readonly text: string;
}

/** States: outside or inside a block; `#held` is the shortest end of what came that may still become a tag. */
export class ReasoningFilter {
  #isInside = false;
  #held = '';
  #hasText = false;

  feed(piece: string): FilteredPiece[] {
    const out: FilteredPiece[] = [];
    let work = this.#held + piece;
    this.#held = '';
    for (;;) {
      const tag = (this.#isInside ? THINK_END : THINK_START).exec(work);
      if (!tag) break;
      this.#push(out, work.slice(0, tag.index));
      work = work.slice(tag.index + tag[0].length);
      this.#isInside = !this.#isInside;
    }
    const hold = this.#isInside ? unfinishedClose(work) : unfinishedOpen(work);
    this.#held = work.slice(work.length - hold);
    this.#push(out, work.slice(0, work.length - hold));
    return out;
  }

  /** What was held back, when nothing more comes. */
  end(): FilteredPiece[] {
    const out: FilteredPiece[] = [];
    this.#push(out, this.#held);
    this.#held = '';
    return out;
  }

  #push(out: FilteredPiece[], piece: string): void {
    if (this.#isInside) {
      if (piece !== '') out.push({ kind: 'reasoning', text: piece });
      return;
    }
    const text = this.#hasText ? piece : piece.trimStart();
    if (text === '') return;
    this.#hasText = true;
    out.push({ kind: 'text', text });
  }
}

const OPEN_START = '<think';
const CLOSE_TAG = '</think>';
const MAX_OPEN_LENGTH = OPEN_START.length + 513;

/** How many characters at the end may be the beginning of an opening tag. */
function unfinishedOpen(text: string): number {
  const start = text.lastIndexOf('<');
  if (start < 0) return 0;
  const tail = text.slice(start).toLowerCase();
  if (tail.length > MAX_OPEN_LENGTH || tail.includes('>')) return 0;
  const isStart = OPEN_START.startsWith(tail);
  const hasAttributes = tail.startsWith(OPEN_START) && /\s/.test(tail.charAt(OPEN_START.length));
  return isStart || hasAttributes ? tail.length : 0;
}

function unfinishedClose(text: string): number {
  const start = text.lastIndexOf('<');
  if (start < 0) return 0;
  const tail = text.slice(start).toLowerCase();
  return tail.length < CLOSE_TAG.length && CLOSE_TAG.startsWith(tail) ? tail.length : 0;
}
