const DATE = String.raw`(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d))?|(?<month>\d\d)(?<day>\d\d))?`;
const TIME = String.raw`(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?`;
const ZONE = String.raw`(?<zone>Z|[+-]\d\d(?::?\d\d)?)`;
const INSTANT = new RegExp(`^${DATE}(?:[T ]${TIME}${ZONE}?)?$`, 'i');

/**
 * ISO 8601 as clients of Dify write it, to milliseconds since the Unix epoch: with or without marks between the parts,
 * and UTC where no zone is named. Undefined for what is no instant. (dateutil's `isoparse`, without its weeks)
 */
export function readInstant(text: string): number | undefined {
  const groups = INSTANT.exec(text)?.groups;
  if (!groups) return undefined;
  const { year, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '0', zone } = groups;
  if (!isDay(`${year}-${month}-${day}`)) return undefined;
  const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const at = Date.parse(`${whole}${zoneOf(zone)}`);
  return Number.isNaN(at) ? undefined : at;
}

/** `Date.parse` takes the 31st of every month, for the 1st of the next. */
function isDay(date: string): boolean {
  const at = Date.parse(date);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

/** As `Date.parse` wants it: `+0800` and `+08` are `+08:00`. */
function zoneOf(zone = 'Z'): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return hours === undefined ? 'Z' : `${hours}:${minutes}`;
}
