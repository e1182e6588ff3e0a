/**
 * Thinking inside think tags, which is how Dify's providers put it into a model's text. Models that think apart have
 * theirs put there by `ThinkTags`.
 */
export const THINK_START = /<think(?:\s[^<>]{0,512})?>/i;
export const THINK_END = /<\/think>/i;

export interface ThinkingText {
  /** What is left. */
  readonly kept: string;
  readonly thoughts: string[];
  readonly unclosed?: { readonly tag: string; readonly thought: string };
}

export function takeThinking(full: string): ThinkingText {
  const kept: string[] = [];
  const thoughts: string[] = [];
  let rest = full;
  for (let open = THINK_START.exec(rest); open; open = THINK_START.exec(rest)) {
    kept.push(rest.slice(0, open.index));
    const inside = rest.slice(open.index + open[0].length);
    const close = THINK_END.exec(inside);
    if (!close) return { kept: kept.join(''), thoughts, unclosed: { tag: open[0], thought: inside } };
    thoughts.push(inside.slice(0, close.index));
    rest = inside.slice(close.index + close[0].length);
  }
  return { kept: kept.join('') + rest, thoughts };
}

/** Takes closed think blocks out; an unclosed one stays. */
export function withoutThinking(full: string): string {
  const { kept, unclosed } = takeThinking(full);
  return unclosed ? kept + unclosed.tag + unclosed.thought : kept;
}

/** Puts the pieces of a streamed answer between tags where they are thinking. */
export class ThinkTags {
  #isOpen = false;

  /** The tag that must stand before the next piece. */
  before(isThinking: boolean): string {
    if (isThinking === this.#isOpen) return '';
    this.#isOpen = isThinking;
    return isThinking ? '<think>\n' : '\n</think>';
  }
}
