import { type JsonObject, parseJson, printJson } from '../../kernel/index.ts';
import { decodeRunEvent, encodeRunEvent } from './event-codec.ts';
import type { ReasoningDelta, RunEvent, TextDelta } from './run-event.ts';

/**
 * How events are kept: as lines of JSON. A line is one event, or pieces of one text that followed each other: an answer
 * of a thousand tokens says where it comes from once, and not a thousand times. The lengths of the pieces stand beside
 * the text, so that every event comes back with its own number; only its time is that of the last piece.
 */

type Piece = TextDelta | ReasoningDelta;

/** The lengths of the pieces of a line, in UTF-16 units. */
const PIECES = '$pieces';

export function recordEvents(events: readonly RunEvent[]): string {
  const lines: string[] = [];
  for (let at = 0; at < events.length; ) {
    const pieces = piecesFrom(events, at);
    const event = events[at] as RunEvent; // `at` is one of them
    lines.push(printJson(pieces.length > 1 ? joined(pieces) : encodeRunEvent(event)));
    at += Math.max(1, pieces.length);
  }
  return lines.join('\n');
}

/** Reads what `recordEvents` wrote. */
export function readRecordedEvents(text: string): RunEvent[] {
  return text.split('\n').flatMap((line) => {
    const { [PIECES]: lengths, ...json } = parseJson(line) as JsonObject; // what `recordEvents` wrote
    const event = decodeRunEvent(json);
    return Array.isArray(lengths) ? taken(event as Piece, lengths as number[]) : [event];
  });
}

/** The events from a place on that are pieces of one text. */
function piecesFrom(events: readonly RunEvent[], from: number): readonly Piece[] {
  const first = events[from];
  if (!first || !isPiece(first)) return [];
  let end = from + 1;
  for (let next = events[end]; next && isPiece(next) && isSameText(first, next); next = events[end]) end += 1;
  return events.slice(from, end) as Piece[]; // looked at one by one
}

/** What replaces a text, and the last piece of a thought, say more than their text. */
function isPiece(event: RunEvent): event is Piece {
  return event.type === 'text-delta' ? !event.replaces : event.type === 'reasoning-delta' && !event.isLast;
}

function isSameText(one: Piece, other: Piece): boolean {
  if (one.type === 'reasoning-delta') return other.type === 'reasoning-delta' && one.nodeId === other.nodeId;
  if (other.type === 'reasoning-delta') return false;
  const isSameSource = one.responseNodeId === other.responseNodeId && one.isChunk === other.isChunk;
  return isSameSource && isSameList(one.selector, other.selector) && isSameFrame(one.frame, other.frame);
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((part, index) => part === other[index]));
}

function isSameFrame(one: TextDelta['frame'], other: TextDelta['frame']): boolean {
  return one === other || (one.length === 0 && other.length === 0);
}

function joined(pieces: readonly Piece[]): JsonObject {
  const last = pieces.at(-1) as Piece; // there are several
  const text = pieces.map((piece) => piece.text).join('');
  return { ...encodeRunEvent({ ...last, text }), [PIECES]: pieces.map((piece) => piece.text.length) };
}

function taken(event: Piece, lengths: readonly number[]): Piece[] {
  let at = 0;
  return lengths.map((length) => {
    const text = event.text.slice(at, at + length);
    at += length;
    return { ...event, text };
  });
}
