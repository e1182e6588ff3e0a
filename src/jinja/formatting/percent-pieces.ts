/** The pieces of a `%` format: literal text, and conversions as they are written. */
export interface Conversion {
  readonly key: string | undefined;
  readonly flags: string;
  /** Undefined where the value before the one to print says it. */
  readonly width: number | undefined;
  /** `*` where the value before the one to print says it. */
  readonly precision: number | '*' | undefined;
  /** The letter; undefined when the format ends before it. */
  readonly type: string | undefined;
  /** Where it stands, for the error about an unknown letter. */
  readonly index: number;
}

export type Piece = string | Conversion;

const CONVERSION = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-#0 +]*)(\*|\d+)?(\.(\*|\d+)?)?[hlL]?([\s\S])?/gy;

const MAX_KEPT = 256;
const kept = new Map<string, readonly Piece[]>();

/** Most templates use a handful of formats again and again. */
export function percentPieces(format: string): readonly Piece[] {
  const known = kept.get(format);
  if (known) return known;
  const pieces = parse(format);
  if (kept.size >= MAX_KEPT) kept.clear();
  if (format.length < 100) kept.set(format, pieces);
  return pieces;
}

function parse(format: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (let next = format.indexOf('%'); next >= 0; next = format.indexOf('%', at)) {
    if (next > at) pieces.push(format.slice(at, next));
    CONVERSION.lastIndex = next;
    const found = CONVERSION.exec(format);
    if (!found) break;
    // Only a bare `%%` is a sign by itself; with anything between, Python calls it an unknown letter.
    pieces.push(found[0] === '%%' ? '%' : toConversion(found));
    at = next + found[0].length;
  }
  return at < format.length ? [...pieces, format.slice(at)] : pieces;
}

function toConversion(found: RegExpExecArray): Conversion {
  const [, key, flags = '', width, point, precision, type] = found;
  return {
    key,
    flags,
    width: width === '*' ? undefined : Number(width ?? '0'),
    precision: precision === '*' ? '*' : point === undefined ? undefined : Number(precision ?? '0'),
    type,
    index: found.index,
  };
}
