/**
 * The time zones that `zoneinfo` reads elsewhere from the system: made from the tables inside Node, in the form of RFC
 * 8536, when the snapshot is made.
 */

const FIRST = Temporal.Instant.from('1900-01-01T00:00Z');
const LAST = Temporal.Instant.from('2100-01-01T00:00Z');

/** Names that people still write, and that Node knows but does not list. */
const OTHER_NAMES = [
  ...['UTC', 'GMT', 'Etc/UTC', 'Etc/GMT', 'Zulu', 'Universal', 'PRC', 'ROC', 'ROK', 'Japan', 'Singapore', 'Hongkong'],
  ...['Israel', 'Turkey', 'Egypt', 'Iran', 'Eire', 'GB', 'Poland', 'Portugal', 'NZ', 'Cuba', 'Jamaica', 'Navajo'],
  ...['EST', 'MST', 'HST', 'CET', 'MET', 'EET', 'WET', 'EST5EDT', 'CST6CDT', 'MST7MDT', 'PST8PDT'],
  ...['US/Eastern', 'US/Central', 'US/Mountain', 'US/Pacific', 'US/Alaska', 'US/Hawaii', 'US/Arizona'],
  ...['Canada/Eastern', 'Canada/Central', 'Canada/Mountain', 'Canada/Pacific', 'Canada/Atlantic', 'Brazil/East'],
  ...['Asia/Calcutta', 'Asia/Saigon', 'Asia/Katmandu', 'Asia/Rangoon', 'Asia/Chongqing', 'Asia/Harbin', 'Asia/Beijing'],
  ...['Asia/Macao', 'Asia/Istanbul', 'Asia/Tel_Aviv', 'Asia/Dacca', 'Asia/Thimbu', 'Asia/Ulan_Bator', 'Asia/Kashgar'],
  ...['Europe/Kiev', 'Europe/Belfast', 'Europe/Nicosia', 'America/Buenos_Aires', 'America/Indianapolis'],
  ...['America/Louisville', 'Atlantic/Faeroe', 'Australia/ACT', 'Australia/NSW', 'Australia/Queensland'],
  ...['Australia/Victoria', 'Australia/West', 'Pacific/Samoa', 'Pacific/Ponape', 'Pacific/Truk'],
  ...Array.from({ length: 27 }, (_, index) => `Etc/GMT${index < 13 ? '+' : '-'}${index < 13 ? index : index - 12}`),
];

/** The file of every zone, by name. */
export function timeZoneFiles(): Map<string, Buffer> {
  const names = [...Intl.supportedValuesOf('timeZone'), ...OTHER_NAMES].filter(isKnown);
  return new Map(names.map((name) => [name, timeZoneFile(name)]));
}

function isKnown(name: string): boolean {
  try {
    FIRST.toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

interface Period {
  readonly offsetSeconds: number;
  readonly isSummer: boolean;
  readonly abbreviation: string;
}

/** From when on which period holds; the first one since ever. */
function timeZoneFile(name: string): Buffer {
  const begins = [FIRST.toZonedDateTimeISO(name), ...transitionsOf(name)];
  const periods = begins.map((moment) => periodAt(moment));
  const keys = periods.map((period) => JSON.stringify(period));
  const kinds = [...new Set(keys)];
  const texts = [...new Set(periods.map(({ abbreviation }) => abbreviation))];
  const text = Buffer.from(texts.map((each) => `${each}\0`).join(''), 'latin1');
  const types = kinds.map((kind) => typeRecord(JSON.parse(kind) as Period, text));
  return Buffer.concat([
    header({ times: 0, types: 0, characters: 0 }), // of the old form, which nobody reads any more
    header({ times: begins.length - 1, types: kinds.length, characters: text.length }),
    ...begins.slice(1).map((moment) => int64(Math.floor(moment.epochMilliseconds / 1000))),
    Buffer.from(keys.slice(1).map((key) => kinds.indexOf(key))),
    ...types,
    text,
    Buffer.from('\n\n'),
  ]);
}

function transitionsOf(name: string): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = [];
  let moment = FIRST.toZonedDateTimeISO(name).getTimeZoneTransition('next');
  while (moment && Temporal.Instant.compare(moment.toInstant(), LAST) < 0) {
    found.push(moment);
    moment = moment.getTimeZoneTransition('next');
  }
  return found;
}

function periodAt(moment: Temporal.ZonedDateTime): Period {
  const offsetSeconds = secondsOf(moment);
  const winter = secondsOf(moment.with({ month: 1, day: 1 }));
  const summer = secondsOf(moment.with({ month: 7, day: 1 }));
  const isSummer = winter !== summer && offsetSeconds === Math.max(winter, summer);
  return { offsetSeconds, isSummer, abbreviation: abbreviationAt(moment) };
}

function secondsOf(moment: Temporal.ZonedDateTime): number {
  return Math.round(moment.offsetNanoseconds / 1e9);
}

/** CET, EST; where people have no letters for it the offset, as the tz database writes it: +0530. */
function abbreviationAt(moment: Temporal.ZonedDateTime): string {
  const name = formatOf(moment.timeZoneId)
    .formatToParts(moment.epochMilliseconds)
    .find(({ type }) => type === 'timeZoneName')?.value;
  if (name !== undefined && /^[A-Z]{3,5}$/.test(name)) return name;
  return moment.offset.slice(0, 6).replace(':', '').replace(/00$/, '');
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat(localeOf(zone), { timeZone: zone, timeZoneName: 'short' });
  formats.set(zone, format);
  return format;
}

/** Each region's English has letters for its own zones only. */
function localeOf(zone: string): string {
  if (/^(America|US|Canada|Pacific)\/|^[EMPCH]ST/.test(zone)) return 'en-US';
  if (/^Australia\//.test(zone)) return 'en-AU';
  return zone === 'Asia/Kolkata' || zone === 'Asia/Calcutta' ? 'en-IN' : 'en-GB';
}

function header(counts: { times: number; types: number; characters: number }): Buffer {
  const bytes = Buffer.alloc(44);
  bytes.write('TZif2');
  bytes.writeUInt32BE(counts.times, 32);
  bytes.writeUInt32BE(counts.types, 36);
  bytes.writeUInt32BE(counts.characters, 40);
  return bytes;
}

function typeRecord(period: Period, text: Buffer): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeInt32BE(period.offsetSeconds, 0);
  bytes.writeUInt8(period.isSummer ? 1 : 0, 4);
  bytes.writeUInt8(text.indexOf(`${period.abbreviation}\0`, 0, 'latin1'), 5);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
