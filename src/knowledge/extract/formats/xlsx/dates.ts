import type { Moment } from './cell.ts';

/** Which numbers are dates, by their format; facts of openpyxl (`styles/numbers.py`, `utils/datetime.py`). */
export type NumberKind = 'number' | 'datetime' | 'duration';

/** Number formats that every file has without declaring them (ECMA-376 part 1, section 18.8.30). */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 47]);
const BUILT_IN_DURATION = 46;

export function numberKindOf(id: number, code: string | undefined): NumberKind {
  if (code === undefined) {
    if (id === BUILT_IN_DURATION) return 'duration';
    return BUILT_IN_DATES.has(id) ? 'datetime' : 'number';
  }
  const [first = ''] = code.split(';');
  const bare = first.replaceAll(/"[^"]*"/g, '').replaceAll(/\[(?!hh?\]|mm?\]|ss?\])[^\][]*\]/gi, '');
  if (/\[(?:hh?|mm?|ss?)\]/i.test(bare)) return 'duration';
  return /(?<![_\\])[dmhys]/i.test(bare) ? 'datetime' : 'number';
}

const DAY_MS = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** Year 9999: what neither Excel nor Python can show stays a number. */
const MAX_SERIAL = 2_958_466;

/** A number of days as the date, time or duration its format makes of it. */
export function momentOf(serial: number, kind: 'datetime' | 'duration', is1904: boolean): Moment | number {
  if (Math.abs(serial) >= MAX_SERIAL || (serial < 0 && kind === 'datetime')) return serial;
  const day = Math.floor(serial);
  const inDay = Math.round((serial - day) * DAY_MS);
  if (kind === 'duration') return { kind, text: durationText(day * DAY_MS + inDay) };
  if (serial < 1 && inDay < DAY_MS) return { kind: 'time', text: clockText(inDay) };
  // Excel counts 29 February 1900, which never was
  const lag = !is1904 && serial > 0 && serial < 60 ? 1 : 0;
  return datetimeAt((is1904 ? EPOCH_1904 : EPOCH_1900) + (day + lag) * DAY_MS + inDay);
}

export function datetimeAt(unixMs: number): Moment {
  const date = new Date(unixMs).toISOString().slice(0, 10);
  return { kind: 'datetime', text: `${date} ${clockText(((unixMs % DAY_MS) + DAY_MS) % DAY_MS)}` };
}

/** `01:02:03`, with six decimals where there are any. */
function clockText(inDay: number): string {
  const text = new Date(inDay).toISOString().slice(11, 23);
  return text.endsWith('.000') ? text.slice(0, 8) : `${text}000`;
}

function durationText(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return `${days} days ${clockText(ms - days * DAY_MS)}`;
}
