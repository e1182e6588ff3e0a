import { raise } from '../raised.ts';
import type { Bytes } from '../values/bytes.ts';
import { method, methodTable, parameters, positional } from '../values/call.ts';
import { integral } from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { repr } from '../values/print.ts';
import type { Range } from '../values/range.ts';
import { textArgument } from './argument.ts';

/** The methods of range and bytes. */

function placeInRange(range: Range, wanted: Value | undefined): number {
  const whole = integral(wanted);
  return whole === undefined ? -1 : range.indexOf(whole);
}

export const rangeMethods = methodTable<Range>(
  method('index', positional('value'), (range, [wanted]) => {
    const place = placeInRange(range, wanted);
    return place < 0 ? raise('ValueError', `${repr(wanted ?? null)} is not in range`) : place;
  }),
  method('count', positional('value'), (range, [wanted]) => (placeInRange(range, wanted) < 0 ? 0 : 1)),
);

function decode(bytes: Bytes, encoding: string): string {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  const label = name === 'utf8' || name === 'utf-8' ? 'utf-8' : name === 'ascii' ? 'ascii' : undefined;
  if (label === undefined) return Array.from(bytes.bytes, (byte) => String.fromCharCode(byte)).join('');
  if (label === 'ascii' && bytes.bytes.some((byte) => byte > 0x7f))
    raise('UnicodeDecodeError', 'byte not in range(128)');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.bytes);
  } catch {
    return raise('UnicodeDecodeError', "'utf-8' codec can't decode the bytes");
  }
}

export const bytesMethods = methodTable<Bytes>(
  method('decode', parameters(['encoding', 'utf-8'], ['errors', 'strict']), (bytes, [encoding]) =>
    decode(bytes, textArgument(encoding)),
  ),
  method('hex', positional(), (bytes) => Buffer.from(bytes.bytes).toString('hex')),
);
