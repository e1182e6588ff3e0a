import type { Frame, TextDelta } from '../events/run-event.ts';
import type { VariableSelector } from '../variables/value.ts';

/** On whose behalf text is sent: a response node in a frame. */
export interface TextSource {
  readonly frameKey: string;
  readonly frame: Frame;
  readonly responseNodeId: string;
}

/** Text the client has; empty when it was taken back. */
interface Piece {
  readonly selector: VariableSelector;
  text: string;
  /** Of a node at work. */
  readonly isChunk: boolean;
}

interface SourceState {
  readonly source: TextSource;
  /**
   * What the client has and what does not yet follow from finished nodes: chunks of a node at work, and, while events
   * are folded, text whose reason comes only with the next event.
   */
  unsettled: Piece[];
  /** While events are folded: what must have been sent, but whose event has not come yet. */
  owed: Piece[];
}

/**
 * What has been sent to the client, in order. In a live run text goes straight out. While events of earlier processes
 * are folded, the text that follows from them is compared with the text they say was sent: what was sent is not sent
 * again, and what an interrupted attempt sent is taken back, because the node will run again. Text that was taken back
 * is replaced with the next delta, which repeats what stays.
 */
export class TextLedger {
  readonly #emit: (delta: Omit<TextDelta, 'at'>) => void;
  readonly #sent: Piece[] = [];
  readonly #sources = new Map<string, Map<string, SourceState>>();
  #isLive = false;
  /** The source whose text was taken back, until the client has been told. */
  #takenBack: { readonly source: TextSource; readonly selector: VariableSelector } | undefined;

  constructor(emit: (delta: Omit<TextDelta, 'at'>) => void) {
    this.#emit = emit;
  }

  /** All events are folded in: from now on text goes out, first what is owed. */
  goLive(): void {
    this.#isLive = true;
    for (const state of this.#states()) {
      const { owed } = state;
      state.owed = [];
      for (const { selector, text } of owed) this.send(state.source, selector, text);
    }
  }

  /** `isChunk`: of a node at work, so it may be taken back. */
  send(source: TextSource, selector: VariableSelector, text: string, isChunk = false): void {
    if (text === '') return;
    const state = this.#stateOf(source);
    if (!this.#isLive) {
      const rest = matchSent(state, selector, text);
      if (rest !== '') state.owed.push({ selector, text: rest, isChunk });
      return;
    }
    const kept = this.#takenBack && this.#sent.map((piece) => piece.text).join('');
    const piece = { selector, text, isChunk };
    if (!this.#lengthenLast(state, piece)) {
      this.#sent.push(piece);
      if (isChunk) state.unsettled.push(piece);
    }
    this.#takenBack = undefined;
    this.#tell(source, piece, kept);
  }

  /** An answer has thousands of chunks, which are settled or taken back together. */
  #lengthenLast({ unsettled }: SourceState, { selector, text, isChunk }: Piece): boolean {
    const last = unsettled.at(-1);
    if (!isChunk || !last?.isChunk || last !== this.#sent.at(-1) || !isSame(last.selector, selector)) return false;
    last.text += text;
    return true;
  }

  /** A delta of an earlier process. */
  record(source: TextSource, delta: TextDelta): void {
    const state = this.#stateOf(source);
    const text = delta.replaces ? delta.text.slice(delta.keeps ?? 0) : delta.text;
    // the event that says why may come next
    if (delta.replaces) this.#takeBackWhere(state, (piece) => piece.isChunk);
    if (delta.replaces) this.#takenBack = undefined;
    if (text === '') return;
    const piece = { selector: delta.selector, text, isChunk: delta.isChunk === true };
    this.#sent.push(piece);
    if (!matchOwed(state, piece)) state.unsettled.push(piece);
  }

  /** The chunks of a source have become the value of a finished node. */
  settle(source: TextSource): void {
    // while events are folded, the value itself will match them
    if (this.#isLive) this.#stateOf(source).unsettled = [];
  }

  /** The attempt that sent the chunks of this node has failed: another one will send its own. */
  takeBack(source: TextSource, nodeId: string): void {
    this.#takeBackWhere(this.#stateOf(source), (piece) => piece.isChunk && piece.selector[0] === nodeId);
  }

  /** The process that sent unsettled text is gone, and with it the attempts that would have settled it. */
  takeBackAll(): void {
    for (const state of this.#states()) this.#takeBackWhere(state, () => true);
  }

  #takeBackWhere(state: SourceState, isGone: (piece: Piece) => boolean): void {
    const { source, unsettled } = state;
    for (const piece of unsettled.filter(isGone)) {
      this.#takenBack = { source, selector: piece.selector };
      piece.text = '';
    }
    state.unsettled = unsettled.filter((piece) => !isGone(piece));
  }

  /** A round is over: nothing more is sent from it. */
  closeFrame(frameKey: string): void {
    this.#sources.delete(frameKey);
  }

  /** Before the run ends: text that was taken back must not stay with the client. */
  finish(): void {
    if (!this.#takenBack) return;
    const { source, selector } = this.#takenBack;
    this.#takenBack = undefined;
    this.#tell(source, { selector, text: '', isChunk: false }, this.#sent.map((piece) => piece.text).join(''));
  }

  #tell(source: TextSource, { selector, text, isChunk }: Piece, kept: string | undefined): void {
    const { frame, responseNodeId } = source;
    this.#emit({
      type: 'text-delta',
      frame,
      responseNodeId,
      selector,
      text: kept === undefined ? text : kept + text,
      ...(isChunk && { isChunk }),
      ...(kept !== undefined && { replaces: true, keeps: kept.length }),
    });
  }

  #stateOf(source: TextSource): SourceState {
    let inFrame = this.#sources.get(source.frameKey);
    if (!inFrame) {
      inFrame = new Map();
      this.#sources.set(source.frameKey, inFrame);
    }
    let state = inFrame.get(source.responseNodeId);
    if (!state) {
      state = { source, unsettled: [], owed: [] };
      inFrame.set(source.responseNodeId, state);
    }
    return state;
  }

  #states(): SourceState[] {
    return [...this.#sources.values()].flatMap((inFrame) => [...inFrame.values()]);
  }
}

/**
 * The part of `text` that was not sent yet. Chunks may differ from the value they became (white space is trimmed): what
 * was sent for the same variable then counts as all of it.
 */
function matchSent(state: SourceState, selector: VariableSelector, text: string): string {
  const { unsettled } = state;
  let rest = text;
  // text is sent in the order of segments, so whatever comes before this selector has been dealt with
  while (unsettled[0] && !isSame(unsettled[0].selector, selector)) unsettled.shift();
  for (let first = unsettled[0]; first && isSame(first.selector, selector) && rest !== ''; first = unsettled[0]) {
    unsettled.shift();
    if (rest.startsWith(first.text)) rest = rest.slice(first.text.length);
    else rest = '';
  }
  while (unsettled[0]?.isChunk && isSame(unsettled[0].selector, selector)) unsettled.shift();
  return rest;
}

/** Whether a recorded piece is what was owed. */
function matchOwed(state: SourceState, piece: Piece): boolean {
  const { owed } = state;
  while (owed[0] && !isSame(owed[0].selector, piece.selector)) owed.shift();
  const [first] = owed;
  if (!first) return false;
  first.text = first.text.startsWith(piece.text) ? first.text.slice(piece.text.length) : '';
  if (first.text === '') owed.shift();
  return true;
}

function isSame(a: VariableSelector, b: VariableSelector): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}
