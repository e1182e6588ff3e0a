/** The time in a zone, written as Python's `strftime` would. Unknown directives stay as they are. */
export function strftime(at: number, format: string, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return format.replace(/%(-?)([a-zA-Z%])/g, (whole, unpadded: string, letter: string) => {
    const text = directives[letter]?.(parts);
    if (text === undefined) return whole;
    return unpadded ? text.replace(/^0+(?=\d)/, '') : text;
  });
}

type Parts = Readonly<Record<string, string>>;

/** Throws a RangeError for a zone that does not exist. */
function partsOf(at: number, timeZone: string): Parts {
  const options = { timeZone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' } as const;
  const numbers = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-US', { ...options, ...numbers, second: '2-digit', weekday: 'long' });
  const named = new Intl.DateTimeFormat('en-US', { ...options, month: 'long', timeZoneName: 'longOffset' });
  const month = named.formatToParts(at).find(({ type }) => type === 'month')?.value ?? '';
  const offset = named.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const values = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { ...values, monthName: month, offset: offset.replace('GMT', '').replace(':', '') || '+0000', zone: timeZone };
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');
const hour12 = (parts: Parts) => pad(Number(parts['hour']) % 12 || 12);
const date = (parts: Parts) => `${parts['year']}-${parts['month']}-${parts['day']}`;
const time = (parts: Parts) => `${parts['hour']}:${parts['minute']}:${parts['second']}`;

const directives: Readonly<Record<string, (parts: Parts) => string | undefined>> = {
  Y: (parts) => parts['year'],
  y: (parts) => parts['year']?.slice(-2),
  m: (parts) => parts['month'],
  d: (parts) => parts['day'],
  H: (parts) => parts['hour'],
  I: hour12,
  M: (parts) => parts['minute'],
  S: (parts) => parts['second'],
  f: () => '000000',
  p: (parts) => (Number(parts['hour']) < 12 ? 'AM' : 'PM'),
  A: (parts) => parts['weekday'],
  a: (parts) => parts['weekday']?.slice(0, 3),
  B: (parts) => parts['monthName'],
  b: (parts) => parts['monthName']?.slice(0, 3),
  F: date,
  T: time,
  z: (parts) => parts['offset'],
  Z: (parts) => parts['zone'],
  j: (parts) => pad(dayOfYear(parts), 3),
  c: (parts) =>
    `${parts['weekday']?.slice(0, 3)} ${parts['monthName']?.slice(0, 3)} ${parts['day']} ${time(parts)} ${parts['year']}`,
  x: (parts) => `${parts['month']}/${parts['day']}/${parts['year']?.slice(-2)}`,
  X: time,
  '%': () => '%',
};

function dayOfYear(parts: Parts): number {
  const at = Date.UTC(Number(parts['year']), Number(parts['month']) - 1, Number(parts['day']));
  return Math.round((at - Date.UTC(Number(parts['year']), 0, 1)) / 86_400_000) + 1;
}
